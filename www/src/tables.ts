/**
 * Tables beside the tickets: customers, agents, and answers to surveys that belong to no ticket.
 *
 * ```js
 * await desk.load([{ id: "90", name: "ACME", tier: "gold", revenue: { "2026-03": 1200 } }], { table: "customers" });
 * await desk.report({ metrics: ["first_response_time"], by: ["customer.tier"] });
 * ```
 *
 * A ticket joins the customer whose id or name is its `customer`, and the agent whose id or name is its `assignee`.
 *
 * Easy to get wrong: a name that two rows have joins neither; give tickets ids then.
 */
import type { Instant } from "./instant.js";
import type { WeeklyHours } from "./sla.js";

/** A table. */
export type TableName = "customers" | "agents" | "surveys";

/** A row of a table. */
interface TableRow {
  /** Rows with one id are one row. */
  readonly id: string | number;
  /** When the row was brought up to date: of rows with one id the newest counts, in whatever order they come; else the last. */
  readonly updated_at?: Instant | null;
}

/** A customer, an account. `null` takes a value back; what is not given stays. */
export interface CustomerInput extends TableRow {
  /** What the customer is called; tickets join by it where they do not by the id. */
  readonly name?: string | null;
  /** The tier; or since when which tier holds, by date; or stretches of time with their tier. */
  readonly tier?:
    | string
    | Readonly<Record<string, string>>
    | readonly { readonly tier: string; readonly from?: Instant | null; readonly until?: Instant | null }[]
    | null;
  /** By month, such as `"2026-03"`; a number alone is that of every month. `null` takes a month back. */
  readonly revenue?: number | Readonly<Record<string, number | null>> | null;
  /** Of the revenue, such as `EUR`. */
  readonly currency?: string | null;
  /** Since when the customer is one. */
  readonly started_at?: Instant | null;
  /** When the customer left. */
  readonly churned_at?: Instant | null;
}

/** An agent. */
export interface AgentInput extends TableRow {
  /** What the agent is called; tickets join by it where they do not by the id. */
  readonly name?: string | null;
  /** Skills; or skills with their level. */
  readonly skills?: readonly string[] | Readonly<Record<string, number | null>> | null;
  /** Languages the agent answers in. */
  readonly languages?: readonly string[] | null;
  /** Groups the agent belongs to. */
  readonly groups?: readonly string[] | null;
  /** The calendar, of those that the desk is configured with, whose open time is the agent's. */
  readonly calendar?: string | null;
  /** Weekly hours in place of a calendar. */
  readonly hours?: WeeklyHours | null;
  /** Single shifts. */
  readonly shifts?:
    | readonly (
        | { readonly from: Instant; readonly until: Instant }
        | readonly [from: Instant, until: Instant]
      )[]
    | null;
  /** IANA zone of the weekly hours. */
  readonly time_zone?: string | null;
  /** What the agent costs. */
  readonly cost?: number | null;
  /** The time that the cost is for. */
  readonly cost_per?: "hour" | "month" | null;
  /** Of the cost, such as `EUR`. */
  readonly currency?: string | null;
  /** How many tickets the agent can hold at once. */
  readonly capacity?: number | null;
}

/** An answer to a survey that belongs to no ticket. */
export interface SurveyInput extends TableRow {
  /** Which survey was answered. */
  readonly kind: "csat" | "nps" | "ces";
  /** The score given, from 0 to the scale. */
  readonly score: number;
  /** The largest score there is (default 5 of CSAT, 10 of NPS, 7 of CES). */
  readonly scale?: number | null;
  /** When it was answered. */
  readonly at: Instant;
  /** The customer, as tickets name theirs. */
  readonly customer?: string | null;
  /** Who answered. */
  readonly requester?: string | null;
  /** The agent it is about, as tickets name theirs. */
  readonly agent?: string | null;
  /** Where it was answered. */
  readonly channel?: string | null;
  /** What was written beside; left out of redacted snapshots. */
  readonly comment?: string | null;
}

/** What a load brought to a table. */
export interface TableLoaded {
  /** The table. */
  readonly name: TableName;
  /** Rows taken. */
  readonly rows: number;
  /** Rows the table did not have before. */
  readonly newRows: number;
}
