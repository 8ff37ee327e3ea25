// A few hundred simulated tickets, told step by step, for servers to make a vendor's records of.

import { simulateNdjson } from "deskgauge/simulator";

export const FROM = Date.UTC(2026, 0, 5);
export const UNTIL = Date.UTC(2026, 0, 13);
export const ZONE = "Europe/Berlin";
const KINDS = ["created", "reply", "note", "assigned", "status", "priority"];

/**
 * Tickets with their steps: `{ id, number, created, channel, type, requester, steps }`. A step is `{ at, kind, role, actor, before,
 * after }`, where before and after are `{ status, priority, group, agent }`.
 */
export function world({ tickets = 240, seed = 7 } = {}) {
  const told = [...simulateNdjson({ tickets, seed, from: FROM, to: UNTIL, timeZone: ZONE })];
  const lines = new TextDecoder().decode(Buffer.concat(told)).trim().split("\n");
  return lines.map((line, number) => story(JSON.parse(line), number + 1));
}

function story(ticket, number) {
  const { id, created_at, channel, type, requester, events } = ticket;
  const kept = events.filter(({ kind }) => KINDS.includes(kind));
  // The simulator tells the last priority with the ticket, and changes as they come.
  const changes = kept.filter(({ kind }) => kind === "priority").length;
  let state = { status: "new", priority: changes > 0 ? "normal" : ticket.priority, group: null, agent: null };
  const steps = kept.map((event) => {
    const before = state;
    const { kind, to, group, agent } = event;
    if (kind === "status") state = { ...state, status: to };
    if (kind === "priority") state = { ...state, priority: to };
    if (kind === "assigned") state = { ...state, group: group ?? state.group, agent: agent ?? state.agent };
    const { role, actor = null } = event;
    return { at: Date.parse(event.at), kind, role, actor, before, after: state };
  });
  const created = Date.parse(created_at);
  return { id, number, created, channel, type, requester, steps };
}

/** Numbers for names, the same for the same name. */
export function numbering(first) {
  const known = new Map();
  const number = (name) => {
    if (!known.has(name)) known.set(name, first + known.size);
    return known.get(name);
  };
  return Object.assign(number, { known });
}

/** Numbers that go up by one. */
export function counter(first) {
  let next = first;
  return () => next++;
}

export const iso = (at) => new Date(at).toISOString().replace(".000Z", "Z");
