/** Registers `<deskgauge-escalation-times>`. */
import { EscalationTimesChart } from "../escalation-times.js";
import { register } from "../tags.js";

register(EscalationTimesChart, "escalation-times");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-escalation-times": EscalationTimesChart;
  }
}
