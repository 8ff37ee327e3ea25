/** django-helpdesk's pages: the host as `page/` wants it. */
import type { DeskSettings } from "deskgauge";
import { djangoHelpdesk } from "deskgauge/adapters/django-helpdesk";
import type { Host } from "../page/host.js";
import { usualRules } from "../page/rules.js";
import { type HostSettings, readSettings } from "../page/settings.js";
import css from "./django-helpdesk.css";

interface Settings extends HostSettings {
  /** Our view of histories. */
  readonly history?: string;
  /** The address of ticket 0. */
  readonly ticket?: string;
}

const { history, ticket = "/tickets/0/", timeZone, options = {} } = readSettings<Settings>();

/** django-helpdesk promises nothing but the date on which a ticket is due. */
const own: DeskSettings = { policies: [{ id: "due date", targets: { resolution: { due: "due_date" } } }] };
const promises: DeskSettings = { ...own, ...options.settings };

/** The host. */
export const host: Host = {
  adapter: djangoHelpdesk({
    fields: ["due_date"],
    ...(history !== undefined && { history }),
  }),
  options,
  timeZone,
  promises: { rules: usualRules(promises), ...promises },
  ticketUrl: (id) => ticket.replace(/0(?=\D*$)/, encodeURIComponent(id)),
  css,
  isDark: () => document.documentElement.dataset.bsTheme === "dark",
};
