/**
 * A report as a table for people: aligned, with what is not in the figures below it.
 */
import { bucketName } from "../bucket.js";
import type { Figure } from "../figure.js";
import { grouped, quantity } from "../format.js";
import type { Report, Row } from "../report.js";

/** The report as text. */
export function tableText(report: Report): string {
  const { by, bucket, metrics } = report.header;
  const rows = report.rows();
  const [only] = rows;
  const body =
    by.length === 0 && bucket === null && only !== undefined
      ? listOfMetrics(report, only)
      : tableOfGroups(report, rows);
  const notes = metrics.flatMap(({ key, lacks }) => [
    ...note(key, rows),
    ...lacks.map(({ source, because }) => `${key}: ${source} lacks data: ${because}`),
  ]);
  return `${[...body, ...(notes.length > 0 ? ["", ...notes] : [])].join("\n")}\n`;
}

/** Without groups: a line a metric. */
function listOfMetrics(report: Report, row: Row): string[] {
  const lines = report.header.metrics.map(({ key, title, unit }) => {
    const figure = row.figures[key];
    if (figure === undefined) return [title];
    const distribution = figure.family === "distribution" ? figure : undefined;
    const shown = (value: number | null | undefined) =>
      value === null || value === undefined ? "" : quantity(value, unit);
    return [
      title,
      valueText(figure),
      shown(distribution?.median),
      shown(distribution?.p90),
      intervalText(figure),
      sizeText(figure),
    ];
  });
  return aligned([["metric", "value", "median", "p90", "95 % interval", "n"], ...lines], 1);
}

/** With groups or buckets: a line a row, mean and median of distributions, the value of all others. */
function tableOfGroups(report: Report, rows: readonly Row[]): string[] {
  const { by, bucket, metrics, timeZone, weekStart } = report.header;
  const names = [...by.map((group) => group.dimension), ...(bucket === null ? [] : [bucket.unit])];
  const head = [...names];
  for (const { key, family } of metrics) head.push(...(family === "distribution" ? [key, "median"] : [key]));
  const lines = rows.map((row) => {
    const cells = by.map(({ dimension }) => row.by[dimension] ?? "(none)");
    if (bucket !== null) cells.push(bucketName(bucket.unit, row.bucket ?? 0, timeZone, weekStart));
    for (const { key, family, unit } of metrics) {
      const figure = row.figures[key];
      cells.push(figure === undefined ? "" : valueText(figure));
      if (family === "distribution") {
        const median = figure?.family === "distribution" ? figure.median : null;
        cells.push(median === null ? "" : quantity(median, unit));
      }
    }
    return cells;
  });
  return aligned([head, ...lines], names.length);
}

function valueText(figure: Figure): string {
  if (figure.value === null) return `– (${(figure.reason ?? "no value").replaceAll("-", " ")})`;
  const spike = figure.family === "count" && figure.spike === true ? " spike" : "";
  return quantity(figure.value, figure.unit) + spike;
}

function intervalText(figure: Figure): string {
  if (!("interval" in figure) || figure.interval === undefined) return "";
  const { low, high } = figure.interval;
  return `${quantity(low, figure.unit)} to ${quantity(high, figure.unit)}`;
}

function sizeText(figure: Figure): string {
  return figure.family === "count" || figure.family === "level" ? "" : grouped(figure.n);
}

/** What is not in a metric's figures: what still runs, and what was left out for which reason. */
function note(key: string, rows: readonly Row[]): string[] {
  let censored = 0;
  const excluded = new Map<string, number>();
  for (const { figures } of rows) {
    const figure = figures[key];
    censored += figure?.censored ?? 0;
    for (const [reason, count] of Object.entries(figure?.excluded ?? {})) {
      excluded.set(reason, (excluded.get(reason) ?? 0) + count);
    }
  }
  const left = [...excluded].map(([reason, count]) => `${grouped(count)} ${reason}`).join(", ");
  const parts = [
    censored > 0 ? `${grouped(censored)} still running` : "",
    left === "" ? "" : `left out: ${left}`,
  ];
  const said = parts.filter((part) => part !== "").join("; ");
  return said === "" ? [] : [`${key}: ${said}`];
}

/** Lines of cells in columns: the first `left` ones to the left, numbers to the right; empty columns are dropped. */
export function aligned(lines: readonly (readonly string[])[], left: number): string[] {
  const [head = [], ...body] = lines;
  const kept = head
    .map((_, column) => column)
    .filter((column) => column < left || body.some((line) => (line[column] ?? "") !== ""));
  const widths = new Map(
    kept.map((column) => [column, Math.max(...lines.map((line) => [...(line[column] ?? "")].length))]),
  );
  const pad = (text: string, column: number) => {
    const space = " ".repeat(Math.max(0, (widths.get(column) ?? 0) - [...text].length));
    return column < left ? text + space : space + text;
  };
  const text = (line: readonly string[]) =>
    kept
      .map((column) => pad(line[column] ?? "", column))
      .join("  ")
      .trimEnd();
  const rule = kept.map((column) => "─".repeat(widths.get(column) ?? 0)).join("  ");
  return [text(head), rule, ...body.map(text)];
}
