// What the types of the package promise; `npm run check` compiles it and runs nothing. Each @ts-expect-error is a promise
// too: it stops compiling when the mistake under it is no longer one.

import {
  type ColumnsInput,
  Desk,
  type DeskError,
  type EscalationRule,
  type Figure,
  isDeskError,
  type Loaded,
  type Mapping,
  type MetricDefinition,
  type MetricId,
  type Question,
  type ReconcileRule,
  type Report,
  type TicketInput,
} from "deskgauge";
import { holidaysFrom } from "deskgauge/holidays";
import type { BreachSource } from "deskgauge/widgets/breach-list";
import type { DashboardSource } from "deskgauge/widgets/dashboard";
import type { Source } from "deskgauge/widgets/source";

/** Compiles only when the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => undefined;

export async function opening(): Promise<void> {
  const desk = await Desk.open();
  await Desk.open({ timeZone: "UTC", now: new Date(), profile: "zendesk", weekStart: 7 });
  await Desk.open({ wasmUrl: new URL("https://example.org/a.wasm") });
  // @ts-expect-error a misspelt option
  await Desk.open({ timezone: "UTC" });
  // @ts-expect-error no such day
  await Desk.open({ weekStart: 8 });
  await Desk.open({ engine: "plain" });
  await Desk.open({ engine: "worker", workerUrl: new URL("https://example.org/worker.js") });
  // @ts-expect-error no such engine
  await Desk.open({ engine: "gpu" });
  same<Same<typeof desk.engine, "page" | "worker" | "plain">>();
  same<Same<typeof desk.engineNote, string>>();
  using disposed = desk;
  disposed.free();
}

export async function loading(
  desk: Desk,
  file: File,
  response: Response,
  stream: ReadableStream<Uint8Array>,
): Promise<void> {
  const ticket: TicketInput = {
    id: 1,
    created_at: "2025-01-01T00:00:00Z",
    fields: { impact: "high", effort: 3 },
    events: [
      { at: 0, kind: "reply", role: "agent", actor: "kim" },
      { at: new Date(), kind: "status", to: "solved" },
      { at: 0, kind: "survey", survey: "csat", score: 5 },
    ],
  };
  const columns: ColumnsInput = {
    tickets: { id: Float64Array.of(1), created_at: Float64Array.of(0), channel: ["email"] },
    events: {
      ticket: Uint32Array.of(0),
      at: Float64Array.of(0),
      kind: { codes: Uint8Array.of(0), values: ["reply"] },
    },
  };
  const mapping: Mapping = {
    format: "csv",
    dates: ["iso", "d/m/yyyy HH:MM"],
    ticket: { id: "number", created_at: { path: "opened_at", dates: "epoch-s" } },
    statuses: { Done: "solved", "*": "open" },
  };
  const inputs = [
    file,
    response,
    stream,
    "[]",
    new Uint8Array(),
    new ArrayBuffer(0),
    [ticket],
    columns,
  ] as const;
  for (const input of inputs) {
    const loaded = await desk.load(input, {
      mapping,
      signal: AbortSignal.timeout(1000),
      onProgress: ({ bytes }) => bytes,
    });
    same<Same<typeof loaded, Loaded>>();
  }
  // @ts-expect-error a status needs its word
  const wrong: TicketInput = { id: 1, created_at: 0, events: [{ at: 0, kind: "status" }] };
  // @ts-expect-error no such class of status
  const mistaken: Mapping = { statuses: { Done: "finished" } };
  void [wrong, mistaken];
}

export async function asking(desk: Desk): Promise<void> {
  const question: Question = {
    metrics: ["first_response_time", { metric: "escalation_rate", of: "solved", as: "escalated" }],
    by: ["channel"],
    bucket: "week",
    where: { priority: ["high", null], effort: { min: 3 }, escalated: true, created: { from: "2025-01-01" } },
    period: { from: "2025-01-01", to: new Date() },
    compare: "previous",
  };
  same<Same<Awaited<ReturnType<typeof desk.metrics>>, MetricDefinition[]>>();
  const one = await desk.report(question);
  const many = await desk.report([question, question]);
  same<Same<typeof one, Report>>();
  same<Same<typeof many, Report[]>>();
  // @ts-expect-error no such metric
  await desk.report({ metrics: ["first_respose_time"] });
  // @ts-expect-error no such bucket
  await desk.report({ metrics: ["created"], bucket: "fortnight" });
  // @ts-expect-error no such switch
  await desk.report({ metrics: [{ metric: "created", gaols: [1] }] });

  const prepared = await desk.prepare(question);
  same<Same<Awaited<ReturnType<typeof prepared.run>>, Report>>();
  // @ts-expect-error only filters, period and asOf change
  await prepared.run({ by: ["priority"] });
}

export function reading(report: Report): number | null | undefined {
  const column: Float64Array = report.column("first_response_time", "median");
  const figure: Figure | undefined = report.cell({
    channel: "email",
    bucket: 0,
    metric: "first_response_time",
  });
  const id: MetricId | undefined = figure?.metric;
  void [column, id];
  switch (figure?.family) {
    case undefined:
      return undefined;
    case "distribution":
      return figure.median;
    case "rate":
      return figure.count;
    case "nps":
      return figure.promoters;
    case "csat":
    case "ces":
      return figure.scores[5];
    case "variance":
      return figure.between;
    case "count":
    case "level":
      // @ts-expect-error a count has no median
      void figure.median;
      return figure.value;
  }
}

export function catching(error: unknown): string | undefined {
  if (!isDeskError(error)) return undefined;
  same<Same<typeof error, DeskError>>();
  const { code, path, row } = error;
  same<Same<typeof code, string>>();
  return `${code} ${path ?? ""} ${row ?? ""}`;
}

export async function holidays(ics: string): Promise<void> {
  const { holidays, problems } = await holidaysFrom(ics, { from: "2025-01-01", until: "2026-01-01" });
  for (const holiday of holidays) console.log(typeof holiday === "string" ? holiday : holiday.to);
  for (const { event, code, message } of problems) console.log(event, code === "bad-event", message);
  await (await Desk.open()).configure({ calendars: { office: { holidays } } });
  // @ts-expect-error both ends are needed, for a rule may have none
  await holidaysFrom(ics, { from: "2025-01-01" });
}

export async function escalating(desk: Desk): Promise<void> {
  const rule: EscalationRule = {
    id: "late",
    where: { tier: "vip" },
    when: {
      any: [
        { clock: "resolution", beforeDue: { days: 2 } },
        { clock: "resolution", afterDue: "1h" },
        { field: "plan", is: ["gold", "silver"] },
      ],
    },
    quiet: { weekly: { mon: [["09:00", "17:00"]] } },
    steps: [{ do: "page", to: { role: "lead" }, after: "30m", stop: ["replied"] }],
  };
  await desk.configure({ rules: [rule] });
  const [due] = (await desk.escalations()).due;
  const part: "due_days" | "field" | string | undefined = due?.why[0]?.part;
  void part;
  // @ts-expect-error a field needs its values
  const open: EscalationRule = { ...rule, when: { field: "plan" } };
  // @ts-expect-error no such sign
  const wrong: EscalationRule = { ...rule, steps: [{ do: "notify", stop: ["lunch"] }] };
  void [open, wrong];
}

export async function reconciling(desk: Desk): Promise<void> {
  const metric = "first_response_time";
  const { under, rows } = await desk.reconcile({ metric, theirs: "zendesk", rows: { outcome: "differ" } });
  const rules: readonly ReconcileRule[] | undefined = under[0]?.kinds[0]?.rules;
  const difference: number | null | undefined = rows[0]?.difference;
  void [rules, difference];
  await desk.reconcile({ metric, theirs: { values: new Map([["T-1", 5]]), unit: "minutes" } });
  await desk.reconcile({ metric: "replies_per_ticket", theirs: { values: { "T-1": null } } });
  await desk.reconcile({ metric: { metric, hours: "business" }, theirs: { csv: "id,v", unit: "hours" } });
  // @ts-expect-error a share of tickets is no ticket's
  await desk.reconcile({ metric: "csat", theirs: "zendesk" });
  // @ts-expect-error days are no unit of values
  await desk.reconcile({ metric, theirs: { values: {}, unit: "days" } });
}

/** A desk answers what widgets ask. */
export function asksDesk(desk: Desk): [Source, DashboardSource, BreachSource] {
  return [desk, desk, desk];
}
