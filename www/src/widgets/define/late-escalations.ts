/** Registers `<deskgauge-late-escalations>`. */
import { LateEscalationsList } from "../late-escalations.js";
import { register } from "../tags.js";

register(LateEscalationsList, "late-escalations");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-late-escalations": LateEscalationsList;
  }
}
