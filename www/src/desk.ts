/**
 * A desk: load tickets once, then ask as often as you like.
 *
 * ```js
 * const desk = await Desk.open({ timeZone: "America/New_York" });
 * await desk.load(await fetch("tickets.json"));
 * const report = await desk.report({ metrics: ["first_response_time"], by: ["channel"] });
 * report.cell({ channel: "email" });
 * ```
 *
 * Easy to get wrong: a ticket that is not finished has no duration yet. Its clock is read at `asOf`: the desk's `now`, or
 * the time of the question. For data that end in the past, open the desk with `now` at their end.
 */
import {
  type DeskOptions,
  type DeskSettings,
  type LoadInput,
  type LoadOptions,
  type Memory,
  OPENING,
  type RestoreOptions,
  type SaveOptions,
} from "./desk-options.js";
import { dispose } from "./dispose.js";
import { openEngine } from "./engine/choose.js";
import type { Engine, EngineKind, RawArguments, RawMethod } from "./engine/engine.js";
import { DeskError, found } from "./error.js";
import type { EscalationTimes, EscalationTimesQuestion } from "./escalation-times.js";
import type { Escalations, EscalationsQuestion, RuleWarning } from "./escalations.js";
import type { Findings, FindingsQuestion, SlowPeriods, SlowPeriodsQuestion } from "./findings.js";
import { allBytesOf, type ByteInput, isByteInput } from "./input.js";
import { epochMs, type Instant } from "./instant.js";
import { checkKeys } from "./keys.js";
import { load } from "./load.js";
import type { Applied, Loaded } from "./loaded.js";
import type { MetricDefinition } from "./metric.js";
import { Prepared } from "./prepared.js";
import {
  type Changes,
  type Question,
  type RawQuestion,
  rawChanges,
  rawQuestion,
  rawSelection,
  type Selected,
  type Surroundings,
} from "./question.js";
import { metricDefinitions } from "./raw.js";
import { type ReconcileQuestion, type Reconciliation, rawReconcile } from "./reconcile.js";
import { rawKey, rawRedaction } from "./redaction.js";
import type { ReplayAnswer, ReplayQuestion } from "./replay.js";
import { type AskTickets, Report } from "./report.js";
import {
  type Alert,
  type AlertQuestion,
  type ClockCycle,
  type GoalAlert,
  type RiskAnswer,
  type RiskQuestion,
  rawPromises,
  type SlaAnswer,
  type SlaQuestion,
  zonesOf,
} from "./sla.js";
import type {
  Handoffs,
  HandoffsQuestion,
  LateEscalations,
  LateEscalationsQuestion,
  Stages,
  StagesQuestion,
} from "./stages.js";
import type { ReportHeader } from "./table.js";
import type { LiveEvent } from "./ticket.js";
import { checkZone, localZone, zoneTable } from "./zone.js";
import { Zones } from "./zones.js";

/** Tickets and what was derived from them, and the answers to questions about them. */
export class Desk {
  /** Where the desk computes: with WebAssembly in a worker or in the page, or in plain JavaScript in the page. */
  readonly engine: EngineKind;
  /** Why it is this engine, and what that means for the page: a sentence for people. */
  readonly engineNote: string;
  readonly #engine: Engine;
  readonly #timeZone: string;
  readonly #now: number | undefined;
  readonly #weekStart: number;
  readonly #zones: Zones;
  /** The last load, and how many are not done. Questions wait for them. */
  #loads: Promise<unknown> = Promise.resolve();
  #loading = 0;

  private constructor(engine: Engine, timeZone: string, now: number | undefined, weekStart: number) {
    this.engine = engine.kind;
    this.engineNote = engine.note;
    this.#engine = engine;
    this.#timeZone = timeZone;
    this.#now = now;
    this.#weekStart = weekStart;
    this.#zones = new Zones((...zone) => this.#tell("zone", ...zone));
  }

  /**
   * Opens a desk without data. The WebAssembly is fetched and compiled once, however many desks are opened.
   *
   * @throws DeskError `unknown-zone`, `bad-instant`, `unknown-profile`, `bad-option`; `fetch-failed`, `bad-wasm`,
   *   `csp-blocked`, `no-wasm`, `no-worker`
   */
  static async open(options: DeskOptions = {}): Promise<Desk> {
    checkKeys(options, OPENING);
    const { timeZone = localZone(), now, profile, weekStart = 1 } = options;
    checkZone(timeZone, "timeZone");
    if (!Number.isInteger(weekStart) || weekStart < 1 || weekStart > 7) {
      const message = `expected a day from 1 (Monday) to 7 (Sunday); found ${found(weekStart)}`;
      throw new DeskError("bad-option", message, { path: "weekStart" });
    }
    const at = now === undefined ? undefined : epochMs(now, () => zoneTable(timeZone), "now");
    const desk = new Desk(await openEngine(options), timeZone, at, weekStart);
    if (profile !== undefined) await desk.configure({ profile });
    return desk;
  }

  /**
   * Opens a desk with the tickets of a snapshot that {@link Desk.save} made. Settings are no part of it: configure the desk as
   * when it was new. Given the key of a redacted snapshot, later loads bring back the names that they tell again.
   *
   * @throws DeskError `bad-snapshot` when the bytes are damaged or none, `newer-snapshot` when a later version made them, and
   *   those of {@link Desk.open}
   */
  static async restore(snapshot: ByteInput, { redact, ...options }: RestoreOptions = {}): Promise<Desk> {
    if (!isByteInput(snapshot)) {
      throw new DeskError("bad-input", `expected the bytes of a snapshot; found ${found(snapshot)}`);
    }
    const key = redact?.key === undefined ? undefined : rawKey(redact.key);
    const [desk, bytes] = await Promise.all([Desk.open(options), allBytesOf(snapshot)]);
    try {
      await desk.#engine.call("restore", bytes, key);
    } catch (error) {
      desk.free();
      throw error;
    }
    return desk;
  }

  /**
   * All tickets and events as bytes, to be kept and given to {@link Desk.restore}. Equal data gives equal bytes. Names are in
   * them as they are, unless `redact` puts marks in their place: of people and customers, of reasons and comments, and of
   * custom text fields. The desk itself stays as it is.
   *
   * @throws DeskError `bad-option`
   */
  async save(options: SaveOptions = {}): Promise<Uint8Array> {
    checkKeys(options, ["redact"]);
    const { redact = false } = options;
    const redaction = rawRedaction(redact);
    await this.#idle();
    return this.#engine.call("save", redaction);
  }

  /**
   * Loads tickets beside those the desk has. A ticket whose id is known is brought up to date, not doubled. With `table`, the rows
   * are customers, agents or answers to surveys.
   *
   * @throws DeskError `empty-input`, `nothing-readable`, `bad-gzip`, `bad-column`, `bad-input` and those of mappings; of
   *   sources `not-a-payload` (a login page, say), `api-error` (an error of the vendor's) and `bad-json`; the
   *   desk is then as before
   */
  load(input: LoadInput, options: LoadOptions = {}): Promise<Loaded> {
    return this.#alone(() => load(this.#engine, this.#zones, input, options));
  }

  /**
   * Takes live events. Only the tickets they touch are computed anew.
   *
   * @throws DeskError `bad-input`
   */
  async apply(events: readonly LiveEvent[]): Promise<Applied> {
    if (!Array.isArray(events))
      throw new DeskError("bad-input", `expected an array of events; found ${found(events)}`);
    await this.#idle();
    this.#zones.give(this.#timeZone, false);
    const bytes = new TextEncoder().encode(JSON.stringify(events));
    return this.#engine.call("apply", bytes);
  }

  /**
   * Says what words mean and whose definitions apply. What is not given stays as it is.
   *
   * @throws DeskError `unknown-option`, `unknown-profile`, `unknown-zone`, `bad-calendar`, `unknown-calendar`, `bad-policy`
   */
  async configure(settings: DeskSettings): Promise<void> {
    await this.#idle();
    const promised = this.#promised(settings);
    await this.#engine.call("configure", promised);
  }

  /**
   * Says how the clocks of all tickets stand, and which breaches come next. Policies come from {@link Desk.configure}.
   *
   * @throws DeskError `no-policies`, `unknown-clock`, `unknown-dimension`, `unknown-bucket`, `bad-instant`, `too-many-levels`,
   *   `too-many-rows`
   */
  async sla(question: SlaQuestion = {}): Promise<SlaAnswer> {
    await this.#idle();
    const zone = () => zoneTable(this.#timeZone);
    const { between, now, ...rest } = question;
    const { asOf: _, ...selected } = rawSelection(rest, this.#surroundings());
    const asked = {
      weekStart: this.#weekStart,
      ...selected,
      now: now === undefined ? this.#asOf() : epochMs(now, zone, "now"),
      ...(between && { between: between.map((at, place) => epochMs(at, zone, `between[${place}]`)) }),
    };
    return this.#withZones([asked], () => this.#engine.call("sla", asked));
  }

  /**
   * What newly happened between two instants: warnings, breaches and late ends of clocks, goals missed and met again, each
   * once. However a stretch of time is split, the alerts are the same, by id.
   *
   * @throws DeskError `no-policies`, `unknown-clock`, `bad-instant`, `bad-question`, `too-many-alerts`, `too-many-events`
   */
  async alerts({ since, now, clocks }: AlertQuestion): Promise<(Alert | GoalAlert)[]> {
    await this.#idle();
    const zone = () => zoneTable(this.#timeZone);
    const until = now === undefined ? this.#asOf() : epochMs(now, zone, "now");
    const asked = { since: epochMs(since, zone, "since"), now: until, clocks };
    return this.#engine.call("alerts", asked);
  }

  /**
   * How likely each clock under way is to breach, judged by the desk's own history: of the past cycles that had used as much,
   * the share that went on beyond the target, those that never ended counted as far as they are known (Kaplan–Meier).
   *
   * @throws DeskError `no-policies`, `unknown-clock`, `unknown-dimension`, `bad-instant`, `bad-question`
   */
  async risk(question: RiskQuestion = {}): Promise<RiskAnswer> {
    await this.#idle();
    const { now } = question;
    const at = now === undefined ? this.#asOf() : epochMs(now, () => zoneTable(this.#timeZone), "now");
    return this.#engine.call("risk", { ...question, now: at });
  }

  /**
   * The clocks of one ticket, cycle by cycle, each with the stretches of time that ran, stood still or were closed.
   *
   * @throws DeskError `unknown-ticket`, `no-policies`, `bad-instant`
   */
  async clocks(ticket: string | number, { now }: { readonly now?: Instant } = {}): Promise<ClockCycle[]> {
    await this.#idle();
    const at = now === undefined ? this.#asOf() : epochMs(now, () => zoneTable(this.#timeZone), "now");
    return this.#engine.call("clocks", String(ticket), at);
  }

  /**
   * What stands out: words, parts of the week and words in a part of the week whose tickets take longer or fare otherwise,
   * each with its evidence and a p-value adjusted for all comparisons.
   *
   * @throws DeskError `unknown-metric`, `not-comparable`, `unknown-dimension`, `bad-question`, `too-many`
   */
  findings(question: FindingsQuestion = {}): Promise<Findings> {
    return this.#analyse(question, "findings");
  }

  /**
   * How long tickets wait to be escalated, group by group: the escalated alone, the Kaplan–Meier curve that counts those that
   * wait, cumulative incidence with resolution as another end, and a log-rank test between groups.
   *
   * @throws DeskError `unknown-dimension`, `unknown-option`, `unknown-calendar`, `bad-question`, `too-many-rows`
   */
  escalationTimes(question: EscalationTimesQuestion = {}): Promise<EscalationTimes> {
    return this.#analyse(question, "escalation_times");
  }

  /**
   * Ours beside the vendor's own values, ticket by ticket, and the rules by which they differ.
   *
   * @throws DeskError `unknown-metric`, `not-reconcilable`, `unknown-source`, `no-own-values`, `missing-unit`, `unknown-column`,
   *   `unknown-dimension`, `bad-question`
   */
  async reconcile(question: ReconcileQuestion): Promise<Reconciliation> {
    await this.#idle();
    const [asked, tickets, values] = rawReconcile(question, this.#surroundings());
    return this.#withZones([asked], () => this.#engine.call("reconcile", asked, tickets, values));
  }

  /**
   * What the rules say is to be escalated now, what comes next if nothing happens, and why. Rules come from
   * {@link Desk.configure}; events that {@link acknowledge} and {@link snooze} make go to {@link Desk.apply}.
   *
   * @throws DeskError `unknown-ticket`, `unknown-rule`, `unknown-dimension`, `bad-instant`, `bad-question`, `too-many-steps`
   */
  async escalations(question: EscalationsQuestion = {}): Promise<Escalations> {
    await this.#idle();
    const zone = () => zoneTable(this.#timeZone);
    const { now, since, ticket, where, ...rest } = question;
    const selected = where === undefined ? {} : rawSelection({ where }, this.#surroundings());
    const asked = {
      ...rest,
      where: selected.where,
      now: now === undefined ? this.#asOf() : epochMs(now, zone, "now"),
      ...(since !== undefined && { since: epochMs(since, zone, "since") }),
      ...(ticket !== undefined && { ticket: String(ticket) }),
    };
    return this.#engine.call("escalations", asked);
  }

  /**
   * Runs the history under other settings beside the ones there are, and says what differs. The desk stays as it is.
   *
   * @throws DeskError those of {@link Desk.configure}, `unknown-dimension`, `bad-question`
   */
  async replay(question: ReplayQuestion = {}): Promise<ReplayAnswer> {
    await this.#idle();
    const { where, period, asOf, timeZone, ...settings } = question;
    const selected = rawSelection({ where, period, asOf, timeZone } as Selected, this.#surroundings());
    const asked = { ...this.#promised(settings), ...selected };
    return this.#withZones([asked], () => this.#engine.call("replay", asked));
  }

  /** What is odd about the escalation rules although each can be read, such as targets that nobody holds. */
  async checkRules(): Promise<RuleWarning[]> {
    await this.#idle();
    return this.#engine.call("check_rules");
  }

  /**
   * Where tickets spend their time: by status, group, agent or level, or by whom they wait for.
   *
   * @throws DeskError `unknown-dimension`, `unknown-option`, `unknown-calendar`, `bad-question`, `too-many-rows`
   */
  stages(question: StagesQuestion = {}): Promise<Stages> {
    return this.#analyse(question, "stages");
  }

  /**
   * Who passes tickets to whom, how often and after how long, as nodes and links of a graph.
   *
   * @throws DeskError `unknown-dimension`, `unknown-option`, `bad-question`
   */
  handoffs(question: HandoffsQuestion = {}): Promise<Handoffs> {
    return this.#analyse(question, "handoffs");
  }

  /**
   * Tickets that were escalated in the end and should have been earlier, by what their level usually takes, and the time lost.
   *
   * @throws DeskError `unknown-dimension`, `unknown-calendar`, `bad-question`
   */
  lateEscalations(question: LateEscalationsQuestion = {}): Promise<LateEscalations> {
    return this.#analyse(question, "late_escalations");
  }

  /**
   * When things are slow: by hour of the week, from month to month, and by issue type within parts of the week.
   *
   * @throws DeskError `unknown-metric`, `not-comparable`, `unknown-dimension`, `bad-question`, `too-many-rows`
   */
  slowPeriods(question: SlowPeriodsQuestion = {}): Promise<SlowPeriods> {
    return this.#analyse(question, "slow_periods");
  }

  /**
   * Answers a question, or several that share the work.
   *
   * @throws DeskError that names the path at fault, such as `metrics[0].goals`
   */
  report(question: Question): Promise<Report>;
  report(questions: readonly Question[]): Promise<Report[]>;
  async report(asked: Question | readonly Question[]): Promise<Report | Report[]> {
    await this.#idle();
    const many = isMany(asked);
    const questions = many
      ? asked.map((question, at) => this.#raw(question, `[${at}]`))
      : [this.#raw(asked, "")];
    const tables: RawTable[] = await this.#withZones(questions, () =>
      this.#engine.call("report", many ? questions : questions[0]),
    );
    const reports = tables.map(
      ([header, values], at) => new Report({ header, values }, this.#asker(questions[at] ?? {})),
    );
    if (many) return reports;
    const [report] = reports;
    if (report === undefined) throw new DeskError("engine-failed", "the engine gave no answer");
    return report;
  }

  /**
   * Prepares a question that is asked again and again while its filters, its period or its `asOf` change.
   *
   * @throws DeskError as {@link Desk.report}
   */
  async prepare(question: Question): Promise<Prepared> {
    await this.#idle();
    const base = this.#raw(question, "");
    const timeZone = question.timeZone ?? this.#timeZone;
    this.#zones.give(timeZone, false);
    const prepared = await this.#engine.call("prepare", base);
    let header: ReportHeader | undefined;
    let freed = false;

    const run = async (changes: Changes): Promise<Report> => {
      if (this.#loading > 0) await this.#idle();
      if (freed) throw new DeskError("question-freed", "the prepared question was freed; prepare it again");
      const changed = { asOf: base.asOf, ...rawChanges(changes, () => zoneTable(timeZone)) };
      if (question.asOf === undefined && changes.asOf === undefined) changed.asOf = this.#asOf();
      const answer = await this.#withZones([base], () =>
        // Here, because answers come in the order of the runs, and a header that stayed the same comes only once.
        this.#engine.call("run", prepared, changed).then((answer) => {
          const [fresh, values] = answer as RawRun;
          header = fresh ?? header;
          return { header, values };
        }),
      );
      if (answer.header === undefined) throw new DeskError("engine-failed", "the engine gave no answer");
      const table = { header: answer.header, values: answer.values };
      return new Report(table, this.#asker({ ...base, ...changed }));
    };
    const free = () => {
      if (!freed) this.#tell("forget", prepared);
      freed = true;
    };
    return new Prepared(run, free);
  }

  /** Makes the next question derive all facts and clocks of all tickets anew, as the first one after a load does. For benchmarks. */
  async derive({ force = false }: { readonly force?: boolean } = {}): Promise<void> {
    await this.#idle();
    await this.#engine.call("derive", force);
  }

  /** What every metric means. */
  async metrics(): Promise<MetricDefinition[]> {
    await this.#engine.bytes(); // A freed desk answers nothing, not even this.
    return metricDefinitions();
  }

  /** The newest instant of the data, in epoch milliseconds; null without any. */
  async newest(): Promise<number | null> {
    await this.#idle();
    return (await this.#engine.call("newest")) ?? null;
  }

  /** Bytes in use. */
  async memory(): Promise<Memory> {
    const [columns, wasm] = await Promise.all([this.#engine.call("memory"), this.#engine.bytes()]);
    return { columns, wasm };
  }

  /** Gives all memory back. Every later call throws `desk-freed`. */
  free(): void {
    this.#engine.free();
  }

  [dispose](): void {
    this.free();
  }

  /** Runs a load after those before it. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#loading += 1;
    const mine = this.#loads.then(work);
    this.#loads = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#loading -= 1;
    }
  }

  /** Waits for loads that are under way. */
  async #idle(): Promise<void> {
    while (this.#loading > 0) await this.#loads;
  }

  #asOf(): number {
    return this.#now ?? Date.now();
  }

  #raw(question: Question, at: string): RawQuestion {
    return rawQuestion(question, this.#surroundings(), at);
  }

  /** Settings as the core takes them, once it has the zones they name. */
  #promised<Settings extends DeskSettings>(settings: Settings): Settings {
    for (const { zone, path } of zonesOf(settings)) {
      checkZone(zone, `${path}.timeZone`);
      this.#zones.give(zone, true);
    }
    if (settings.goals !== undefined) this.#zones.give(this.#timeZone, true);
    return rawPromises(settings, this.#timeZone, () => zoneTable(this.#timeZone));
  }

  #surroundings(): Surroundings {
    return {
      timeZone: this.#timeZone,
      weekStart: this.#weekStart,
      asOf: this.#asOf(),
      zone: zoneTable,
    };
  }

  /** Asks an analysis of tickets chosen as in reports. */
  async #analyse<Result>(question: Selected, analysis: Analysis): Promise<Result> {
    await this.#idle();
    const asked = rawSelection(question, this.#surroundings());
    return this.#withZones([asked], () => this.#engine.call(analysis, asked));
  }

  /** Answers once the core has the zones that questions name. */
  #withZones<Result>(questions: readonly RawQuestion[], answer: () => Promise<Result>): Promise<Result> {
    return this.#zones.answer(questions, answer, () => this.#idle());
  }

  #asker(question: RawQuestion): AskTickets {
    return async (metric, row, limit, version) => {
      await this.#idle();
      return this.#engine.call("tickets", question, metric, row, limit, version);
    };
  }

  /** Calls the core without waiting for it; what comes after finds it done, or fails as it did. */
  #tell<Name extends RawMethod>(name: Name, ...args: RawArguments<Name>): void {
    this.#engine.call(name, ...args).catch(() => undefined);
  }
}

/** A table as it crosses. */
type RawTable = [ReportHeader, Float64Array];

/** An answer of a prepared question as it crosses. */
type RawRun = [ReportHeader | undefined, Float64Array];

/** Questions about tickets chosen as in reports. */
type Analysis = "findings" | "escalation_times" | "stages" | "handoffs" | "late_escalations" | "slow_periods";

function isMany(asked: Question | readonly Question[]): asked is readonly Question[] {
  return Array.isArray(asked);
}
