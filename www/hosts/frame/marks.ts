/**
 * What agents acknowledged and put off, kept in their browser: the helpdesks have no place of their own for it.
 *
 * Easy to get wrong: a browser may refuse an app's frame to store anything. Then it holds until the frame is closed.
 */
import { acknowledge, type LiveEvent, snooze } from "deskgauge";
import type {} from "deskgauge/widgets/events";

const KEEP = 90 * 86_400_000;
const MOST = 500;
const KEY = "deskgauge-marks";
let held: readonly LiveEvent[] | undefined;

/** The marks there are. */
export function marks(): readonly LiveEvent[] {
  held ??= read().filter(({ at }) => Number(new Date(at)) > Date.now() - KEEP);
  return held;
}

/** Keeps what is acknowledged and put off on the page, and hands it on. */
export function onMark(listener: (mark: LiveEvent) => void): void {
  const take = (mark: LiveEvent) => {
    keep(mark);
    listener(mark);
  };
  document.addEventListener("deskgauge-acknowledge", ({ detail: { step, at } }) =>
    take(acknowledge(step, at)),
  );
  document.addEventListener("deskgauge-snooze", ({ detail: { step, seconds, at } }) =>
    take(snooze(step, seconds, at)),
  );
}

function keep(mark: LiveEvent): void {
  held = [...marks(), mark].slice(-MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(held));
  } catch {
    // It holds until the frame is closed.
  }
}

function read(): readonly LiveEvent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isMark) : [];
  } catch {
    return [];
  }
}

function isMark(value: unknown): value is LiveEvent {
  return typeof value === "object" && value !== null && "ticket" in value && "kind" in value && "at" in value;
}
