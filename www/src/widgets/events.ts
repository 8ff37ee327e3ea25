/**
 * What widgets tell their page. All events bubble and cross shadow roots, so one listener on the page hears every widget.
 *
 * ```js
 * document.addEventListener("deskgauge-open-ticket", ({ detail }) => location.assign(`/tickets/${detail.ticket}`));
 * ```
 *
 * Easy to get wrong: widgets change nothing by themselves. The page opens the ticket, sends the mail, stores the event.
 */
import type { EscalationStep } from "../escalations.js";
import type { CellSelector } from "../report.js";
import type { View } from "./dashboard/state.js";

/** The events by name, with what `detail` holds. */
export interface WidgetEvents {
  /** Somebody wants to see a ticket. */
  readonly "deskgauge-open-ticket": { readonly ticket: string };
  /** Somebody wants to see the tickets behind a figure. */
  readonly "deskgauge-drill-down": { readonly cell: CellSelector; readonly metric: string };
  /** Somebody chose a word of a dimension, or the start of a bucket. */
  readonly "deskgauge-select": {
    readonly dimension: string;
    readonly word: string | number | null;
  };
  /** Somebody exports; the file is saved by the browser unless the default is prevented. */
  readonly "deskgauge-export": { readonly name: string; readonly blob: Blob };
  /** What is shown was narrowed or widened. */
  readonly "deskgauge-filter": { readonly view: View };
  /** Somebody wants to keep what is shown under a name; the page keeps it, and hands it back among `views`. */
  readonly "deskgauge-save-view": {
    readonly name: string;
    readonly view: View;
    /** The view as it stands in an address. */
    readonly address: string;
  };
  /** Somebody wants it on paper; the browser prints the page unless the default is prevented. */
  readonly "deskgauge-print": Record<string, never>;
  /** Somebody wants to try again after an error. */
  readonly "deskgauge-retry": Record<string, never>;
  /** Somebody took note of an escalation. */
  readonly "deskgauge-acknowledge": { readonly step: EscalationStep; readonly at: number };
  /** Somebody put an escalation off. */
  readonly "deskgauge-snooze": {
    readonly step: EscalationStep;
    readonly seconds: number;
    readonly at: number;
  };
}

declare global {
  interface HTMLElementEventMap extends CustomEvents<WidgetEvents> {}
  interface DocumentEventMap extends CustomEvents<WidgetEvents> {}
}

type CustomEvents<Details> = { [Name in keyof Details]: CustomEvent<Details[Name]> };

/** Dispatches an event; whether nobody prevented its default. */
export function tell<Name extends keyof WidgetEvents>(
  from: EventTarget,
  name: Name,
  detail: WidgetEvents[Name],
): boolean {
  return from.dispatchEvent(
    new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
  );
}
