/**
 * django-helpdesk, by the view of our app (`deskgauge_helpdesk`) and the session of the page's user.
 *
 * Easy to get wrong: django-helpdesk's own API leaves out when a ticket was created and every change of a field. Without our
 * view there are no assignments, hand-offs and holds.
 */
import type { Adapter, AdapterOptions, Step, Wanted } from "./adapter.js";
import type { Host } from "./host.js";
import { Pace } from "./pace.js";
import { instantOf, numberOf, ownSession, recordOf, recordsOf } from "./request.js";
import { OVERLAP, reachedOf, stepOf } from "./windows.js";

/** Where the app's view is, and how it is asked: in the session of the page's user where no `request` is given. */
export interface DjangoHelpdeskOptions extends Partial<AdapterOptions> {
  /** The app's view of histories (default `/deskgauge/history.json`). */
  readonly history?: string;
}

/** The tickets of a django-helpdesk and their histories. */
export function djangoHelpdesk({
  history = "/deskgauge/history.json",
  request = ownSession,
  fields,
  perMinute,
}: DjangoHelpdeskOptions = {}): Adapter {
  return {
    source: "django-helpdesk",
    ...(fields && { fields }),
    request,
    pace: new Pace({ most: perMinute }),

    async *read(host: Host, { ticket, since, position }: Wanted): AsyncGenerator<Step> {
      const from = Math.max(since, (reachedOf(position, "changed") ?? since) - OVERLAP);
      // What changed while this was read may not have been seen.
      let [changed, began] = [from, undefined as number | undefined];
      const wanted = {
        ...(ticket !== undefined && { ticket }),
        ...(ticket === undefined && from > 0 && { since: new Date(from).toISOString() }),
      };
      // Ids only go up, so that nothing is missed when tickets change meanwhile.
      for (let after: number | undefined = 0; after !== undefined; ) {
        const search = new URLSearchParams({ ...wanted, after: String(after) });
        const page = await host.json({ path: `${history}?${search}` });
        const tickets = recordsOf(recordOf(page.value).tickets);
        const dates = tickets.flatMap((told) => [told, ...recordsOf(told.followups)]);
        changed = Math.max(changed, ...dates.map(({ created, date }) => instantOf(date ?? created) ?? 0));
        began ??= host.told();
        yield stepOf(page);
        after = numberOf(recordOf(page.value).next);
      }
      yield { position: { changed: Math.min(changed, began ?? changed) }, share: 1 };
    },
  };
}
