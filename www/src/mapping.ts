/**
 * Mappings: which column or path of a file is what. Plain objects that survive `JSON.stringify`.
 *
 * ```json
 * {
 *   "format": "csv",
 *   "dates": "d/m/yyyy HH:MM",
 *   "timeZone": "Europe/Rome",
 *   "ticket": { "id": "number", "created_at": "opened_at", "priority": "urgency" },
 *   "priorities": ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]
 * }
 * ```
 *
 * Easy to get wrong: a fact a mapping names (`resolved_at` …) is taken as the whole truth for that load: a ticket without
 * a value there counts as "has none", whatever its events say.
 */
import type { Levels } from "./levels.js";
import type { EventKind, Role, StatusClass } from "./ticket.js";

/** How dates are written: ISO 8601, epoch numbers, or a pattern such as `d/m/yyyy HH:MM` or `MM/DD/YYYY hh:mm:ss AM`. */
export type DateFormat = "iso" | "epoch-s" | "epoch-ms" | (string & {});

/** Where a value comes from: the name of a column or a dotted path, or that with more said about it. */
export type Source = string | SourceDetails;

/** Where a value comes from, with more said about it. */
export interface SourceDetails {
  /** Name of a column, or dotted path. */
  readonly path?: string;
  /** Several columns, joined by `join`. */
  readonly columns?: readonly string[];
  /** What stands between joined columns. */
  readonly join?: string;
  /** How to read the value. */
  readonly type?: "text" | "number" | "date";
  /** How this date is written, where it differs from the mapping's `dates`. */
  readonly dates?: DateFormat | readonly DateFormat[];
  /** Words of the source, and what to take instead. */
  readonly map?: Readonly<Record<string, string>>;
  /** What separates the entries of a list, such as tags. */
  readonly separator?: string;
  /** A constant, the same for every row. */
  readonly value?: string | number | boolean;
  /** Shapes `events` and `snapshots`: which row of a ticket gives its value (default `last`). */
  readonly keep?: "first" | "last";
  /** Shape `snapshots`: make an event of every row, even where the value stayed. */
  readonly every?: boolean;
  /** Shape `snapshots`: make events of the changes of this field. */
  readonly history?: boolean;
  /** Words that mean yes, for yes-or-no values. */
  readonly true?: readonly string[];
}

/** An event that a word of the source stands for. */
export interface KindEvent {
  readonly kind: EventKind;
  readonly role?: Role;
  readonly [value: string]: string | number | boolean;
}

/** Names of a ticket's values, in mappings, rows and columns. */
export type TicketName =
  | "id"
  | "created_at"
  | "channel"
  | "priority"
  | "tier"
  | "type"
  | "group"
  | "level"
  | "assignee"
  | "requester"
  | "customer"
  | "status"
  | "language"
  | "tags"
  | "test"
  | "first_response_at"
  | "resolved_at"
  | "closed_at"
  | "csat";

/** Names of an event's values, in mappings, rows and columns. */
export type EventName =
  | "at"
  | "seq"
  | "id"
  | "kind"
  | "role"
  | "actor"
  | "to"
  | "from"
  | "agent"
  | "group"
  | "sense"
  | "reason"
  | "into"
  | "survey"
  | "score"
  | "scale"
  | "seconds"
  | "tag"
  | "name"
  | "value";

/** What words mean, in mappings and in `desk.configure`. */
export interface Meanings {
  /** What the words for statuses mean; `*` stands for all others. */
  readonly statuses?: Readonly<Record<string, StatusClass>>;
  /** Priorities, most urgent first. */
  readonly priorities?: readonly string[];
  readonly levels?: Levels;
}

/** Which column or path of a file is what. */
export interface Mapping extends Meanings {
  /** The format; guessed from the first bytes and the file name when missing. */
  readonly format?: Format;
  /** CSV: what a row is (default `tickets`). Of `snapshots`, the events are what changed since the row before. */
  readonly shape?: "tickets" | "events" | "snapshots";
  /** JSON: dotted path of the array of tickets. */
  readonly root?: string;
  /** CSV: what separates the values; found out when missing. */
  readonly delimiter?: string;
  /** How dates are written (default ISO 8601). Of several, the first that fits. */
  readonly dates?: DateFormat | readonly DateFormat[];
  /** IANA zone of dates that name no offset (default UTC). */
  readonly timeZone?: string;
  /** Words that mean "no value", besides the empty text. */
  readonly unknown?: readonly string[];
  readonly ticket?: Readonly<Partial<Record<TicketName, Source>>>;
  /** Of a table's rows, by the names of {@link CustomerInput}, {@link AgentInput} or {@link SurveyInput}. */
  readonly row?: Readonly<Record<string, Source>>;
  /** Custom dimensions by name. */
  readonly fields?: Readonly<Record<string, Source>>;
  /** JSON: dotted path, in a ticket, of the array of its events. */
  readonly events?: string;
  readonly event?: Readonly<Partial<Record<EventName, Source>>>;
  /** Words of the source for what happened, and the events they stand for; `*` stands for all others. */
  readonly kinds?: Readonly<Record<string, readonly KindEvent[]>>;
  /** Words of the source for who did it. */
  readonly roles?: Readonly<Record<string, Role>>;
}

/** How a file is written. */
export type Format = "json" | "ndjson" | "csv";
