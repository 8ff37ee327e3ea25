/**
 * The command line, read and checked.
 */
import { parseArgs } from "node:util";
import { DeskError } from "../error.js";
import type { MetricId } from "../metric.js";
import type { Filter } from "../question.js";

export const HELP = `deskgauge report FILE    print KPIs of the tickets in a file (JSON, NDJSON or CSV, gzip or not; "-" is stdin)
deskgauge escalations FILE   print who is escalated when, where the time goes and what stands out
deskgauge guess FILE     propose a mapping for a file, column by column with the reasons (--json: the mapping alone)
deskgauge reconcile FILE     print a metric beside the vendor's own values, and why they differ
deskgauge metrics        say what every metric means

Options of report, escalations and reconcile:
  --mapping FILE|NAME      which column is what: a JSON file, or the name of a mapping that comes with the package
  --source NAME            the file holds payloads of this helpdesk, such as zendesk; several files may follow
  --by A,B                 up to two dimensions or facts to group by, such as channel or escalated
  --metric A,B             report: the metrics (default: ten of the most asked for)
  --bucket UNIT            report: hour, day, week, month, hour-of-week, hour-of-day or day-of-week
  --where NAME=A,B         only tickets whose NAME is A or B; may be given several times
  --from DATE --to DATE    only what falls into this period, "to" not included
  --zone ZONE              IANA time zone of dates and buckets (default: the machine's)
  --week-start N           first day of the week, 1 (Monday, the default) to 7
  --as-of DATE             what was known at this instant (default: the newest event of the file)
  --profile NAME           whose definitions: deskgauge, zendesk, freshdesk …
  --settings FILE          escalations, reconcile: levels, calendars, policies and rules, as desk.configure takes them (JSON)
  --json, --csv            print for programs rather than for people (escalations: --json)

Options of reconcile alone (--metric takes one, --csv prints a line a ticket):
  --theirs FILE            the other side's values, a CSV of tickets and values (default: those in the payloads)
  --ticket NAME --value NAME   the columns of that file (default: found by their names)
  --unit UNIT              what its values are in: ms, seconds, minutes or hours
  --hours KIND             calendar or business: the hours in which both count
  --measure NAME           the vendor's name of the measure in its payloads: a milestone, an agreement

  --help, --version
`;

/** The metrics of a report that names none. */
const USUAL: readonly MetricId[] = [
  "created",
  "solved",
  "backlog",
  "first_response_time",
  "full_resolution_time",
  "time_to_escalation",
  "escalation_rate",
  "reopen_rate",
  "first_contact_resolution_rate",
  "csat",
];

/** What a command line asks for. */
export type Command =
  | { readonly name: "help" | "version" }
  | { readonly name: "metrics"; readonly print: Print }
  | { readonly name: "guess"; readonly file: string; readonly print: Print }
  | ReportCommand
  | EscalationsCommand
  | ReconcileCommand;

/** How the answer is printed. */
export type Print = "people" | "json" | "csv";

/** Of which tickets of which file, and how they are read and printed. */
export interface FileCommand {
  readonly file: string;
  /** Further files of the same source. */
  readonly more: readonly string[];
  readonly mapping: string | undefined;
  readonly source: string | undefined;
  readonly by: readonly string[];
  readonly where: Filter;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly zone: string | undefined;
  readonly weekStart: number | undefined;
  readonly asOf: string | undefined;
  readonly profile: string | undefined;
  readonly print: Print;
}

/** `deskgauge report`. */
export interface ReportCommand extends FileCommand {
  readonly name: "report";
  readonly metrics: readonly string[];
  readonly bucket: string | undefined;
}

/** `deskgauge escalations`. */
export interface EscalationsCommand extends FileCommand {
  readonly name: "escalations";
  readonly settings: string | undefined;
}

/** `deskgauge reconcile`. */
export interface ReconcileCommand extends FileCommand {
  readonly name: "reconcile";
  readonly metric: string;
  readonly settings: string | undefined;
  readonly theirs: string | undefined;
  readonly ticket: string | undefined;
  readonly value: string | undefined;
  readonly unit: string | undefined;
  readonly hours: string | undefined;
  readonly measure: string | undefined;
}

/** Reads the arguments after the program's name. */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  const [name, file, ...more] = positionals;
  if (values.version) return { name: "version" };
  if (values.help || (name === undefined && args.length === 0)) return { name: "help" };
  if (values.json && values.csv) throw usage("--json and --csv exclude each other");
  const print = values.json ? "json" : values.csv ? "csv" : "people";
  if (name === "metrics") {
    if (file !== undefined) throw usage(`metrics takes no file; found "${file}"`);
    if (print === "csv") throw usage("metrics prints text or --json");
    return { name, print };
  }
  if (name !== "report" && name !== "escalations" && name !== "reconcile" && name !== "guess") {
    throw usage(
      name === undefined
        ? "say report, escalations, reconcile, guess or metrics first"
        : `there is no command "${name}"; there are report, escalations, reconcile, guess and metrics`,
    );
  }
  if (file === undefined) throw usage(`${name} needs a file, or "-" for stdin`);
  if (more.length > 0 && (name === "guess" || values.source === undefined))
    throw usage(`${name} takes one file; found also "${more.join('", "')}"`);
  if (name === "guess") {
    if (print === "csv") throw usage("guess prints text or --json");
    if (file === "-") throw usage("guess looks at a file; write what comes on stdin to one");
    return { name, file, print };
  }
  const metrics = listed(values.metric);
  const common = {
    file,
    more,
    mapping: values.mapping,
    source: values.source,
    by: listed(values.by),
    where: conditions(values.where ?? []),
    from: values.from,
    to: values.to,
    zone: values.zone,
    weekStart: values["week-start"] === undefined ? undefined : Number(values["week-start"]),
    asOf: values["as-of"],
    profile: values.profile,
    print,
  } as const;
  const { theirs, ticket, value, unit, hours, measure } = values;
  if (name === "reconcile") {
    const [metric, ...others] = metrics;
    if (metric === undefined || others.length > 0) throw usage("reconcile needs one --metric");
    if (values.bucket !== undefined || common.by.length > 0) throw usage("--by and --bucket are for report");
    if (common.source === undefined && theirs === undefined)
      throw usage("reconcile needs --source, whose payloads hold values, or a file of --theirs");
    const given = { theirs, ticket, value, unit, hours, measure };
    return { name, ...common, ...given, metric, settings: values.settings };
  }
  const alone = Object.entries({ theirs, ticket, value, unit, hours, measure });
  const wrong = alone.find(([, given]) => given !== undefined);
  if (wrong !== undefined) throw usage(`--${wrong[0]} is for reconcile`);
  if (name === "escalations") {
    if (print === "csv") throw usage("escalations prints text or --json");
    if (metrics.length > 0 || values.bucket !== undefined)
      throw usage("--metric and --bucket are for report");
    return { name, ...common, settings: values.settings };
  }
  if (values.settings !== undefined) throw usage("--settings is for escalations and reconcile");
  return { name, ...common, metrics: metrics.length > 0 ? metrics : USUAL, bucket: values.bucket };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        mapping: { type: "string" },
        metric: { type: "string", multiple: true },
        by: { type: "string", multiple: true },
        bucket: { type: "string" },
        where: { type: "string", multiple: true },
        from: { type: "string" },
        to: { type: "string" },
        zone: { type: "string" },
        "week-start": { type: "string" },
        "as-of": { type: "string" },
        profile: { type: "string" },
        settings: { type: "string" },
        source: { type: "string" },
        theirs: { type: "string" },
        ticket: { type: "string" },
        value: { type: "string" },
        unit: { type: "string" },
        hours: { type: "string" },
        measure: { type: "string" },
        json: { type: "boolean" },
        csv: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
  } catch (cause) {
    throw usage(
      cause instanceof Error ? (cause.message.split(/\.?\s(?=To specify|If|Did)/)[0] ?? "") : String(cause),
    );
  }
}

/** `--by a,b --by c` is one list. */
function listed(values: readonly string[] | undefined): string[] {
  return (values ?? []).flatMap((value) => value.split(",")).filter((word) => word !== "");
}

/** `--where priority=high,urgent`; nothing after the sign stands for "missing". */
function conditions(values: readonly string[]): Filter {
  const filter: Record<string, (string | null)[]> = {};
  for (const value of values) {
    const [, name, words] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
    if (name === undefined || words === undefined) throw usage(`--where needs NAME=VALUE; found "${value}"`);
    filter[name] = [...(filter[name] ?? []), ...words.split(",").map((word) => (word === "" ? null : word))];
  }
  return filter;
}

function usage(message: string): DeskError {
  return new DeskError("bad-usage", `${message}; see deskgauge --help`);
}
