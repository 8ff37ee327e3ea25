/**
 * Freshdesk, as an app's frame sees it through the client of the Freshworks platform (version 3.0).
 *
 * Easy to get wrong: a sidebar stays while the agent goes from ticket to ticket; `app.activated` tells that another is shown.
 */
import type { DeskSettings } from "deskgauge";
import { type FreshdeskClient, freshdesk, freshdeskApp } from "deskgauge/adapters/freshdesk";
import { recordOf } from "deskgauge/adapters/request";
import type { Helpdesk } from "../frame/helpdesk.js";

/** The client that the platform hands to an app, as far as the frames use it. */
interface Client extends FreshdeskClient {
  readonly data: { get(name: string): Promise<Readonly<Record<string, unknown>>> };
  readonly events: { on(event: string, listener: () => void): void };
  readonly iparams: { get(): Promise<Readonly<Record<string, unknown>>> };
  readonly instance: { resize(size: { readonly height: string }): Promise<unknown> };
  readonly interface: {
    trigger(action: string, what: { readonly id: string; readonly value: number }): Promise<unknown>;
  };
}

declare const app: { initialized(): Promise<Client> } | undefined;

/** Where the settings promise nothing, what Freshdesk itself has promised: its due dates stand on each ticket. */
const DUE = ["fr_due_by", "due_by"];
const DEFAULTS: DeskSettings = {
  policies: [
    { id: "freshdesk", targets: { first_response: { due: "fr_due_by" }, resolution: { due: "due_by" } } },
  ],
  rules: [
    {
      id: "resolution-overdue",
      // Of a due date that the ticket states, no share can be used.
      when: { clock: "resolution", afterDue: "1s" },
      steps: [{ do: "notify", to: { role: "lead" } }],
    },
  ],
};
const CHANGES = [
  "app.activated",
  "ticket.propertiesUpdated",
  "ticket.statusChanged",
  "ticket.sendReply",
  "ticket.addNote",
];

/** Freshdesk, where the page stands in a frame of it. */
export async function freshdeskFrame(): Promise<Helpdesk> {
  if (typeof app === "undefined") throw new Error("the page does not stand in a frame of Freshdesk");
  const client = await app.initialized();
  return {
    defaults: DEFAULTS,
    // Requests go under the key of the settings, whoever looks.
    reasons: { "signed-out": "key-refused", forbidden: "key-forbidden" },
    adapter: freshdesk({ request: freshdeskApp(client), fields: DUE }),
    settings: () => client.iparams.get(),
    locale: async () => languageOf(await client.data.get("loggedInUser")),
    ticket: async () => String(recordOf((await client.data.get("ticket")).ticket).id),
    onChange: (listener) => {
      for (const event of CHANGES) client.events.on(event, listener);
    },
    fit: (height) => void client.instance.resize({ height: `${height}px` }).catch(ignore),
    open: (ticket) =>
      void client.interface.trigger("click", { id: "ticket", value: Number(ticket) }).catch(ignore),
  };
}

function languageOf(answer: Readonly<Record<string, unknown>>): string | undefined {
  const { language } = recordOf(recordOf(answer.loggedInUser).contact);
  return typeof language === "string" ? language : undefined;
}

/** The frame may be gone by the time; then there is nothing to do. */
function ignore(): void {}
