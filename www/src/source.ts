/**
 * Payloads of helpdesks' own APIs: what `desk.load(payload, { source: "rt" })` takes and says besides.
 *
 * A payload is the body of one answer of the API, as its bytes came; several may follow each other, in any order and again.
 * Events wait for their ticket, and what a later payload tells (who somebody is, how a queue is called) is put in where it
 * belongs.
 *
 * Easy to get wrong: a person's role may be unknown until a payload tells it. Look at `missing`, and fetch that.
 */

import type { MetricId } from "./metric.js";

/** A helpdesk whose payloads are read. */
export type SourceName =
  | "rt"
  | "django-helpdesk"
  | "zendesk"
  | "freshdesk"
  | "jira"
  | "salesforce"
  | "servicenow"
  | "github"
  | "gitlab"
  | "zammad"
  | "chatwoot"
  | "intercom"
  | "hubspot"
  | "redmine";

/** What a load of payloads found besides tickets and events. */
export interface SourceLoaded {
  /** The source. */
  readonly name: SourceName;
  /** Records read, by kind, such as `ticket` or `transaction`. */
  readonly records: Readonly<Record<string, number>>;
  /** Events held until their ticket comes. */
  readonly waiting: number;
  /** Kinds of events that nothing is made of, and how many came. */
  readonly unknownEvents: Readonly<Record<string, number>>;
  /** Ids that a further call to the API would explain; at most a thousand of each. */
  readonly missing: {
    /** People whose role or name is not known. */
    readonly users: readonly string[];
    /** Groups or queues whose name is not known. */
    readonly groups: readonly string[];
    /** Customers' accounts whose name is not known. */
    readonly accounts: readonly string[];
    /** Tickets of which only events came. */
    readonly tickets: readonly string[];
    /** Tickets of which no history came. */
    readonly histories: readonly string[];
  };
  /** What the source has not told by now, and the metrics that lack data therefore; reports say so too. */
  readonly lacks: readonly Lack[];
}

/** The name of something that sources may not have told; `lack_…` in the catalogues of the widgets. */
export type LackId =
  | "closing-untold"
  | "merges-untold"
  | "no-agent-changes"
  | "no-changes"
  | "no-group-field"
  | "no-history"
  | "no-priority-changes"
  | "no-ratings"
  | "no-replies"
  | "no-responses"
  | "no-surveys"
  | "no-team-changes"
  | "no-team-label"
  | "no-waiting-label"
  | "on-hold-untold"
  | "owners-untracked"
  | "priorities-untracked"
  | "priority-changes-untold"
  | "ratings-untold"
  | "statuses-untracked"
  | "surveys-untold"
  | "unknown-people";

/** What a source has not told. */
export interface Lack {
  readonly id: LackId;
  readonly metrics: readonly MetricId[];
  /** What is lacking, in a sentence. */
  readonly because: string;
}
