/** Registers `<deskgauge-sla-attainment>`. */
import { SlaAttainment } from "../sla-attainment.js";
import { register } from "../tags.js";

register(SlaAttainment, "sla-attainment");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-sla-attainment": SlaAttainment;
  }
}
