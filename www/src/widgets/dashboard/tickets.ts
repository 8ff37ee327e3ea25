import { html, nothing, type TemplateResult } from "lit";
import type { Tickets } from "../../report.js";

/** What a list of tickets says, and to whom it tells which was chosen. */
export interface TicketListWords {
  readonly title: string;
  readonly close: string;
  /** For the tickets that are not listed. */
  readonly more: string | undefined;
  readonly open: (ticket: string) => string;
}

/** The tickets behind a figure, in a dialog over the page. */
export function ticketList(
  { tickets }: Tickets,
  words: TicketListWords,
  tell: { readonly chosen: (ticket: string) => void; readonly closed: () => void },
): TemplateResult {
  return html`<dialog part="tickets" aria-labelledby="behind" @close=${tell.closed}>
    <div class="head">
      <strong id="behind">${words.title}</strong>
      <button type="button" @click=${(event: Event) => (event.target as Element).closest("dialog")?.close()}>${words.close}</button>
    </div>
    <ul>
      ${tickets.map(
        ({ id }) =>
          html`<li>
            <button type="button" class="link" @click=${() => tell.chosen(id)}>${words.open(id)}</button>
          </li>`,
      )}
    </ul>
    ${words.more === undefined ? nothing : html`<p class="muted small">${words.more}</p>`}
  </dialog>`;
}
