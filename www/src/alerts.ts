/**
 * `deskgauge/alerts`: what newly happened to clocks as messages for others, ready to be sent. Nothing is sent here.
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
import type { Alert } from "./sla.js";

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
export interface WebhookPayload extends Omit<Alert, "at" | "due"> {
  readonly type: "deskgauge.alert";
  readonly at: string;
  readonly due: string | null;
  readonly text: string;
}

const WORDS: AlertWords = {
  warning: "At risk",
  breach: "Breached",
  recovered: "Ended late",
  ticket: "Ticket",
  clock: "Clock",
  policy: "Policy",
  due: "Due",
  open: "Open ticket",
};

/** A message for Slack. */
export function slackMessage(alert: Alert, options: MessageOptions = {}): SlackMessage {
  const words = { ...WORDS, ...options.words };
  const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
  const fields = facts(alert, words, options).map(([name, value]) => plain(`${name}: ${value}`));
  const url = options.link?.(alert.ticket);
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
export function teamsMessage(alert: Alert, options: MessageOptions = {}): TeamsMessage {
  const words = { ...WORDS, ...options.words };
  const url = options.link?.(alert.ticket);
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
        color: { warning: "Warning", breach: "Attention", recovered: "Default" }[alert.level],
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
export function webhookPayload(alert: Alert, options: MessageOptions = {}): WebhookPayload {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...alert,
    type: "deskgauge.alert",
    at: iso(alert.at),
    due: alert.due === null ? null : iso(alert.due),
    text: sentence(alert, { ...WORDS, ...options.words }),
  };
}

function sentence({ level, clock, ticket }: Alert, words: AlertWords): string {
  return `${words[level]}: ${clock.replaceAll("_", " ")}, ${words.ticket.toLowerCase()} ${ticket}`;
}

function facts(
  alert: Alert,
  words: AlertWords,
  { locale, timeZone = "UTC" }: MessageOptions,
): [string, string][] {
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

/** Text that a card would take for Markdown, as it stands. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, "\\$&");
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
