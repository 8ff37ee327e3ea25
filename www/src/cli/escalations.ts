/**
 * `deskgauge escalations FILE`: who is escalated and after how long, where the time goes, what stands out, and what the rules
 * say is due, as data and as text for people.
 */
import type { Desk } from "../desk.js";
import { findingText } from "../findings.js";
import { duration, grouped, quantity } from "../format.js";
import type { Selected } from "../question.js";
import { aligned } from "./print.js";

/** How many lines of a list are printed. */
const SHOWN = 10;

/** Everything the command tells. */
export async function escalationData(desk: Desk, selected: Selected, by: readonly string[], rules: boolean) {
  const [times, stages, waiting, handoffs, late, slow, found] = await Promise.all([
    desk.escalationTimes({ ...selected, by }),
    desk.stages({ ...selected, of: "level" }),
    desk.stages({ ...selected, of: "waiting_for" }),
    desk.handoffs({ ...selected, limit: SHOWN }),
    desk.lateEscalations({ ...selected, limit: SHOWN }),
    desk.slowPeriods({ ...selected, limit: SHOWN }),
    desk.findings({ ...selected, limit: SHOWN }),
  ]);
  const { asOf, where } = selected;
  const asked = { ...(asOf !== undefined && { now: asOf }), ...(where !== undefined && { where }) };
  const due = rules ? await desk.escalations({ ...asked, next: SHOWN }) : undefined;
  return { times, levels: stages, waiting, handoffs, late, slow, findings: found, ...(due && { due }) };
}

/** What the command tells. */
export type EscalationData = Awaited<ReturnType<typeof escalationData>>;

/** The data as text. */
export function escalationText(data: EscalationData): string {
  const parts = [
    times(data),
    pairs(data),
    stages("Time at each level", data.levels.stages),
    stages("Time spent waiting for whom", data.waiting.stages),
    handoffs(data),
    late(data),
    slow(data),
    findings(data),
    due(data),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

function time(seconds: number | null): string {
  return seconds === null ? "–" : duration(seconds);
}

function share(rate: number | null): string {
  return rate === null ? "–" : quantity(rate, "share");
}

function words(by: Readonly<Record<string, string | null>>): string[] {
  return Object.values(by).map((word) => word ?? "(none)");
}

function times({ times: { rows, horizon, logRank } }: EscalationData): string[] {
  const names = Object.keys(rows[0]?.by ?? {});
  const head = [
    ...names,
    "tickets",
    "escalated",
    "rate",
    "ATE",
    "median",
    "p90",
    "KM median",
    "mean to horizon",
  ];
  const lines = rows.map(({ by, ofCreated, escalated, censored }) => [
    ...words(by),
    grouped(ofCreated.of),
    grouped(ofCreated.count),
    share(ofCreated.rate),
    time(escalated.mean),
    time(escalated.median),
    time(escalated.p90),
    time(censored.median),
    time(censored.restrictedMean),
  ]);
  const note = [
    `ATE is the mean of those escalated; KM counts those that wait; the horizon is ${time(horizon)}.`,
  ];
  if (logRank !== null)
    note.push(`Whether the groups wait equally long: log-rank p ${logRank.p.toPrecision(2)}.`);
  return ["Time to escalation", ...aligned([head, ...lines], names.length), ...note];
}

function pairs({ times: { rows } }: EscalationData): string[] {
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0 || row.pairs.length === 0) return [];
  const lines = row.pairs.map(({ from, to, n, mean, median, heldMedian }) => [
    `${from || "?"} → ${to || "?"}`,
    grouped(n),
    time(mean),
    time(median),
    time(heldMedian),
  ]);
  return ["By levels", ...aligned([["levels", "escalations", "mean", "median", "median held"], ...lines], 1)];
}

function stages(title: string, found: EscalationData["levels"]["stages"]): string[] {
  if (found.length === 0) return [];
  const lines = found
    .slice(0, SHOWN)
    .map(({ stage, tickets, share: part, median, p90 }) => [
      stage ?? "(unknown)",
      grouped(tickets),
      share(part),
      time(median),
      time(p90),
    ]);
  return [title, ...aligned([["stage", "tickets", "share of time", "median", "p90"], ...lines], 1)];
}

function handoffs({ handoffs: { nodes, links, total, looped } }: EscalationData): string[] {
  if (links.length === 0) return [];
  const name = (place: number) => nodes[place]?.name ?? "";
  const lines = links.map(({ source, target, value, heldMedian, waitMedian, returned }) => [
    `${name(source)} → ${name(target)}`,
    grouped(value),
    time(heldMedian),
    time(waitMedian),
    grouped(returned),
  ]);
  const head = ["hand-off", "times", "median held", "median wait", "came back"];
  const note = `${grouped(total)} hand-offs in all; ${grouped(looped)} tickets came back to somebody they had left.`;
  return ["Hand-offs", ...aligned([head, ...lines], 1), note];
}

function late({ late: { escalated, late: count, lost, unknown, rows } }: EscalationData): string[] {
  if (escalated === 0) return [];
  const judged = `${grouped(count)} of ${grouped(escalated)} escalations came late, ${duration(lost)} lost`;
  const note = `${judged}${unknown > 0 ? `; ${grouped(unknown)} cannot be judged` : ""}.`;
  const worst = rows.filter((row) => row.lost > 0).slice(0, SHOWN);
  if (worst.length === 0) return ["Late escalations", note];
  const lines = worst.map((row) => [
    row.word ?? "(none)",
    String(row.level || "?"),
    time(row.usual),
    `${grouped(row.late)} of ${grouped(row.escalated)}`,
    duration(row.lost),
  ]);
  return ["Late escalations", ...aligned([["type", "level", "usual", "late", "lost"], ...lines], 1), note];
}

function slow({ slow: { leaders, dimension } }: EscalationData): string[] {
  const lines = leaders.map(
    ({ word, part, shift, n, p }) =>
      `${dimension} ${word ?? "(none)"}, ${part}: ${duration(shift)} longer than at other times (n ${grouped(n)}, p ${p.toPrecision(2)})`,
  );
  return lines.length === 0 ? [] : ["Slow at some times", ...lines];
}

function findings({ findings: { findings: found, comparisons } }: EscalationData): string[] {
  const lines = found.map(findingText);
  const none = `Nothing stands out of ${grouped(comparisons)} comparisons.`;
  return ["Findings", ...(lines.length === 0 ? [none] : lines)];
}

function due({ due: answer }: EscalationData): string[] {
  if (answer === undefined) return [];
  const iso = (at: number) => new Date(at).toISOString().slice(0, 16).replace("T", " ");
  const line = ({ ticket, rule, deed, level, group, agent, role, at }: (typeof answer.due)[number]) => {
    const to = [level === null ? null : `level ${level}`, group, agent, role].filter(
      (target) => target !== null,
    );
    return [iso(at), ticket, rule, `${deed.replaceAll("_", " ")} ${to.join(", ")}`.trim()];
  };
  const table = (title: string, steps: typeof answer.due) =>
    steps.length === 0
      ? [`${title}: nothing`]
      : [title, ...aligned([["at (UTC)", "ticket", "rule", "step"], ...steps.slice(0, SHOWN).map(line)], 4)];
  const more = answer.due.length - SHOWN;
  return [
    ...table("Due", answer.due),
    ...(more > 0 ? [`… and ${grouped(more)} more`] : []),
    "",
    ...table("Next", answer.next),
  ];
}
