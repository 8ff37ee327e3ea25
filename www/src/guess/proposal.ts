/**
 * From what columns might be to a mapping: dates with the way they are written, words with what they mean, and questions where
 * the rows do not tell.
 *
 * Easy to get wrong: a mapping names each value once, while a column may be needed for two, and a value may need two columns.
 */
import type { EventName, KindEvent, Mapping, Source, SourceDetails, TicketName } from "../mapping.js";
import type { StatusClass } from "../ticket.js";
import { assign, type Fit, fitsOf, isNothing, type Taken, type Traits, traitsOf } from "./columns.js";
import { type DatesOf, type DayOrder, dayOrder, formatsOf, oneOrList } from "./dates.js";
import { CHANGED, DUE_NAMES, fitName, OUGHT, TICKET_NAMES, wordsOf } from "./names.js";
import type { Sample } from "./sample.js";
import { type Shape, shapeOf } from "./shape.js";
import { tell } from "./tell.js";
import type { Alternative, ColumnGuess, Guess, GuessQuestion } from "./told.js";
import { eventsOf, levelsOf, prioritiesOf, statusOf } from "./words.js";

/** Below this nothing is taken for anything. */
const LEAST = 0.46;
/** Of words that are explained one by one, and of further columns that are kept. */
const MOST_WORDS = 60;
const MOST_FIELDS = 10;

/** The parts of a proposal under way. */
export class Proposal {
  readonly traits: readonly Traits[];
  readonly shape: Shape;
  readonly fits = new Map<string, readonly Fit[]>();
  readonly taken: Map<string, Taken>;
  readonly list: string | undefined;
  readonly inner: readonly Traits[];
  readonly innerTaken: Map<string, Taken>;
  readonly order: DayOrder | undefined;
  readonly questions: GuessQuestion[] = [];
  readonly ticket: Partial<Record<TicketName, Source>> = {};
  readonly event: Partial<Record<EventName, Source>> = {};
  readonly fields: Record<string, Source> = {};
  dates: Mapping["dates"] = "iso";

  constructor(readonly sample: Sample) {
    const { columns, rows, lists } = sample;
    this.traits = traitsOf(columns, rows);
    this.shape = shapeOf(this.traits, rows);
    for (const one of this.traits) this.fits.set(one.column, this.possible(one));
    this.taken = this.completed(assign(this.fits, LEAST));
    this.list = Object.entries(lists)
      .filter(([, { columns, rows }]) => traitsOf(columns, rows).some(({ dates }) => dates !== undefined))
      .sort(([, a], [, b]) => b.rows.length - a.rows.length)[0]?.[0];
    const inner = this.list === undefined ? undefined : lists[this.list];
    this.inner = inner === undefined ? [] : traitsOf(inner.columns, inner.rows);
    const nested = (one: Traits) => fitsOf(one, "event").concat(kindByType(one));
    this.innerTaken = assign(new Map(this.inner.map((one) => [one.column, nested(one)])), LEAST);
    const languages = [...this.taken.values()].map(({ language }) => language);
    const english = languages.filter((language) => language !== "en").length < languages.length / 3;
    this.order = dayOrder(this.allDates(), english);
  }

  guess(): Guess {
    this.instants();
    this.words();
    this.others();
    const { format, delimiter, root } = this.sample;
    const { shape } = this.shape;
    const kinds = this.kinds();
    const statuses = this.statuses(kinds);
    const priorities = this.priorities();
    const unknown = this.unknown();
    const mapping: Mapping = {
      format,
      ...(delimiter === undefined || delimiter === "," ? {} : { delimiter }),
      ...(root === undefined ? {} : { root }),
      ...(shape === "tickets" ? {} : { shape }),
      ...(this.dates === "iso" || this.dates === undefined ? {} : { dates: this.dates }),
      ...(unknown.length === 0 ? {} : { unknown }),
      ticket: this.ticket,
      ...(Object.keys(this.fields).length === 0 ? {} : { fields: this.fields }),
      ...(this.list === undefined || this.event.at === undefined ? {} : { events: this.list }),
      ...(this.event.at === undefined ? {} : { event: this.event }),
      ...(kinds === undefined ? {} : { kinds }),
      ...(statuses === undefined ? {} : { statuses }),
      ...(priorities === undefined ? {} : { priorities }),
    };
    const because = { shape: this.shape.because, dates: this.order?.because ?? "" };
    return {
      mapping,
      native: false,
      because,
      columns: this.told(),
      questions: this.questions,
      sample: this.sample,
    };
  }

  /** What a column may be in rows of this shape. */
  possible(traits: Traits): Fit[] {
    const { shape, id, idConfidence, at, steady } = this.shape;
    const as = (name: Fit["as"], confidence: number, because: string): Fit[] => [
      { as: name, confidence, because, language: "en" },
    ];
    if (traits.column === id) return as("ticket.id", Math.max(0.5, idConfidence), this.shape.because);
    const fits = fitsOf(traits, "ticket").filter((fit) => fit.as !== "ticket.id");
    if (shape === "tickets") return fits;
    if (traits.column === at) return as("event.at", 0.9, "it goes on within the rows of a ticket");
    // What differs from row to row is no fact of the ticket.
    const facts = fits.filter(
      (fit) => traits.dates === undefined || steady.has(traits.column) || fit.confidence === 0,
    );
    const logged = shape === "events" ? fitsOf(traits, "event").filter((fit) => fit.as !== "event.at") : [];
    return [...facts, ...logged].sort((a, b) => b.confidence - a.confidence);
  }

  /** Takes a date that nothing else speaks for as the opening, or what is named so, where no date does. */
  completed(taken: Map<string, Taken>): Map<string, Taken> {
    const has = (as: string) => [...taken.values()].some((one) => one.as === as);
    if (has("ticket.created_at") || this.shape.shape !== "tickets") return taken;
    const untaken = this.traits.filter(({ column }) => !taken.has(column));
    const isPlain = (column: string) => !wordsOf(column).some((word) => OUGHT.has(word) || CHANGED.has(word));
    const dated = untaken.filter(
      ({ column, dates, filled }) => dates?.bare === false && filled > 0.9 && isPlain(column),
    );
    const called = untaken.filter(
      (one) =>
        !one.numbers && !one.times && (fitName(one.column, TICKET_NAMES.created_at ?? {})?.fit ?? 0) > 0.85,
    );
    const [only] = [...dated, ...called];
    if (only === undefined) return taken;
    const because =
      dated.length === 0
        ? "its name says so, though nothing in it is written like a date"
        : dated.length === 1
          ? "it is the only date that is left and every row has it"
          : "it is the first date that every row has";
    return taken.set(only.column, {
      column: only.column,
      as: "ticket.created_at",
      confidence: dated.length === 0 ? 0.2 : 0.4,
      because,
      language: "en",
    });
  }

  columnOf(as: string): string | undefined {
    return [...this.taken.values()].find((one) => one.as === as)?.column;
  }

  traitsOf(as: string): Traits | undefined {
    const column = this.columnOf(as);
    return this.traits.find((one) => one.column === column);
  }

  allDates(): DatesOf[] {
    return [...this.traits, ...this.inner].flatMap(({ dates }) => (dates === undefined ? [] : [dates]));
  }

  /** Dates: how they are written, and columns that have to be put together. */
  instants(): void {
    const { shape, id, idWith } = this.shape;
    if (id !== undefined) this.ticket.id = idWith === undefined ? id : { columns: [idWith, id], join: "-" };
    const main = shape === "tickets" ? "ticket.created_at" : "event.at";
    const leading = this.traitsOf(main)?.dates ?? this.inner.find(({ dates }) => dates !== undefined)?.dates;
    if (leading !== undefined) this.dates = oneOrList(formatsOf(leading, this.order));
    const chosen = [...this.taken.values(), ...this.innerTaken.values()].filter(({ as }) => isInstant(as));
    for (const { as, column } of chosen) {
      const [part = "", name = ""] = as.split(".");
      const traits = [...this.traits, ...this.inner].find((one) => one.column === column);
      const source = this.instant(column, traits?.dates);
      if (part === "ticket") this.ticket[name as TicketName] = source;
      else this.event[name as EventName] = source;
    }
    this.timeOfDay();
    this.askOfDates(chosen.length > 0);
  }

  /** A column of dates, with how they are written where that differs from the rest. */
  instant(column: string, dates: DatesOf | undefined): Source {
    if (dates === undefined) return column;
    const formats = oneOrList(formatsOf(dates, this.order));
    return JSON.stringify(formats) === JSON.stringify(this.dates) ? column : { path: column, dates: formats };
  }

  /** A date without a time, and the time in a column of its own. */
  timeOfDay(): void {
    const created = this.traitsOf("ticket.created_at");
    if (created?.dates === undefined || created.dates.timed || this.shape.shape !== "tickets") return;
    const start = this.traits.indexOf(created);
    const time = this.traits.slice(start + 1).find(({ times, filled }) => times && filled > 0.9);
    if (time === undefined) return;
    const [date = "iso"] = formatsOf(created.dates, this.order);
    const day = date === "iso" ? "yyyy-mm-dd" : date;
    const seconds = time.values.some((value) => value.split(":").length > 2);
    this.dates = `${day} HH:MM${seconds ? ":SS" : ""}`;
    this.ticket.created_at = { columns: [created.column, time.column], join: " " };
    const because = `it holds the time of day that “${created.column}” is without`;
    this.taken.set(time.column, {
      column: time.column,
      as: "ticket.created_at",
      confidence: 0.6,
      because,
      language: "en",
    });
    for (const name of ["first_response_at", "resolved_at", "closed_at"] as const) {
      const column = this.columnOf(`ticket.${name}`);
      const dates = this.traits.find((one) => one.column === column)?.dates;
      if (column !== undefined && dates !== undefined) this.ticket[name] = this.instant(column, dates);
    }
  }

  askOfDates(any: boolean): void {
    const { shape } = this.shape;
    if (shape === "tickets" && this.ticket.created_at === undefined && this.event.at === undefined) {
      this.ask("ticket.created_at", "Which column says when a ticket was opened?", []);
    }
    if (this.order !== undefined && !this.order.sure) {
      const other = (dates: DatesOf) =>
        formatsOf(dates, { ...this.order, dayFirst: this.order?.dayFirst === false } as DayOrder);
      const [open] = this.allDates().filter(({ shapes }) => shapes.some((one) => one.includes("#")));
      const because = this.order.because;
      const choices = [{ value: this.dates, because }];
      if (open !== undefined) choices.push({ value: oneOrList(other(open)), because: "the other way round" });
      this.ask("dates", "Does the day or the month stand first in the dates?", choices);
    }
    const zoned = this.allDates().every((dates) => dates.zoned);
    if (any && !zoned) this.ask("timeZone", "In which time zone are the dates, which name none?", []);
    const created = this.traitsOf("ticket.created_at");
    if (created !== undefined && created.dates === undefined) {
      this.ask("dates", `How are the dates in “${created.column}” written?`, []);
    }
    const unsure = created?.dates !== undefined && (this.taken.get(created.column)?.confidence ?? 1) < 0.6;
    if (unsure) {
      const dated = this.traits.filter(({ dates }) => dates !== undefined);
      const choices = [created, ...dated.filter((one) => one !== created)].map(({ column, values }) => ({
        value: column,
        because: `for example ${values[0]}`,
      }));
      this.ask("ticket.created_at", `Does “${created.column}” say when a ticket was opened?`, choices);
    }
  }

  ask(about: string, asks: string, choices: GuessQuestion["choices"]): void {
    this.questions.push({ about, asks, choices });
  }

  /** All that is no date. */
  words(): void {
    // What is put together is noted on the way.
    for (const { as, column } of [...this.taken.values()]) {
      const [part, name] = as.split(".") as ["ticket" | "event", string];
      if (as === "ticket.id" || isInstant(as)) continue;
      if (part === "event") this.event[name as EventName] = column;
      else this.ticket[name as TicketName] = this.wordSource(name as TicketName, column);
    }
    for (const { as, column } of this.innerTaken.values()) {
      if (!isInstant(as)) this.event[as.slice("event.".length) as EventName] = column;
    }
    if (this.shape.shape === "events" && this.event.actor !== undefined) this.event.agent = this.event.actor;
    if (this.shape.id === undefined) this.ask("ticket.id", "Which column tells tickets apart?", []);
    else if (this.shape.because.endsWith("nothing tells why")) {
      this.ask(
        "ticket.id",
        `“${this.shape.id}” comes several times: which columns together tell tickets apart?`,
        [],
      );
    }
  }

  wordSource(name: TicketName, column: string): Source {
    const traits = this.traits.find((one) => one.column === column);
    const words = traits?.distinct ?? [];
    if (name === "tags") {
      const mark = ["|", ";", ","].find((one) => words.some((word) => word.includes(one)));
      return mark === undefined || this.sample.format !== "csv" ? column : { path: column, separator: mark };
    }
    if (name === "level" && traits?.numbers === false) {
      const map = levelsOf(words);
      return map === undefined ? column : { path: column, map };
    }
    if (name === "csat" && words.some((word) => Number(word) > 5)) {
      this.ask("ticket.csat", `The scores in “${column}” go beyond 5: on which scale are they?`, []);
    }
    if (name === "status") {
      const sub = this.traits.find(
        (one) =>
          one.column !== column &&
          /^sub.?/i.test(one.column) &&
          fitsOf(one, "ticket")[0]?.as === "ticket.status",
      );
      const every: SourceDetails = this.shape.shape === "snapshots" ? { every: true } : {};
      if (sub !== undefined) {
        const because = `it says more of “${column}”`;
        this.taken.set(sub.column, {
          column: sub.column,
          as: "ticket.status",
          confidence: 0.6,
          because,
          language: "en",
        });
        return { columns: [column, sub.column], join: "/", ...every };
      }
      return this.shape.shape === "snapshots" ? { path: column, ...every } : column;
    }
    return column;
  }

  /** Further columns worth a dimension: dates of what is due, and few words. */
  others(): void {
    for (const traits of this.traits) {
      const { column, dates, distinct, filled, flags } = traits;
      if (this.taken.has(column) || Object.keys(this.fields).length >= MOST_FIELDS) continue;
      const due = dates === undefined ? undefined : fitName(column, DUE_NAMES);
      const isFew =
        dates === undefined && !traits.times && distinct.length > 1 && distinct.length <= 40 && filled > 0.5;
      const isWord = isFew && (!traits.numbers || flags) && distinct.every((word) => word.length <= 60);
      if (due === undefined && !isWord) continue;
      const name = due !== undefined && this.fields.due_at === undefined ? "due_at" : column;
      const formats = dates === undefined ? undefined : oneOrList(formatsOf(dates, this.order));
      const written =
        formats === undefined || JSON.stringify(formats) === JSON.stringify(this.dates)
          ? {}
          : { dates: formats };
      this.fields[name] = due === undefined ? column : { path: column, type: "date", ...written };
      const because =
        due === undefined
          ? `it has ${distinct.length} different words, to group and filter by`
          : "it says until when something is due";
      this.kept.set(column, { as: `fields.${name}`, confidence: due === undefined ? 0.5 : 0.8, because });
    }
  }

  readonly kept = new Map<string, Alternative>();

  /** What words for what happened stand for; nothing where there are none, or they are the package's own. */
  kinds(): Record<string, readonly KindEvent[]> | undefined {
    const nested = this.innerTaken.size > 0;
    const column = nested ? this.event.kind : this.columnOf("event.kind");
    const traits = (nested ? this.inner : this.traits).find((one) => one.column === column);
    if (
      traits === undefined ||
      traits.distinct.length > MOST_WORDS ||
      traits.distinct.every((word) => OWN_KINDS.has(word))
    ) {
      return undefined;
    }
    return Object.fromEntries(traits.distinct.map((word) => [word, eventsOf(word)]));
  }

  statuses(kinds: Record<string, readonly KindEvent[]> | undefined): Record<string, StatusClass> | undefined {
    const traits = this.traitsOf("ticket.status");
    const source = this.ticket.status;
    const joined = typeof source === "object" ? source.columns : undefined;
    const ofKinds = Object.entries(kinds ?? {}).filter(([, events]) =>
      events.some(({ kind }) => kind === "status"),
    );
    let words = traits?.distinct ?? [];
    if (joined !== undefined) {
      words = [
        ...new Set(this.sample.rows.map((row) => joined.map((column) => row[column] ?? "").join("/"))),
      ];
    }
    words = [...new Set([...words, ...ofKinds.map(([word]) => word)])].slice(0, MOST_WORDS);
    if (words.length === 0) return undefined;
    const strange = words.filter((word) => !statusOf(word).known);
    if (strange.length > 0) {
      const named = strange.slice(0, 5).map((word) => `“${word}”`);
      this.ask("statuses", `What do the statuses ${named.join(", ")} mean? They are taken for open.`, []);
    }
    return Object.fromEntries(words.map((word) => [word, statusOf(word).status]));
  }

  priorities(): string[] | undefined {
    const words = this.traitsOf("ticket.priority")?.distinct ?? [];
    if (words.length < 2 || words.length > MOST_WORDS) return undefined;
    const found = prioritiesOf(words);
    if (found === undefined)
      this.ask("priorities", `Which of ${words.slice(0, 6).join(", ")} is the most urgent?`, []);
    return found;
  }

  /** Words for "none" in columns that are used. */
  unknown(): string[] {
    const columns = [...this.taken.keys(), ...this.kept.keys()];
    const found = new Set<string>();
    for (const row of this.sample.rows) {
      for (const column of columns) if (isNothing(row[column] ?? "")) found.add(row[column] ?? "");
    }
    return [...found].sort();
  }

  told(): ColumnGuess[] {
    const outer = ({ column }: Traits) => this.taken.get(column) ?? this.kept.get(column);
    return [
      ...this.traits.map((one) => tell(one, outer(one), this.fits.get(one.column) ?? [])),
      ...this.inner.map((one) => tell(one, this.innerTaken.get(one.column), fitsOf(one, "event"))),
    ];
  }
}

const OWN_KINDS = new Set(
  "created reply note assigned status priority escalated acknowledged snoozed merged spam deleted restored survey work tagged field policy".split(
    " ",
  ),
);

/** Whether a value is an instant. */
function isInstant(as: string): boolean {
  return /[._]at$/.test(as);
}

/** In a list of events, `type` says what happened. */
function kindByType(traits: Traits): Fit[] {
  const last = traits.column.toLowerCase().split(".").at(-1);
  const because = "in a list of what happened, a type says what";
  return last === "type" && traits.dates === undefined
    ? [{ as: "event.kind", confidence: 0.7, because, language: "en" }]
    : [];
}
