/** Registers `<deskgauge-sla-countdown>`. */
import { SlaCountdown } from "../sla-countdown.js";
import { register } from "../tags.js";

register(SlaCountdown, "sla-countdown");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-sla-countdown": SlaCountdown;
  }
}
