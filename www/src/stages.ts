/**
 * Bottlenecks, hand-offs and late escalations.
 *
 * ```js
 * const { stages } = await desk.stages({ of: "group" });
 * const { nodes, links } = await desk.handoffs({ of: "group" }); // d3-sankey draws links.filter((link) => !link.backward)
 * const { lost, rows } = await desk.lateEscalations();
 * ```
 *
 * Easy to get wrong: `median` and the other statistics of a stage are of each ticket's whole time in it, not of single visits.
 */
import type { Selected } from "./question.js";

/** A question about the stages that tickets spend their time in. */
export interface StagesQuestion extends Selected {
  /** Up to two dimensions or facts to group by. */
  readonly by?: string | readonly string[];
  /** What the time is divided by (default `waiting_for`: agent, customer, third_party, or nobody once solved). */
  readonly of?: "status" | "status_class" | "waiting_for" | "group" | "agent" | "level";
  /** Until when it counts (default `resolved`: the last resolution); what has not happened lasts until `asOf`. */
  readonly until?: "resolved" | "first_resolved" | "last_event" | "now";
  /** Count open time of the ticket's policy's calendar, else the desk's. */
  readonly hours?: "calendar" | "business";
  /** Count the open time of this calendar. */
  readonly calendar?: string;
  /** How many tickets to name a stage (default 5). */
  readonly tickets?: number;
}

/** A stage in a group. Seconds. */
export interface Stage {
  /** The word of each dimension; null for tickets without one. */
  readonly by: Readonly<Record<string, string | null>>;
  /** null where it is not known. */
  readonly stage: string | null;
  /** How many tickets were in it. */
  readonly tickets: number;
  /** How often one came to it. */
  readonly visits: number;
  /** How many events named it, whether it changed or not. */
  readonly events: number;
  /** The time of all tickets. */
  readonly seconds: number;
  /** Its share of the time in all stages of the group. */
  readonly share: number | null;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  /** Where tickets lingered longest. */
  readonly longest: readonly { readonly ticket: string; readonly seconds: number }[];
}

/** Where the time goes: of each group the stage that takes most first. */
export interface Stages {
  readonly stages: readonly Stage[];
  /** Tickets left out because they have no calendar to count by. */
  readonly uncounted: number;
}

/** A question about who passes tickets to whom. */
export interface HandoffsQuestion extends Selected {
  /** Between whom (default `group`). */
  readonly of?: "group" | "agent" | "level";
  /** How many links to tell, the most frequent first (default 200). */
  readonly limit?: number;
}

/** The hand-off graph, ready for a Sankey diagram. */
export interface Handoffs {
  /** The holders, in the order in which tickets come to them. */
  readonly nodes: readonly {
    readonly name: string;
    readonly tickets: number;
    readonly seconds: number;
    /** Its place when tickets first came to it, on average; 0 is the first. */
    readonly position: number;
  }[];
  /** Hand-offs between the nodes at these places. Seconds. */
  readonly links: readonly {
    readonly source: number;
    readonly target: number;
    /** How many hand-offs. */
    readonly value: number;
    readonly tickets: number;
    /** Held before. */
    readonly heldMedian: number | null;
    /** Until the new holder replied, noted or worked; null where that never happened. */
    readonly waitMedian: number | null;
    readonly waitP90: number | null;
    /** How many came straight back. */
    readonly returned: number;
    /** Against the order of the nodes, as loops are; without these links there is no circle. */
    readonly backward: boolean;
  }[];
  /** How many hand-offs there are in all. */
  readonly total: number;
  /** Tickets that came back to a holder they had left. */
  readonly looped: number;
}

/** A question about tickets that were escalated and should have been earlier. */
export interface LateEscalationsQuestion extends Selected {
  /** The dimension of types (default `type`). */
  readonly by?: string;
  /** The share of a level's own tickets that are solved within the usual time (default 0.75). */
  readonly usual?: number;
  /** The fewest solved tickets a usual time is read off (default 20); else those of the level, then all, stand in. */
  readonly least?: number;
  /** How many tickets to name (default 100). */
  readonly limit?: number;
  /** Count open time of the ticket's policy's calendar, else the desk's. */
  readonly hours?: "calendar" | "business";
  /** Count the open time of this calendar. */
  readonly calendar?: string;
}

/** Late escalations. Seconds. */
export interface LateEscalations {
  readonly escalated: number;
  readonly late: number;
  /** By how much in all. */
  readonly lost: number;
  /** How many nobody can judge, for want of solved tickets. */
  readonly unknown: number;
  /** By type and level, what lost most first. */
  readonly rows: readonly {
    readonly word: string | null;
    /** 0 where nobody knows it. */
    readonly level: number;
    readonly usual: number | null;
    /** How many solved tickets that is read off. */
    readonly n: number;
    /** Whose they are: of the type at the level, of the level, or all; null where there are too few. */
    readonly of: "type" | "level" | "all" | null;
    readonly escalated: number;
    readonly late: number;
    readonly lost: number;
  }[];
  /** The latest tickets. */
  readonly tickets: readonly {
    readonly ticket: string;
    readonly word: string | null;
    readonly level: number;
    readonly held: number;
    readonly usual: number;
    readonly lost: number;
  }[];
}
