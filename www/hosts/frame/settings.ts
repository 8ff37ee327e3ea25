/**
 * The settings of an app, as an administrator writes them when it is installed: what is promised, when the desk is open, which
 * levels there are and what is to be escalated, each as JSON for `desk.configure`.
 *
 * Easy to get wrong: a field that is left empty takes the app's own default, not nothing.
 */
import { DeskError, type DeskSettings } from "deskgauge";

/** The settings, read. */
export interface FrameSettings {
  /** For `desk.configure`. */
  readonly desk: DeskSettings;
  /** How many days back the overview goes. */
  readonly days: number;
  /** IANA zone of the figures (default the browser's). */
  readonly timeZone: string | undefined;
}

const JSON_SETTINGS = ["calendars", "policies", "levels", "rules"] as const;
const USUAL_DAYS = 30;
const MOST_DAYS = 3_650;

/**
 * Reads the settings.
 *
 * @throws DeskError `bad-setting` with the setting's name as its path
 */
export function readSettings(
  written: Readonly<Record<string, unknown>>,
  defaults: DeskSettings,
): FrameSettings {
  const given = JSON_SETTINGS.flatMap((name) => {
    const value = jsonOf(name, written[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  const timeZone = textOf(written.time_zone);
  return {
    desk: { ...defaults, ...Object.fromEntries(given) },
    days: daysOf(written.days),
    timeZone: timeZone === "" ? undefined : timeZone,
  };
}

function jsonOf(name: string, written: unknown): unknown {
  const text = textOf(written);
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `expected JSON; ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new DeskError("bad-setting", message, { path: name, cause });
  }
}

function daysOf(written: unknown): number {
  const text = textOf(written);
  if (text === "") return USUAL_DAYS;
  const days = Number(text);
  if (Number.isFinite(days) && days > 0 && days <= MOST_DAYS) return days;
  const message = `expected a number of days up to ${MOST_DAYS}; found ${JSON.stringify(text)}`;
  throw new DeskError("bad-setting", message, { path: "days" });
}

function textOf(written: unknown): string {
  return written === undefined || written === null ? "" : String(written).trim();
}
