// What a stranger's TypeScript may hand to a sync, and what it may not; `npm run check` compiles it.

import { Desk } from "deskgauge";
import { freshdesk, freshdeskApp } from "deskgauge/adapters/freshdesk";
import { jira } from "deskgauge/adapters/jira";
import { zendesk, zendeskApp } from "deskgauge/adapters/zendesk";
import { type Adapter, type HostRequest, Pace, type SyncCursor, sync } from "deskgauge/sync";

const request: HostRequest = (path, init) => fetch(new URL(path, "https://acme.zendesk.com"), init);
const desk = await Desk.open();
const done = await sync(desk, zendesk({ request }), {
  since: new Date(0),
  signal: AbortSignal.timeout(60_000),
  onProgress: ({ answers, tickets, share, waiting, cursor }) => {
    const told: (number | undefined)[] = [answers, tickets, share, waiting?.until, cursor?.since];
    console.log(told);
  },
});
const cursor: SyncCursor | undefined = done.cursor;
await sync(desk, jira({ request: (path, init) => fetch(path, init), jql: "project = DESK" }), { cursor });

/** As app frameworks type their clients: with more than is asked for. */
declare const client: {
  request(options: { url: string; type?: string; dataType?: string }): Promise<Record<string, unknown>>;
};
declare const app: {
  request: { invokeTemplate(name: string, options: { context?: Record<string, string> }): Promise<unknown> };
};
await sync(desk, zendesk({ request: zendeskApp(client) }), { ticket: 7 });
await sync(desk, freshdesk({ request: freshdeskApp(app), perMinute: 20 }), { ticket: "7" });

/** An adapter of one's own. */
export const own: Adapter = {
  source: "servicenow",
  request,
  pace: new Pace({ most: 10 }),
  async *read(host, { since, position, ticket }) {
    const { bytes, value, header } = await host.json({ path: `/rows?since=${since}&ticket=${ticket}` });
    console.log(position, value, header("link"), host.now());
    yield { payload: bytes, position: { row: 1 }, share: 1 };
  },
};

// @ts-expect-error requests need somebody who makes them
zendesk({});
// @ts-expect-error a cursor is no beginning
await sync(desk, own, { since: done.cursor });
