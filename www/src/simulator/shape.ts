/**
 * The shape of what the simulator makes: a desk as columns, tickets and their events, as `desk.load` takes it.
 *
 * Easy to get wrong: `events.ticket` is the **row** of the ticket in `tickets`, not its id.
 */
import { type DictColumn, Numbers, Rows, Words } from "./columns.js";

/** What an event holds besides its time, kind, role and actor. */
export interface EventDetails {
  readonly to?: string;
  readonly from?: string;
  readonly sense?: string;
  readonly agent?: string;
  readonly group?: string;
  readonly into?: string;
  readonly survey?: string;
  readonly score?: number;
  readonly scale?: number;
  readonly seconds?: number;
  readonly tag?: string;
}

export type Role = "agent" | "customer" | "bot";

/** A ticket as it stands when the data ends. */
export interface SimulatedTicket {
  readonly id: number;
  readonly created_at: number;
  readonly channel: string;
  readonly priority: string;
  readonly tier: string;
  readonly type: string;
  readonly group: string;
  readonly level: string;
  readonly assignee: string | undefined;
  readonly requester: string;
  readonly customer: string;
  readonly status: string;
  readonly language: string;
  readonly product: string;
}

export interface SimulatedDesk {
  readonly tickets: {
    readonly id: Float64Array;
    readonly created_at: Float64Array;
    readonly channel: DictColumn;
    readonly priority: DictColumn;
    readonly tier: DictColumn;
    readonly type: DictColumn;
    readonly group: DictColumn;
    readonly level: DictColumn;
    readonly assignee: DictColumn;
    readonly requester: DictColumn;
    readonly customer: DictColumn;
    readonly status: DictColumn;
    readonly language: DictColumn;
    readonly fields: { readonly product: DictColumn };
  };
  readonly events: {
    readonly ticket: Uint32Array;
    readonly at: Float64Array;
    readonly kind: DictColumn;
    readonly role: DictColumn;
    readonly actor: DictColumn;
    readonly to: DictColumn;
    readonly from: DictColumn;
    readonly sense: DictColumn;
    readonly agent: DictColumn;
    readonly group: DictColumn;
    readonly into: DictColumn;
    readonly survey: DictColumn;
    readonly score: Float64Array;
    readonly scale: Float64Array;
    readonly seconds: Float64Array;
    readonly tag: DictColumn;
  };
}

const TICKET_WORDS = [
  "channel",
  "priority",
  "tier",
  "type",
  "group",
  "level",
  "assignee",
  "requester",
  "customer",
  "status",
  "language",
  "product",
] as const;
const EVENT_WORDS = [
  "kind",
  "role",
  "actor",
  "to",
  "from",
  "sense",
  "agent",
  "group",
  "into",
  "survey",
  "tag",
] as const;
const EVENT_NUMBERS = ["score", "scale", "seconds"] as const;

/** Events a ticket has on average, a little generously: room made in advance. */
const EVENTS_PER_TICKET = 15;

/** Takes tickets and events one by one and packs them. */
export class DeskPacker {
  #tickets = 0;
  #events = 0;
  readonly #id: Numbers;
  readonly #createdAt: Numbers;
  readonly #ticketWords: Record<(typeof TICKET_WORDS)[number], Words>;
  readonly #row: Rows;
  readonly #at: Numbers;
  readonly #eventWords: Record<(typeof EVENT_WORDS)[number], Words>;
  readonly #eventNumbers: Record<(typeof EVENT_NUMBERS)[number], Numbers>;

  /** A packer with room for about this many tickets. */
  constructor(tickets: number) {
    const events = tickets * EVENTS_PER_TICKET;
    this.#id = new Numbers(tickets);
    this.#createdAt = new Numbers(tickets);
    this.#ticketWords = columns(TICKET_WORDS, () => new Words(tickets));
    this.#row = new Rows(events);
    this.#at = new Numbers(events);
    this.#eventWords = columns(EVENT_WORDS, () => new Words(events));
    this.#eventNumbers = columns(EVENT_NUMBERS, () => new Numbers(events));
  }

  ticket(ticket: SimulatedTicket): void {
    const row = this.#tickets++;
    this.#id.put(row, ticket.id);
    this.#createdAt.put(row, ticket.created_at);
    for (const name of TICKET_WORDS) {
      const word = ticket[name];
      if (word !== undefined) this.#ticketWords[name].put(row, word);
    }
  }

  /** An event of the ticket that comes next. */
  event(
    at: number,
    kind: string,
    role: Role,
    actor: string | undefined,
    details: EventDetails | undefined,
  ): void {
    const row = this.#events++;
    const words = this.#eventWords;
    this.#row.put(row, this.#tickets);
    this.#at.put(row, at);
    words.kind.put(row, kind);
    words.role.put(row, role);
    if (actor !== undefined) words.actor.put(row, actor);
    if (details === undefined) return;
    const { to, from, sense, agent, group, into, survey, score, scale, seconds, tag } = details;
    if (to !== undefined) words.to.put(row, to);
    if (from !== undefined) words.from.put(row, from);
    if (sense !== undefined) words.sense.put(row, sense);
    if (agent !== undefined) words.agent.put(row, agent);
    if (group !== undefined) words.group.put(row, group);
    if (into !== undefined) words.into.put(row, into);
    if (survey !== undefined) words.survey.put(row, survey);
    if (tag !== undefined) words.tag.put(row, tag);
    if (score !== undefined) this.#eventNumbers.score.put(row, score);
    if (scale !== undefined) this.#eventNumbers.scale.put(row, scale);
    if (seconds !== undefined) this.#eventNumbers.seconds.put(row, seconds);
  }

  done(): SimulatedDesk {
    const { product, ...ticket } = done(this.#ticketWords, this.#tickets);
    const id = this.#id.done(this.#tickets);
    const created_at = this.#createdAt.done(this.#tickets);
    return {
      tickets: { id, created_at, ...ticket, fields: { product } },
      events: {
        ticket: this.#row.done(this.#events),
        at: this.#at.done(this.#events),
        ...done(this.#eventWords, this.#events),
        ...done(this.#eventNumbers, this.#events),
      },
    };
  }
}

function columns<Name extends string, Column>(
  names: readonly Name[],
  make: () => Column,
): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, Column>;
}

function done<Name extends string, Packed>(
  columns: Record<Name, { done(rows: number): Packed }>,
  rows: number,
): Record<Name, Packed> {
  const entries = Object.entries<{ done(rows: number): Packed }>(columns).map(([name, column]) => [
    name,
    column.done(rows),
  ]);
  return Object.fromEntries(entries) as Record<Name, Packed>;
}
