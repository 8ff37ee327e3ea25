#!/usr/bin/env node
/**
 * `npx deskgauge report FILE`: the KPIs of a file of tickets on the command line.
 *
 * ```sh
 * npx deskgauge report tickets.json --metric first_response_time,escalation_rate --by channel
 * ```
 *
 * Easy to get wrong: the clocks of open tickets stop at the newest event of the file unless `--as-of` says otherwise, so
 * that an old export does not look as if everybody had been waiting until today.
 */
import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { escalationData, escalationText } from "./cli/escalations.js";
import { guessText } from "./cli/guess.js";
import {
  type Command,
  type EscalationsCommand,
  type FileCommand,
  HELP,
  type ReconcileCommand,
  type ReportCommand,
  readCommand,
} from "./cli/options.js";
import { tableText } from "./cli/print.js";
import { ProgressBar } from "./cli/progress.js";
import { reconcileText } from "./cli/reconcile.js";
import { Desk } from "./desk.js";
import type { DeskSettings } from "./desk-options.js";
import { DeskError, isDeskError } from "./error.js";
import { grouped } from "./format.js";
import { guessMapping } from "./guess.js";
import type { Loaded } from "./loaded.js";
import type { Mapping } from "./mapping.js";
import type { DurationMetricId, MetricId, ProfileName } from "./metric.js";
import type { BucketUnit, Question } from "./question.js";
import { reconciledCsv, type Theirs } from "./reconcile.js";
import type { SourceName } from "./source.js";

async function run(command: Command): Promise<void> {
  switch (command.name) {
    case "help":
      return print(HELP);
    case "version":
      return print(`${await version()}\n`);
    case "metrics":
      return metrics(command.print === "json");
    case "guess":
      return guess(command.file, command.print === "json");
    case "report":
      return report(command);
    case "escalations":
      return escalations(command);
    case "reconcile":
      return reconcile(command);
  }
}

/** A desk with the tickets of a file, and the instant its questions are for. */
async function opened(command: FileCommand): Promise<{ desk: Desk; loaded: Loaded; asOf: number | string }> {
  const { file, more, source, zone, profile, weekStart } = command;
  const mapping = command.mapping === undefined ? undefined : await readMapping(command.mapping);
  const desk = await Desk.open({
    ...(zone !== undefined && { timeZone: zone }),
    ...(profile !== undefined && { profile: profile as ProfileName }),
    ...(weekStart !== undefined && { weekStart: weekStart as 1 }),
  });
  const named = (name: string) => (more.length > 0 ? name : undefined);
  let loaded = await load(desk, file, mapping, source).catch(inFile(named(file)));
  warn(loaded, named(file));
  for (const next of more) {
    const then = await load(desk, next, mapping, source).catch(inFile(named(next)));
    warn(then, named(next));
    loaded = both(loaded, then);
  }
  return { desk, loaded, asOf: command.asOf ?? (await desk.newest()) ?? Date.now() };
}

/** Says in which file something is wrong, where there are several. */
function inFile(file: string | undefined): (error: unknown) => never {
  return (error) => {
    if (file === undefined || !isDeskError(error) || error.message.startsWith(file)) throw error;
    const { code, message, path, row } = error;
    const place = path === undefined ? file : `${file}, ${path}`;
    throw new DeskError(code, message, { path: place, ...(row !== undefined && { row }), cause: error });
  };
}

/** What two loads did, one after the other. */
function both(first: Loaded, second: Loaded): Loaded {
  const { duplicates: before } = first;
  const { duplicates: after } = second;
  return {
    ...second,
    // Those that came again are no further ones.
    tickets: first.tickets + second.newTickets,
    newTickets: first.newTickets + second.newTickets,
    events: first.events + second.events,
    rows: first.rows + second.rows,
    duplicates: { events: before.events + after.events, tickets: before.tickets + after.tickets },
    skipped: first.skipped + second.skipped,
    problems: [...first.problems, ...second.problems],
  };
}

async function escalations(command: EscalationsCommand): Promise<void> {
  const { settings, by, where, from, to } = command;
  const given = settings === undefined ? {} : await readSettings(settings);
  const { desk, loaded, asOf } = await opened(command);
  await desk.configure(given);
  const period = from === undefined && to === undefined ? {} : { period: { from, to } };
  const data = await escalationData(desk, { where, asOf, ...period }, by, given.rules !== undefined);
  print(
    command.print === "json" ? `${JSON.stringify({ loaded, ...data }, null, 2)}\n` : escalationText(data),
  );
}

/** So many tickets are printed one by one. */
const MOST_ROWS = 1_000_000;

async function reconcile(command: ReconcileCommand): Promise<void> {
  const { metric, settings, source, theirs, ticket, value, unit, hours, measure, where, from, to } = command;
  const given = settings === undefined ? {} : await readSettings(settings);
  const { desk, loaded, asOf } = await opened(command);
  await desk.configure(given);
  const told =
    theirs === undefined
      ? { source, named: measure }
      : { csv: await readText(theirs), ticket, value, unit, hours };
  const answer = await desk.reconcile({
    metric: (hours === undefined ? metric : { metric, hours }) as MetricId as DurationMetricId,
    theirs: told as Theirs,
    where,
    asOf,
    ...(command.profile !== undefined && { profile: command.profile as ProfileName }),
    ...((from !== undefined || to !== undefined) && { period: { from, to } }),
    ...(command.print !== "people" && { rows: { limit: MOST_ROWS } }),
  });
  if (command.print === "json") print(`${JSON.stringify({ loaded, ...answer }, null, 2)}\n`);
  else print(command.print === "csv" ? reconciledCsv(answer) : reconcileText(answer));
}

async function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error) => {
    throw unreadable(file, error);
  });
}

async function readSettings(file: string): Promise<DeskSettings> {
  const text = await readText(file);
  try {
    return JSON.parse(text) as DeskSettings;
  } catch (cause) {
    const message = `${file} is no JSON: ${cause instanceof Error ? cause.message : cause}`;
    throw new DeskError("bad-settings", message);
  }
}

async function report(command: ReportCommand): Promise<void> {
  const { desk, loaded, asOf } = await opened(command);
  const report = await desk.report(question(command, asOf));
  if (command.print === "json") {
    print(`${JSON.stringify({ loaded, ...report.toJSON() }, null, 2)}\n`);
  } else if (command.print === "csv") {
    print(report.toCSV());
  } else {
    const { asOf: told, profile: used, timeZone } = report.header;
    const at = new Date(told).toLocaleString("en-CA", { timeZone, hourCycle: "h23" }).replace(",", "");
    const read = `${counted(loaded.tickets, "ticket")} and ${counted(loaded.events, "event")} read`;
    print(`${tableText(report)}\nAs of ${at} (${timeZone}), by the definitions of ${used}; ${read}.\n`);
  }
}

function question(command: ReportCommand, asOf: number | string): Question {
  const { metrics, by, bucket, where, from, to } = command;
  return {
    metrics: metrics as readonly MetricId[],
    by,
    where,
    asOf,
    ...(bucket !== undefined && { bucket: bucket as BucketUnit }),
    ...((from !== undefined || to !== undefined) && { period: { from, to } }),
  };
}

async function load(
  desk: Desk,
  file: string,
  mapping: Mapping | undefined,
  from: string | undefined,
): Promise<Loaded> {
  const stdin = file === "-";
  const size = stdin ? undefined : await sizeOf(file);
  const source = stdin ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  const bar = new ProgressBar(size);
  try {
    return await desk.load(Readable.toWeb(source) as ReadableStream<Uint8Array>, {
      ...(mapping !== undefined && { mapping }),
      ...(from !== undefined && { source: from as SourceName }),
      ...(!stdin && { fileName: file.replace(/\.gz$/i, "") }),
      onProgress: (progress) => bar.draw(progress),
    });
  } catch (error) {
    throw isDeskError(error) ? error : unreadable(file, error);
  } finally {
    bar.clear();
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new Error("it is a folder");
    return found.size;
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function guess(file: string, json: boolean): Promise<void> {
  await sizeOf(file);
  const guessed = await guessMapping(await startOf(file));
  print(json ? `${JSON.stringify(guessed.mapping, null, 2)}\n` : guessText(guessed));
}

/** As much of a file as a guess looks at, or a little more. */
async function startOf(file: string): Promise<Uint8Array> {
  const handle = await open(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(1 << 20), 0, 1 << 20, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A mapping from a file, or one of the package's by its name. */
async function readMapping(name: string): Promise<Mapping> {
  const shipped = new URL("./mappings/", import.meta.url);
  const isName = /^[\w-]+$/.test(name);
  let text: string;
  try {
    text = await readFile(isName ? new URL(`${name}.json`, shipped) : name, "utf8");
  } catch (error) {
    if (!isName) throw unreadable(name, error);
    const names = (await readdir(shipped).catch(() => [])).map((file) => file.replace(/\.json$/, ""));
    throw new DeskError(
      "bad-usage",
      `no mapping is called "${name}"; there are ${names.join(", ")}, or name a file such as ./${name}.json`,
    );
  }
  try {
    return JSON.parse(text) as Mapping;
  } catch (cause) {
    throw new DeskError(
      "bad-mapping",
      `${name} is no JSON: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

async function metrics(json: boolean): Promise<void> {
  const desk = await Desk.open();
  const definitions = await desk.metrics();
  if (json) return print(`${JSON.stringify(definitions, null, 2)}\n`);
  const entries = definitions.map(({ id, title, unit, anchor, direction, definition, differences }) => {
    const lines = [
      `${id}: ${title}`,
      `  ${definition}`,
      `  In ${unit}, by date of ${anchor}, ${direction.replaceAll("-", " ")}.`,
    ];
    return [...lines, ...Object.entries(differences).map(([profile, text]) => `  ${profile}: ${text}`)].join(
      "\n",
    );
  });
  print(`${entries.join("\n\n")}\n`);
}

function warn({ skipped, problems: [first] }: Loaded, file: string | undefined): void {
  if (first === undefined) return;
  const where = first.path === "" ? `row ${first.row}` : `row ${first.row}, ${first.path}`;
  process.stderr.write(
    `deskgauge: ${file === undefined ? "" : `${file}: `}${grouped(skipped)} set aside; the first: ${where}: ${first.message}\n`,
  );
}

function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

async function version(): Promise<string> {
  const file = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return String((JSON.parse(file) as { version: unknown }).version);
}

function unreadable(file: string, error: unknown): DeskError {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return new DeskError(
    "bad-usage",
    `${file} cannot be read: ${missing ? "there is no such file" : error instanceof Error ? error.message : error}`,
  );
}

function print(text: string): void {
  process.stdout.write(text);
}

// A reader that has seen enough, such as `head`, is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
}

try {
  await run(readCommand(process.argv.slice(2)));
} catch (error) {
  if (!isDeskError(error)) throw error;
  const row = error.row === undefined ? "" : ` (row ${error.row})`;
  const path = error.path === undefined ? "" : `${error.path}: `;
  process.stderr.write(`deskgauge: ${path}${error.message}${row}\n`);
  process.exitCode = 2;
}
