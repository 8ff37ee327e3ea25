/**
 * Escalation procedures: rules as a page writes them, and what they say is to be done.
 *
 * ```js
 * await desk.configure({
 *   rules: [
 *     {
 *       id: "vip-silence",
 *       where: { tier: "vip" },
 *       when: { since: "customer_message", longerThan: "1h" },
 *       quiet: "office",
 *       steps: [
 *         { do: "notify", to: { role: "lead" } },
 *         { do: "reassign", to: { level: 2, group: "experts" }, after: "30m" },
 *       ],
 *     },
 *   ],
 * });
 * const { due, next } = await desk.escalations();
 * await desk.apply([acknowledge(due[0])]);
 * ```
 *
 * Easy to get wrong: nothing is sent or changed here. A step is due until an event says that it was acknowledged, put off or
 * done, or the rule no longer holds.
 */
import type { Instant } from "./instant.js";
import type { Filter } from "./question.js";
import type { ClockName, Length, Policy, Schedule } from "./sla.js";
import type { LiveEvent } from "./ticket.js";

/** A part of a rule's condition. */
export type RulePart =
  /** So much time has passed since the creation, the oldest unanswered customer message, the last public agent reply (or the creation), or since nobody has it. */
  | {
      readonly since: "creation" | "customer_message" | "agent_update" | "unassigned";
      readonly longerThan: Length;
    }
  /** It has been in one of these statuses, by word or class, for so long. */
  | { readonly status: string | readonly string[]; readonly longerThan: Length }
  /**
   * A share of a clock's target is used, such as `"80%"`. Targets in working days, and those that tickets state themselves, have no
   * share: `beforeDue` and `afterDue` are for them.
   */
  | { readonly clock: ClockName; readonly used: string }
  /** A clock is due in so much of its time, or in so many working days, or less. */
  | { readonly clock: ClockName; readonly beforeDue: Length | WorkingDays }
  /** A clock has been late for so much of its time, or so many working days. */
  | { readonly clock: ClockName; readonly afterDue: Length | WorkingDays }
  /** It was reopened so often. */
  | { readonly reopens: number }
  /** Groups handed it on so often. */
  | { readonly transfers: number }
  /** It has a tag, such as one that the host sets for an angry tone, or a custom field of this name is `true`. */
  | { readonly flag: string }
  /** A custom field has one of these values, as the ticket and `field` events say. */
  | { readonly field: string; readonly is: string | readonly string[] };

/** So many working days of a clock's calendar, at the same time of day. */
export interface WorkingDays {
  readonly days: number;
}

/** What a rule can ask for. */
export type Deed = "notify" | "raise_priority" | "reassign" | "require_approval" | "page";

/** To whom a step goes; only the host knows who has a role. */
export interface RuleTarget {
  readonly level?: number;
  readonly group?: string;
  readonly agent?: string;
  readonly role?: string;
}

/** What calls steps off. */
export type RuleStop = "acknowledged" | "replied" | "reassigned" | "priority_changed";

/** One thing to be done. */
export interface RuleStep {
  readonly do: Deed;
  readonly to?: RuleTarget;
  /** How long after the step before, or after the rule came to hold (default at once). */
  readonly after?: Length;
  /** What calls this step off and no other; the next one comes when it would have (default nothing). */
  readonly stop?: readonly RuleStop[];
}

/** An escalation rule. It holds while its conditions do and the ticket is not solved, merged, deleted or spam. */
export interface EscalationRule {
  /** Its name in answers. */
  readonly id: string;
  /** For which tickets, as in policies. */
  readonly where?: Policy["where"];
  /** When it holds: one condition, all of several, or any of them. */
  readonly when: RulePart | { readonly all: readonly RulePart[] } | { readonly any: readonly RulePart[] };
  /** The calendar whose open time its lengths count (default real time). */
  readonly hours?: string;
  /** Steps come due only in the open time of this calendar, or of one of the rule's own, else at the next opening. */
  readonly quiet?: string | Schedule;
  /** What is to be done, each so long after the one before without acknowledgement. */
  readonly steps: readonly RuleStep[];
  /** What ends the steps although the rule still holds (default `["acknowledged"]`). */
  readonly stop?: readonly RuleStop[];
  /** How long after the beginning of one occurrence the next may begin. */
  readonly cooldown?: Length;
  /** Whenever the rule comes to hold (default `cycle`), or only once a ticket. */
  readonly once?: "cycle" | "ticket";
}

/** A question about what is to be escalated. */
export interface EscalationsQuestion {
  /** The instant the answer is for (default the desk's `now`). */
  readonly now?: Instant;
  /** Also tell what came due later than this. */
  readonly since?: Instant;
  readonly ticket?: string | number;
  /** Only these rules. */
  readonly rules?: readonly string[];
  readonly where?: Filter;
  /** How many of the steps to come to list (default 50). */
  readonly next?: number;
}

/** Something that had come to pass when a rule came to hold. Lengths are in seconds. */
export interface RuleFact {
  readonly part:
    | "creation"
    | "customer_message"
    | "agent_update"
    | "unassigned"
    | "status"
    | "used"
    | "due"
    | "due_days"
    | "reopens"
    | "transfers"
    | "flag"
    | "field";
  /** The clock, the statuses, the flag or the field it is about. */
  readonly of: string | null;
  /** The length, working days, share or count that had to be reached; less than nothing before a due instant. */
  readonly limit: number | null;
  readonly at: number;
  /** From when it counts; the due instant of a clock. */
  readonly since: number | null;
  readonly count: number | null;
}

/** A step of a rule for a ticket. Instants are epoch milliseconds. */
export interface EscalationStep {
  /** The same for the same step, whenever it is asked for. */
  readonly id: string;
  readonly ticket: string;
  readonly rule: string;
  /** Which step of the rule, from 0. */
  readonly step: number;
  readonly deed: Deed;
  readonly level: number | null;
  readonly group: string | null;
  readonly agent: string | null;
  readonly role: string | null;
  /** When it came due, or will. */
  readonly at: number;
  /** When the rule came to hold. */
  readonly since: number;
  /** Until when somebody put it off. */
  readonly snoozed: number | null;
  readonly why: readonly RuleFact[];
}

/** What is to be escalated. */
export interface Escalations {
  readonly now: number;
  /** Due and neither acknowledged, put off nor overtaken, the oldest first. */
  readonly due: readonly EscalationStep[];
  /** To come if nothing happens, the soonest first. */
  readonly next: readonly EscalationStep[];
  /** What came due later than `since`, whatever became of it. However time is split, the same steps, once each. */
  readonly fired: readonly EscalationStep[];
}

/** Something odd about the rules. */
export interface RuleWarning {
  /**
   * A step nobody comes to; a rule that another one hides, which does the same, no later; rules that hand tickets round by group,
   * agent or level; a target nobody holds.
   */
  readonly code: "unreachable" | "shadowed" | "circle" | "nobody";
  readonly path: string;
  readonly message: string;
}

/** The live event that says a step's occurrence was taken note of. */
export function acknowledge(step: EscalationStep, at: Instant = Date.now()): LiveEvent {
  return { ticket: step.ticket, kind: "acknowledged", name: step.id, at: iso(at) };
}

/** The live event that puts a step's occurrence off for some seconds. */
export function snooze(step: EscalationStep, seconds: number, at: Instant = Date.now()): LiveEvent {
  return { ticket: step.ticket, kind: "snoozed", name: step.id, seconds, at: iso(at) };
}

function iso(at: Instant): string {
  return typeof at === "string" ? at : new Date(at).toISOString();
}
