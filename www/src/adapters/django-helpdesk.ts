/**
 * django-helpdesk, by the view of our app (`deskgauge_helpdesk`) and the session of the page's user.
 *
 * Easy to get wrong: django-helpdesk's own API leaves out when a ticket was created and every change of a field. Without our
 * view there are no assignments, hand-offs and holds.
 */
import type { Adapter, Wanted } from "./adapter.js";
import { type Asking, askHost, parsed } from "./host.js";

/** Where the app's view is, and how it is asked. */
export interface DjangoHelpdeskOptions extends Pick<Asking, "timeout"> {
  /** The app's view of histories (default `/deskgauge/history.json`). */
  readonly history?: string;
  /** Fields of tickets to keep as custom dimensions, such as `["due_date"]`. */
  readonly fields?: readonly string[];
}

interface Page {
  /** The id to go on after; null at the end. */
  readonly next: number | null;
}

/** The tickets of a django-helpdesk and their histories. */
export function djangoHelpdesk({
  history = "/deskgauge/history.json",
  fields,
  timeout,
}: DjangoHelpdeskOptions = {}): Adapter {
  return {
    source: "django-helpdesk",
    ...(fields && { fields }),

    async *read({ ticket, since, signal }: Wanted) {
      const wanted = {
        ...(ticket !== undefined && { ticket: String(ticket) }),
        ...(since !== undefined && { since: since.toISOString() }),
      };
      for (let after: number | null = 0; after !== null; ) {
        const search = new URLSearchParams({ ...wanted, after: String(after) });
        const bytes = await askHost(`${history}?${search}`, { signal, timeout });
        yield bytes;
        ({ next: after } = parsed<Page>(bytes));
      }
    },
  };
}
