/**
 * What a frame needs of the helpdesk that it stands in. Each helpdesk's own folder says how it does these things.
 */
import type { DeskSettings } from "deskgauge";
import type { Adapter } from "deskgauge/sync";
import type { FrameKey } from "./words.js";

/** A helpdesk, as seen from an app's frame in it. */
export interface Helpdesk {
  /** What holds where the app's settings are empty. */
  readonly defaults: DeskSettings;
  /** What an error means here where that differs from elsewhere, by its code. */
  readonly reasons: Readonly<Record<string, FrameKey>>;
  /** The same on the page of its own, before the others. */
  readonly overviewReasons?: Readonly<Record<string, FrameKey>>;
  /** What reads it. */
  readonly adapter: Adapter;
  /** The app's settings, as they were written. */
  settings(): Promise<Readonly<Record<string, unknown>>>;
  /** The language of the agent. */
  locale(): Promise<string | undefined>;
  /** The ticket that is shown. */
  ticket(): Promise<string>;
  /** Calls back when the ticket that is shown was changed, or another one is shown. */
  onChange(listener: () => void): void;
  /** Makes the frame as high as its content. */
  fit(height: number): void;
  /** Goes to a ticket. */
  open(ticket: string): void;
}
