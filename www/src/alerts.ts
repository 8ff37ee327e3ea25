/**
 * `deskgauge/alerts`: what newly happened to clocks and goals as messages for others, ready to be sent. Nothing is sent here.
 *
 * ```js
 * import { slackMessage } from "deskgauge/alerts";
 *
 * for (const alert of await desk.alerts({ since, now })) {
 *   await fetch(hook, { method: "POST", body: JSON.stringify(slackMessage(alert)) });
 * }
 * ```
 *
 * Easy to get wrong: ids stay the same when the same time is asked about again, so remember those you have sent, or ask from
 * the last `now` on.
 */
import type { Alert, GoalAlert } from "./sla.js";

/** How messages are worded. */
export interface MessageOptions {
  /** Language of dates and numbers (default the runtime's). */
  readonly locale?: string;
  /** Zone of dates (default UTC). */
  readonly timeZone?: string;
  /** The address of a ticket, for a link. */
  readonly link?: (ticket: string) => string;
  /** Words in place of the English ones. */
  readonly words?: Partial<AlertWords>;
}

/** The words of a message. */
export interface AlertWords {
  readonly warning: string;
  readonly breach: string;
  readonly recovered: string;
  readonly missed: string;
  readonly met: string;
  readonly goal: string;
  readonly value: string;
  readonly bound: string;
  readonly values: string;
  readonly ticket: string;
  readonly clock: string;
  readonly policy: string;
  readonly due: string;
  readonly open: string;
}

/** A message of Slack's Block Kit, as a webhook or `chat.postMessage` takes it. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** A message with an Adaptive Card, as a Microsoft Teams workflow takes it. */
export interface TeamsMessage {
  readonly type: "message";
  readonly attachments: readonly { readonly contentType: string; readonly content: object }[];
}

/** A plain payload: the alert with its instants as ISO 8601 text. */
export type WebhookPayload = (Dated<Alert, "at" | "due"> | Dated<GoalAlert, "at" | "from">) & {
  readonly type: "deskgauge.alert";
  readonly text: string;
};

/** With some instants as text. */
type Dated<Of, Name extends keyof Of> = Omit<Of, Name> & {
  readonly [Key in Name]: null extends Of[Key] ? string | null : string;
};

const WORDS: AlertWords = {
  warning: "At risk",
  breach: "Breached",
  recovered: "Ended late",
  missed: "Goal missed",
  met: "Goal met again",
  goal: "Goal",
  value: "Value",
  bound: "Bound",
  values: "values",
  ticket: "Ticket",
  clock: "Clock",
  policy: "Policy",
  due: "Due",
  open: "Open ticket",
};

/** A message for Slack. */
export function slackMessage(alert: Alert | GoalAlert, options: MessageOptions = {}): SlackMessage {
  const words = { ...WORDS, ...options.words };
  const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
  const fields = facts(alert, words, options).map(([name, value]) => plain(`${name}: ${value}`));
  const url = alert.kind === "clock" ? options.link?.(alert.ticket) : undefined;
  const button = { type: "actions", elements: [{ type: "button", text: plain(words.open), url }] };
  return {
    text: sentence(alert, words),
    blocks: [
      { type: "header", text: plain(clip(sentence(alert, words), 150)) },
      { type: "section", fields },
      ...(url === undefined ? [] : [button]),
    ],
  };
}

/** A message for Microsoft Teams. */
export function teamsMessage(alert: Alert | GoalAlert, options: MessageOptions = {}): TeamsMessage {
  const words = { ...WORDS, ...options.words };
  const url = alert.kind === "clock" ? options.link?.(alert.ticket) : undefined;
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [
      {
        type: "TextBlock",
        text: escaped(sentence(alert, words)),
        weight: "Bolder",
        wrap: true,
        color: COLOURS[alert.level],
      },
      {
        type: "FactSet",
        facts: facts(alert, words, options).map(([title, value]) => ({ title, value: escaped(value) })),
      },
    ],
    ...(url !== undefined && { actions: [{ type: "Action.OpenUrl", title: words.open, url }] }),
  };
  return {
    type: "message",
    attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
  };
}

/** A payload for anything else. */
export function webhookPayload(alert: Alert | GoalAlert, options: MessageOptions = {}): WebhookPayload {
  const iso = (at: number) => new Date(at).toISOString();
  const common = {
    type: "deskgauge.alert",
    at: iso(alert.at),
    text: sentence(alert, { ...WORDS, ...options.words }),
  } as const;
  if (alert.kind === "goal") return { ...alert, ...common, from: iso(alert.from) };
  return { ...alert, ...common, due: alert.due === null ? null : iso(alert.due) };
}

const COLOURS = {
  warning: "Warning",
  breach: "Attention",
  recovered: "Default",
  missed: "Attention",
  met: "Good",
} as const;

function sentence(alert: Alert | GoalAlert, words: AlertWords): string {
  const about =
    alert.kind === "goal"
      ? `${alert.goal}, ${alert.metric.replaceAll("_", " ")}`
      : `${alert.clock.replaceAll("_", " ")}, ${words.ticket.toLowerCase()} ${alert.ticket}`;
  return `${words[alert.level]}: ${about}`;
}

function facts(
  alert: Alert | GoalAlert,
  words: AlertWords,
  { locale, timeZone = "UTC" }: MessageOptions,
): [string, string][] {
  if (alert.kind === "goal") return goalFacts(alert, words, locale);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const due: [string, string][] =
    alert.due === null ? [] : [[words.due, `${date.format(alert.due)} (${timeZone})`]];
  return [
    [words.ticket, clip(alert.ticket, 200)],
    [words.clock, alert.clock.replaceAll("_", " ")],
    [words.policy, clip(alert.policy, 200)],
    ...due,
  ];
}

function goalFacts(alert: GoalAlert, words: AlertWords, locale: string | undefined): [string, string][] {
  const { goal, metric, statistic, value, interval, n, atMost, atLeast } = alert;
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
  const ends = interval === null ? "" : ` (${interval.map((end) => number.format(end)).join(" – ")})`;
  const bounds = [
    atLeast === null ? "" : `≥ ${number.format(atLeast)}`,
    atMost === null ? "" : `≤ ${number.format(atMost)}`,
  ];
  return [
    [words.goal, clip(goal, 200)],
    [metric.replaceAll("_", " "), statistic],
    [words.value, `${number.format(value)}${ends}, ${number.format(n)} ${words.values}`],
    [words.bound, bounds.filter((bound) => bound !== "").join(", ")],
  ];
}

/** Text that a card would take for Markdown, as it stands. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, "\\$&");
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
