/** Registers `<deskgauge-escalation-panel>`. */
import { EscalationPanel } from "../escalation-panel.js";
import { register } from "../tags.js";

register(EscalationPanel, "escalation-panel");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-escalation-panel": EscalationPanel;
  }
}
