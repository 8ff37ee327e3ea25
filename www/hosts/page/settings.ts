/** What the host's server wrote into the page for us, and what its administrators set. */
import type { DeskSettings } from "deskgauge";
import type { Layout } from "./layout.js";

/** What administrators set. */
export interface Options {
  /** How many days back the overview page goes (default 90). */
  readonly days?: number;
  /** What the overview page shows. */
  readonly layout?: Layout;
  /** Levels, rules and the like, in place of what the host itself says. */
  readonly settings?: DeskSettings;
  /** After how many seconds without an answer the host is given up (default 30). */
  readonly timeout?: number;
}

/** What every host tells. */
export interface HostSettings {
  readonly timeZone?: string;
  readonly options?: Options;
}

/** The settings in the page's `deskgauge-settings` block. */
export function readSettings<Settings extends HostSettings>(): Settings {
  const block = document.getElementById("deskgauge-settings");
  return JSON.parse(block?.textContent ?? "{}") as Settings;
}
