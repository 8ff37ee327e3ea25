/** What is different from host to host. */

import type { DeskSettings } from "deskgauge";
import type { Adapter } from "deskgauge/sync";
import type { Options } from "./settings.js";

/** A host's page. */
export interface Host {
  readonly adapter: Adapter;
  readonly options: Options;
  readonly timeZone: string | undefined;
  /** What the host promises, with what its administrators set in place of that. */
  readonly promises: DeskSettings;
  /** What could not be taken over from the host's own promises. */
  readonly leftOut?: string | undefined;
  /** Where a ticket's page is. */
  ticketUrl(ticket: string): string;
  /** How widgets look here: a style sheet whose rules are all for them. */
  readonly css: string;
  /** Whether the page is dark now. */
  isDark(): boolean;
}
