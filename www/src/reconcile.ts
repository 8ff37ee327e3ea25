/**
 * Ours beside theirs: where a number differs from the vendor's own report, ticket by ticket, and by which rule.
 *
 * ```js
 * const { under } = await desk.reconcile({ metric: "first_response_time", theirs: "zendesk" });
 * const [zendesk, ours] = under; // by Zendesk's definitions, then by the default ones
 * zendesk.agree; // tickets of which both have the same value
 * zendesk.kinds; // why the others differ: rule, tickets, examples
 * ```
 *
 * Easy to get wrong: only what a rule turns into the other side's very value is explained. `unexplained` is not a remainder
 * to be ignored.
 */
import { toCsv } from "./csv.js";
import { DeskError, found } from "./error.js";
import type { DurationMetricId, PerTicketMetricId, ProfileName } from "./metric.js";
import {
  type MetricSpec,
  type RawQuestion,
  rawSelection,
  type Selected,
  type Surroundings,
} from "./question.js";
import type { SourceName } from "./source.js";

/** A unit of given values. */
export type TheirUnit = "ms" | "seconds" | "minutes" | "hours";

/** Values of the other side, by ticket; null and NaN are "none". */
export type TheirValues =
  | Readonly<Record<string, number | null>>
  | Iterable<readonly [ticket: string | number, value: number | null]>;

/** In what and in which hours given values are. */
interface Given {
  /** Not needed where the metric is a count. */
  readonly unit?: TheirUnit;
  /** Default: those of the metric. */
  readonly hours?: "calendar" | "business";
}

/** The other side's values: those that came with payloads of a source, or given ones. */
export type Theirs =
  /** Those that came with the payloads of a source. */
  | SourceName
  /** The same, of what the vendor calls `named`: a milestone, an agreement. */
  | { readonly source: SourceName; readonly named?: string }
  /** Values by ticket, or pairs of ticket and value. */
  | (Given & { readonly values: TheirValues })
  /**
   * A table with a heading, as CSV: `ticket` is the column of the tickets' ids (default the first that is called ticket, case,
   * issue, number, key or id), `value` that of the values (default the first other one).
   */
  | (Given & { readonly csv: string | Uint8Array; readonly ticket?: string; readonly value?: string });

/** Which of the answers `rows` lists. */
export interface ReconciledRows {
  /** How many to pass over (default 0). */
  readonly offset?: number;
  /** How many to list (default 1,000). */
  readonly limit?: number;
  readonly outcome?: ReconciledOutcome;
}

/** A question about ours and theirs. */
export interface ReconcileQuestion extends Selected {
  /** A duration or a number of which each ticket has one. */
  readonly metric: DurationMetricId | PerTicketMetricId | MetricSpec;
  readonly theirs: Theirs;
  /** How many tickets to name of each kind (default 5). */
  readonly examples?: number;
  /** Tickets to list one by one, in the order of the desk. */
  readonly rows?: ReconciledRows;
}

/** How ours of a ticket stands to theirs. */
export type ReconciledOutcome = "agree" | "differ" | "only-ours" | "only-theirs" | "neither";

/** A switch of profiles that can change what a ticket has. */
export type ReconcileSwitch =
  | "assigned-only"
  | "closed-only"
  | "first-end"
  | "from-bot"
  | "from-customer"
  | "keeps-resolution"
  | "last-cycle"
  | "less-waiting"
  | "outbound"
  | "second-reply"
  | "solve-answers"
  | "whole-minutes"
  | "work-answers";

/** A rule beside the switches of profiles. */
export type OwnRule =
  | "after-assignment"
  | "after-opening"
  | "bot-reply"
  | "business-hours"
  | "calendar"
  | "calendar-time"
  | "deleted"
  | "from-assignment"
  | "last-resolution"
  | "less-on-hold"
  | "less-pending"
  | "less-solved"
  | "merged"
  | "newer-events"
  | "no-history"
  | "private-note"
  | "profile"
  | "reopens-by-solves"
  | "role-now"
  | "role-then"
  | "rounding"
  | "solved-only"
  | "spam"
  | "still-open"
  | "test"
  | "time-zone"
  | "until-first-resolution"
  | "with-on-hold"
  | "with-pending";

/** By which rule the other side counts otherwise: one of its own, a switch of profiles that it has, or one that only ours has. */
export type ReconcileRule = OwnRule | ReconcileSwitch | `without-${ReconcileSwitch}`;

/** A ticket, ours and theirs: seconds, or a number. */
export interface ReconciledTicket {
  readonly ticket: string;
  readonly outcome: ReconciledOutcome;
  readonly ours: number | null;
  readonly theirs: number | null;
  /** Ours less theirs, where both have one. */
  readonly difference: number | null;
  /** The rules that explain it; empty where none does. */
  readonly rules: readonly ReconcileRule[];
  /** Our value under these rules. */
  readonly explained: number | null;
}

/** A kind of difference. */
export interface ReconciledKind {
  /** The rule that explains it, or two that do together. */
  readonly rules: readonly ReconcileRule[];
  /** What they say of the other side. */
  readonly sentence: string;
  /** Other rules that explain all of these tickets as well: these tickets do not tell which it is. */
  readonly also: readonly ReconcileRule[];
  /** The calendar, of the rule `calendar`. */
  readonly calendar: string | null;
  /** The profile, of the rule `profile`. */
  readonly profile: ProfileName | null;
  /** By how many hours ours are more, of the rule `time-zone`. */
  readonly shift: number | null;
  /** How many tickets it explains. */
  readonly tickets: number;
  /** The sum of the differences of those of which both have a value. */
  readonly difference: number;
  /** The first of them. */
  readonly examples: readonly ReconciledTicket[];
}

/** Ours beside theirs under one profile. */
export interface Reconciled {
  /** Whose definitions ours are. */
  readonly profile: ProfileName;
  /** Tickets that the other side lists and the question takes: the sum of the next five. */
  readonly tickets: number;
  /** Both have the same value, to the other side's rounding. */
  readonly agree: number;
  /** Both have a value, and another one. */
  readonly differ: number;
  /** Only we have one. */
  readonly onlyOurs: number;
  /** Only the other side has one. */
  readonly onlyTheirs: number;
  /** Nobody has a value. */
  readonly neither: number;
  /** Of those that differ or of which only one side has a value: a rule explains them. */
  readonly explained: number;
  /** No rule does. */
  readonly unexplained: number;
  /** The ways to round that fit all tickets which agree; empty where none does. */
  readonly rounding: readonly ("exact" | "nearest" | "floor" | "ceil")[];
  /** Of the tickets of which both have a value, ours less theirs; null where there is none. */
  readonly differences: {
    readonly n: number;
    readonly mean: number | null;
    readonly median: number | null;
    readonly p10: number | null;
    readonly p90: number | null;
    /** One edge more than counts; a bin holds its lower edge. */
    readonly histogram: {
      readonly edges: readonly number[];
      readonly counts: readonly number[];
    } | null;
  } | null;
  /** What rules explain, the commonest first. */
  readonly kinds: readonly ReconciledKind[];
  /** Tickets that no rule explains. */
  readonly examples: readonly ReconciledTicket[];
}

/** Ours beside theirs. */
export interface Reconciliation {
  /** The metric. */
  readonly metric: DurationMetricId | PerTicketMetricId;
  /** What values are in. */
  readonly unit: "seconds" | "number";
  /** The source of theirs; null where they were given. */
  readonly source: SourceName | null;
  /** In which hours both count. */
  readonly hours: "calendar" | "business";
  /** The instant the answer is for, in epoch milliseconds. */
  readonly asOf: number;
  /** Theirs are multiples of this. */
  readonly grain: number;
  /** Tickets that the other side lists. */
  readonly listed: number;
  /** Of these, tickets that the desk does not have. */
  readonly unknown: number;
  /** The first of these. */
  readonly unknownTickets: readonly string[];
  /** Of these, tickets that the question leaves out. */
  readonly beyond: number;
  /** Values that are no numbers, and count as none. */
  readonly unreadable: number;
  /** Tickets of the question with a value of ours that the other side does not list. */
  readonly unlisted: number;
  /** Under the other side's profile, then, where that is another, under the default. */
  readonly under: readonly Reconciled[];
  /** The tickets asked for, under the other side's profile. */
  readonly rows: readonly ReconciledTicket[];
  /** How many there are in all. */
  readonly total: number;
}

/** The rows of an answer as CSV. */
export function reconciledCsv({ rows }: Pick<Reconciliation, "rows">): string {
  const head = ["ticket", "outcome", "ours", "theirs", "difference", "rules", "explained"];
  const lines = rows.map(({ ticket, outcome, ours, theirs, difference, rules, explained }) => [
    ticket,
    outcome,
    ours,
    theirs,
    difference,
    rules.join(" + "),
    explained,
  ]);
  return toCsv([head, ...lines]);
}

/** A question as the core takes it: the question, tickets, and their values. */
export function rawReconcile(
  question: ReconcileQuestion,
  around: Surroundings,
): [asked: RawQuestion, tickets: string[], values: Float64Array] {
  const { theirs, ...rest } = question;
  const selected = rawSelection(rest as Selected, around);
  const asked = (told: unknown) => ({ ...selected, theirs: told });
  if (typeof theirs !== "object" || theirs === null) {
    if (typeof theirs === "string") return [asked(theirs), [], new Float64Array()];
    const message = `expected the name of a source, or an object with values, csv or source; found ${found(theirs)}`;
    throw new DeskError("bad-question", message, { path: "theirs" });
  }
  if ("values" in theirs) {
    const { values, ...told } = theirs;
    const listed = [...pairs(values)];
    const tickets = listed.map(([ticket]) => String(ticket));
    return [asked(told), tickets, Float64Array.from(listed, ([, value]) => value ?? Number.NaN)];
  }
  if ("csv" in theirs && typeof theirs.csv !== "string") {
    if (!(theirs.csv instanceof Uint8Array)) {
      const message = `expected a table as text or bytes; found ${found(theirs.csv)}`;
      throw new DeskError("bad-question", message, { path: "theirs.csv" });
    }
    const csv = new TextDecoder().decode(theirs.csv);
    return [asked({ ...theirs, csv }), [], new Float64Array()];
  }
  return [asked(theirs), [], new Float64Array()];
}

function* pairs(values: TheirValues): Generator<readonly [string | number, number | null]> {
  const refuse = (path: string, what: unknown) => {
    const message = `expected a number or null; found ${found(what)}`;
    throw new DeskError("bad-question", message, { path });
  };
  if (typeof values !== "object" || values === null) {
    const message = `expected values by ticket, or pairs of ticket and value; found ${found(values)}`;
    throw new DeskError("bad-question", message, { path: "theirs.values" });
  }
  if (!(Symbol.iterator in values)) {
    for (const [ticket, value] of Object.entries(values)) {
      if (value !== null && typeof value !== "number") refuse(`theirs.values.${ticket}`, value);
      yield [ticket, value];
    }
    return;
  }
  let at = 0;
  for (const pair of values) {
    if (!Array.isArray(pair)) refuse(`theirs.values[${at}]`, pair);
    const [ticket, value] = pair;
    if (value !== null && typeof value !== "number") refuse(`theirs.values[${at}][1]`, value);
    yield [ticket, value];
    at += 1;
  }
}
