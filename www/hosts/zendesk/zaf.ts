/**
 * Zendesk, as an app's frame sees it through the client of the Apps Framework (ZAF v2).
 *
 * Easy to get wrong: the framework tells that a ticket is being saved (`ticket.save`) before there is anything new to read;
 * `ticket.submit.done` comes after it, and `ticket.updated` when somebody else changed the ticket.
 */
import type { DeskSettings } from "deskgauge";
import { type ZendeskClient, zendesk, zendeskApp } from "deskgauge/adapters/zendesk";
import type { Helpdesk } from "../frame/helpdesk.js";

/** The client that `zaf_sdk.js` makes, as far as the frames use it. */
interface Client extends ZendeskClient {
  get(path: string): Promise<Readonly<Record<string, unknown>>>;
  invoke(action: string, ...values: readonly unknown[]): Promise<unknown>;
  on(event: string, listener: (value: unknown) => void): void;
  metadata(): Promise<{ readonly settings?: Readonly<Record<string, unknown>> }>;
}

declare const ZAFClient: { init(): Client | false } | undefined;

/** What an app without settings promises. */
const DEFAULTS: DeskSettings = {
  policies: [{ id: "usual", targets: { first_response: "4h", resolution: "48h" } }],
  rules: [
    {
      id: "resolution-at-risk",
      when: { clock: "resolution", used: "80%" },
      steps: [{ do: "notify", to: { role: "lead" } }],
    },
  ],
};
const CHANGES = ["app.activated", "ticket.updated", "ticket.submit.done"];

/** Zendesk, where the page stands in a frame of it. */
export async function zendeskFrame(): Promise<Helpdesk> {
  const client = typeof ZAFClient === "undefined" ? false : ZAFClient.init();
  if (client === false) throw new Error("the page does not stand in a frame of Zendesk");
  void followScheme(client);
  return {
    defaults: DEFAULTS,
    reasons: {},
    // Zendesk gives exports to administrators alone.
    overviewReasons: { forbidden: "export-forbidden" },
    adapter: zendesk({ request: zendeskApp(client) }),
    settings: async () => (await client.metadata()).settings ?? {},
    locale: async () => textOf(await client.get("currentUser.locale"), "currentUser.locale"),
    ticket: async () => {
      const id = (await client.get("ticket.id"))["ticket.id"];
      return String(id);
    },
    onChange: (listener) => {
      for (const event of CHANGES) client.on(event, listener);
    },
    fit: (height) => void client.invoke("resize", { width: "100%", height: `${height}px` }).catch(ignore),
    open: (ticket) => void client.invoke("routeTo", "ticket", ticket).catch(ignore),
  };
}

/** Has the page be as light or dark as Zendesk around it. */
async function followScheme(client: Client): Promise<void> {
  const show = (scheme: unknown) => {
    document.documentElement.dataset.scheme = scheme === "dark" ? "dark" : "light";
  };
  client.on("colorScheme.changed", show);
  show((await client.get("colorScheme").catch(() => ({}) as Record<string, unknown>)).colorScheme);
}

function textOf(answer: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const value = answer[path];
  return typeof value === "string" ? value : undefined;
}

/** The frame may be gone by the time; then there is nothing to do. */
function ignore(): void {}
