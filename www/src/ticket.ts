/**
 * Tickets and their events as plain objects: the native format, in files and in `desk.load([...])`.
 *
 * ```js
 * const ticket = {
 *   id: "T-1",
 *   created_at: "2025-03-03T09:00:00Z",
 *   channel: "email",
 *   events: [{ at: "2025-03-03T09:20:00Z", kind: "reply", role: "agent", actor: "kim" }],
 * };
 * ```
 *
 * Easy to get wrong: a `reply` without a role counts as an agent's. Say `role: "customer"` or `"bot"` where it was one.
 */
import type { Instant } from "./instant.js";

/** The meaning of a status: `pending` waits for the customer, `on_hold` for a third party. */
export type StatusClass = "new" | "open" | "pending" | "on_hold" | "solved" | "closed";

/** Who did it; bots and automatic replies never count as an agent's reply. */
export type Role = "agent" | "customer" | "bot";

/** What happened. */
export type EventKind =
  | "created"
  | "reply"
  | "note"
  | "assigned"
  | "status"
  | "priority"
  | "escalated"
  | "merged"
  | "spam"
  | "deleted"
  | "restored"
  | "survey"
  | "work"
  | "tagged"
  | "field"
  | "policy"
  | "acknowledged"
  | "snoozed";

interface EventBase<Kind extends EventKind> {
  readonly kind: Kind;
  /** When it happened. */
  readonly at: Instant;
  /** The source's own id of the event: the same id is the same event, however often it comes. */
  readonly id?: string | number | null;
  /** The source's own order of events at the same instant (default: the order they come in). */
  readonly seq?: number | null;
  readonly role?: Role | null;
  /** The agent, customer or bot by name. */
  readonly actor?: string | null;
}

/** What happened to a ticket. */
export type TicketEvent =
  | EventBase<"created">
  /** A public message. */
  | EventBase<"reply">
  /** An internal message. */
  | EventBase<"note">
  /** Given to an agent or a group; null takes it away. */
  | (EventBase<"assigned"> & { readonly agent?: string | null; readonly group?: string | null })
  | (EventBase<"status"> & { readonly to: string })
  | (EventBase<"priority"> & { readonly to: string })
  /** Escalated in one of four senses (default `tier`: handed to a higher support level). */
  | (EventBase<"escalated"> & {
      readonly sense?: "tier" | "deadline" | "priority" | "flag" | null;
      /** Level it left. */
      readonly from?: number | string | null;
      /** Level or group it reached. */
      readonly to?: number | string | null;
      readonly reason?: string | null;
    })
  /** Merged into another ticket. */
  | (EventBase<"merged"> & { readonly into: string | number })
  | EventBase<"spam">
  | EventBase<"deleted">
  /** Brought back after `deleted` or `spam`. */
  | EventBase<"restored">
  /** The customer answered a survey; `scale` is the largest score possible (CSAT 5, NPS 10, CES 7). */
  | (EventBase<"survey"> & {
      readonly survey: "csat" | "nps" | "ces";
      readonly score: number;
      readonly scale?: number | null;
    })
  /** Somebody logged working time. */
  | (EventBase<"work"> & { readonly seconds: number })
  | (EventBase<"tagged"> & { readonly tag: string })
  /** A custom field was set. */
  | (EventBase<"field"> & { readonly name: string; readonly value: string | number | boolean | null })
  /** A service-level policy was applied. */
  | (EventBase<"policy"> & { readonly name: string })
  /** Somebody took note of what an escalation rule asked for: the rule's id, or that of a step. */
  | (EventBase<"acknowledged"> & { readonly name: string })
  /** Somebody put it off for some seconds. */
  | (EventBase<"snoozed"> & { readonly name: string; readonly seconds: number });

/** An event for `desk.apply`: it says which ticket it belongs to. A `created` event makes a ticket. */
export type LiveEvent = TicketEvent & { readonly ticket: string | number };

/** A ticket with what happened to it. */
export interface TicketInput {
  readonly id: string | number;
  readonly created_at: Instant;
  readonly channel?: string | null;
  readonly priority?: string | null;
  /** The customer's plan: vip, standard, basic or any other. */
  readonly tier?: string | null;
  /** Issue type. */
  readonly type?: string | null;
  /** The team that holds the ticket. */
  readonly group?: string | null;
  /** Support level, 1 to 255. */
  readonly level?: number | null;
  readonly assignee?: string | null;
  readonly requester?: string | null;
  /** The account the requester belongs to. */
  readonly customer?: string | null;
  /** The status in the source's own word. */
  readonly status?: string | null;
  readonly language?: string | null;
  readonly tags?: readonly string[] | null;
  readonly test?: boolean | null;
  /** Facts the source states itself; where present they win over what the events say. */
  readonly first_response_at?: Instant | null;
  readonly resolved_at?: Instant | null;
  readonly closed_at?: Instant | null;
  /** A CSAT score of 1 to 5 that stands on the ticket. */
  readonly csat?: number | null;
  /** Custom dimensions by name. */
  readonly fields?: Readonly<Record<string, string | number | boolean | null>>;
  readonly events?: readonly TicketEvent[] | null;
}
