/** A ticket's page: its clocks, and what is to be escalated. */
import { EscalationPanel } from "deskgauge/widgets/escalation-panel";
import { SlaCountdown } from "deskgauge/widgets/sla-countdown";
import { create } from "deskgauge/widgets/tags";
import { fill } from "./desk.js";
import type { Host } from "./host.js";

/** Fills the places of a ticket's page. */
export async function show(host: Host, places: readonly HTMLElement[]): Promise<void> {
  const ticket = places[0]?.dataset.ticket;
  if (ticket === undefined) return;
  const filled = places.map((place) => {
    const clocks = place.dataset.deskgauge === "clocks";
    const widget = clocks
      ? create(SlaCountdown, "sla-countdown")
      : Object.assign(create(EscalationPanel, "escalation-panel"), { readonly: true });
    return {
      place,
      widget: Object.assign(widget, { ticket, timeZone: host.timeZone, partial: host.leftOut }),
    };
  });
  await fill(host, filled, { ticket }, (desk) => {
    for (const { widget } of filled) widget.source = desk;
  });
}
