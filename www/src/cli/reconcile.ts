/**
 * `deskgauge reconcile FILE`: ours beside the vendor's own values, as text for people.
 */
import { duration, grouped } from "../format.js";
import type { Reconciled, ReconciledKind, ReconciledTicket, Reconciliation } from "../reconcile.js";
import { aligned } from "./print.js";

/** The answer as text. */
export function reconcileText(answer: Reconciliation): string {
  const value = valueIn(answer.unit);
  const parts = [
    heading(answer),
    counts(answer.under),
    ...answer.under.flatMap((under) => [
      kinds(under, answer.under.length > 1, value),
      unexplained(under, value),
    ]),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

type Shown = (value: number | null) => string;

function valueIn(unit: Reconciliation["unit"]): Shown {
  return (value) => {
    if (value === null) return "–";
    if (unit === "number") return grouped(value);
    return value < 0 ? `−${duration(-value)}` : duration(value);
  };
}

function heading({
  metric,
  hours,
  source,
  listed,
  unknown,
  beyond,
  unlisted,
  unreadable,
}: Reconciliation): string[] {
  const of = source === null ? "the values given" : `the values of ${source}`;
  const notes = [
    [unknown, "not in the file"],
    [beyond, "left out by the conditions"],
    [unreadable, "without a readable value"],
  ] as const;
  const said = notes.filter(([count]) => count > 0).map(([count, note]) => `${grouped(count)} ${note}`);
  const more = said.length > 0 ? `, ${said.join(", ")}` : "";
  const missing = unlisted > 0 ? ` ${grouped(unlisted)} more have a value of ours only.` : "";
  return [`${metric} (${hours} hours) beside ${of}: ${grouped(listed)} listed${more}.${missing}`];
}

function counts(under: readonly Reconciled[]): string[] {
  const line = (name: string, count: (of: Reconciled) => number) => [
    name,
    ...under.map((of) => grouped(count(of))),
  ];
  return aligned(
    [
      ["by the definitions of", ...under.map(({ profile }) => profile)],
      line("tickets", ({ tickets }) => tickets),
      line("agree", ({ agree }) => agree),
      line("differ", ({ differ }) => differ),
      line("only ours", ({ onlyOurs }) => onlyOurs),
      line("only theirs", ({ onlyTheirs }) => onlyTheirs),
      line("neither", ({ neither }) => neither),
      line("explained", ({ explained }) => explained),
      line("unexplained", ({ unexplained }) => unexplained),
      ["rounding", ...under.map(({ rounding }) => rounding.join(", ") || "–")],
    ],
    1,
  );
}

function kinds({ kinds, profile }: Reconciled, several: boolean, value: Shown): string[] {
  if (kinds.length === 0) return [];
  const lines = kinds.map((kind) => [
    ruleOf(kind),
    grouped(kind.tickets),
    value(kind.difference),
    exampleOf(kind.examples[0], value),
  ]);
  const sentences = kinds.map((kind) => `${ruleOf(kind)}: ${kind.sentence}${alsoOf(kind)}`);
  return [
    `Explained${several ? ` by the definitions of ${profile}` : ""}`,
    ...aligned([["rule", "tickets", "ours − theirs", "such as"], ...lines], 1),
    ...sentences,
  ];
}

function unexplained({ examples, unexplained, profile }: Reconciled, value: Shown): string[] {
  if (unexplained === 0) return [];
  const lines = examples.map(({ ticket, ours, theirs, difference }) => [
    ticket,
    value(ours),
    value(theirs),
    value(difference),
  ]);
  const more = unexplained - examples.length;
  return [
    `Unexplained by the definitions of ${profile}`,
    ...aligned([["ticket", "ours", "theirs", "ours − theirs"], ...lines], 1),
    ...(more > 0 ? [`… and ${grouped(more)} more`] : []),
  ];
}

function ruleOf({ rules, calendar, profile, shift }: ReconciledKind): string {
  const hours = shift === null ? null : `${shift > 0 ? "+" : "−"}${Math.abs(shift)} h`;
  const which = calendar ?? profile ?? hours;
  return rules.join(" + ") + (which === null ? "" : ` (${which})`);
}

function alsoOf({ also }: ReconciledKind): string {
  return also.length === 0 ? "" : ` (Or ${also.join(" or ")}: these tickets do not tell.)`;
}

function exampleOf(example: ReconciledTicket | undefined, value: Shown): string {
  return example === undefined ? "" : `${example.ticket}: ${value(example.ours)}, ${value(example.theirs)}`;
}
