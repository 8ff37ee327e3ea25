// A small desk whose figures can be checked by hand, in every form that a desk takes.

import { gzipSync } from "node:zlib";

export const NOW = Date.parse("2025-03-10T00:00:00Z");

/** Four tickets: email answered after 20 and 40 minutes, chat after 1 minute and not at all. */
export const ROWS = [
  {
    id: "T-1",
    created_at: "2025-03-03T09:00:00Z",
    channel: "email",
    priority: "high",
    requester: "ana",
    fields: { product: "router", effort: 2 },
    events: [
      { at: "2025-03-03T09:20:00Z", kind: "reply", role: "agent", actor: "kim" },
      { at: "2025-03-03T10:00:00Z", kind: "status", to: "solved", role: "agent", actor: "kim" },
    ],
  },
  {
    id: "T-2",
    created_at: "2025-03-03T12:00:00Z",
    channel: "email",
    priority: "low",
    requester: "ben",
    fields: { product: "modem", effort: 4.5 },
    events: [
      { at: "2025-03-03T12:40:00Z", kind: "reply", role: "agent", actor: "kim" },
      { at: "2025-03-03T13:00:00Z", kind: "escalated", from: 1, to: 2 },
      { at: "2025-03-04T12:00:00Z", kind: "status", to: "solved", role: "agent", actor: "lee" },
    ],
  },
  {
    id: "T-3",
    created_at: "2025-03-04T08:00:00Z",
    channel: "chat",
    priority: "high",
    requester: "ana",
    fields: { product: "router" },
    events: [
      { at: "2025-03-04T08:01:00Z", kind: "reply", role: "agent", actor: "lee" },
      { at: "2025-03-04T08:30:00Z", kind: "survey", survey: "csat", score: 5, scale: 5 },
    ],
  },
  { id: "T-4", created_at: "2025-03-05T08:00:00Z", channel: "chat", priority: null, requester: "cem" },
];

export const JSON_BYTES = new TextEncoder().encode(JSON.stringify(ROWS));
export const NDJSON = ROWS.map((row) => JSON.stringify(row)).join("\n");
export const GZIP_BYTES = new Uint8Array(gzipSync(JSON_BYTES));

/** The same as columns. */
export function columns() {
  const events = ROWS.flatMap((row, ticket) => (row.events ?? []).map((event) => ({ ticket, ...event })));
  const of = (name) => events.map((event) => (event[name] === undefined ? null : String(event[name])));
  const numbers = (name) => Float64Array.from(events, (event) => event[name] ?? Number.NaN);
  return {
    tickets: {
      id: ROWS.map((row) => row.id),
      created_at: Float64Array.from(ROWS, (row) => Date.parse(row.created_at)),
      channel: { codes: Uint8Array.of(0, 0, 1, 1), values: ["email", "chat"] },
      priority: { codes: Uint16Array.of(0, 1, 0, 9), values: ["high", "low"] },
      requester: ROWS.map((row) => row.requester),
      fields: {
        product: ROWS.map((row) => row.fields?.product ?? null),
        effort: Float64Array.from(ROWS, (row) => row.fields?.effort ?? Number.NaN),
      },
    },
    events: {
      ticket: Uint32Array.from(events, (event) => event.ticket),
      at: Float64Array.from(events, (event) => Date.parse(event.at)),
      kind: of("kind"),
      role: of("role"),
      actor: of("actor"),
      to: of("to"),
      from: of("from"),
      survey: of("survey"),
      score: numbers("score"),
      scale: numbers("scale"),
    },
  };
}

/** A stream of the bytes in pieces of `size`. */
export function stream(bytes, size) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}
