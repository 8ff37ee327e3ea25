/**
 * What both frames of an app have in common: the language of the page, what went wrong in the agent's words, and the height of
 * the frame.
 */
import { isDeskError } from "deskgauge";
import type { Helpdesk } from "./helpdesk.js";
import { type FrameKey, FrameWords } from "./words.js";

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

/** Has the page speak the agent's language. */
export async function speak(helpdesk: Helpdesk, title: "sidebar" | "overview"): Promise<FrameWords> {
  const locale = canonical(await helpdesk.locale().catch(() => undefined)) ?? navigator.language;
  const root = document.documentElement;
  root.lang = locale;
  root.dir = RIGHT_TO_LEFT.includes(new Intl.Locale(locale).language) ? "rtl" : "ltr";
  const words = new FrameWords(locale);
  document.title = words.say(title);
  return words;
}

function canonical(locale: string | undefined): string | undefined {
  try {
    return locale === undefined ? undefined : Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

/** What went wrong, in a sentence for the agent; the console gets the error itself, once. */
export function explain(
  error: unknown,
  words: FrameWords,
  reasons: Readonly<Record<string, FrameKey>>,
): string {
  console.error("deskgauge:", error);
  if (!isDeskError(error)) return words.say("host-failed");
  const same: Readonly<Record<string, FrameKey>> = { "host-cut": "host-failed" };
  const code = reasons[error.code] ?? same[error.code] ?? error.code;
  if (words.knows(code)) return words.say(code);
  return error.path === undefined
    ? error.message
    : words.say("setting", { path: error.path, message: error.message });
}

/** Keeps the frame as high as its content. */
export function fitFrame(helpdesk: Helpdesk): void {
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    helpdesk.fit(height);
  }).observe(document.body);
}

/** An element of the page. */
export function part<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  return document.querySelector<Kind>(selector) as Kind;
}
