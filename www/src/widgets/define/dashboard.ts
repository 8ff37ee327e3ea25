/** Registers `<deskgauge-dashboard>`. */
import { Dashboard } from "../dashboard.js";
import { register } from "../tags.js";

register(Dashboard, "dashboard");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-dashboard": Dashboard;
  }
}
