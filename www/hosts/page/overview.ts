/** The overview page: a dashboard over the tickets of the last months. */
import { Dashboard } from "deskgauge/widgets/dashboard";
import { create } from "deskgauge/widgets/tags";
import { fill } from "./desk.js";
import type { Host } from "./host.js";
import { USUAL } from "./layout.js";

const DAY = 86_400_000;

/** Fills the place of the overview page. */
export async function show(host: Host, places: readonly HTMLElement[]): Promise<void> {
  const { days = 90, layout = USUAL } = host.options;
  const { timeZone, leftOut: partial } = host;
  const widget = Object.assign(create(Dashboard, "dashboard"), { layout, timeZone, partial, urlKey: "desk" });
  const filled = places.map((place) => ({ place, widget }));
  await fill(host, filled, { since: new Date(Date.now() - days * DAY) }, (desk) => {
    widget.source = desk;
  });
}
