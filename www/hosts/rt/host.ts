/** RT's pages: the host as `page/` wants it. */
import { rt, rtPriorities } from "deskgauge/adapters/rt";
import { type RtService, rtAgreements } from "deskgauge/adapters/rt-agreements";
import type { Host } from "../page/host.js";
import { usualRules } from "../page/rules.js";
import { type HostSettings, readSettings } from "../page/settings.js";
import css from "./rt.css";

interface Settings extends HostSettings, Omit<RtService, "timeZone"> {
  readonly webPath?: string;
}

const settings = readSettings<Settings>();
const { webPath = "", timeZone, options = {} } = settings;
const { promises, leftOut } = rtAgreements(settings);

/** The host. */
export const host: Host = {
  adapter: rt({ webPath }),
  options,
  timeZone,
  promises: { ...promises, priorities: rtPriorities, rules: usualRules(promises), ...options.settings },
  leftOut: leftOut.length > 0 ? leftOut.join("; ") : undefined,
  ticketUrl: (ticket) => `${webPath}/Ticket/Display.html?id=${encodeURIComponent(ticket)}`,
  css,
  isDark: () => document.body.classList.contains("darkmode"),
};
