/** Registers `<deskgauge-kpi-tile>`. */
import { KpiTile } from "../kpi-tile.js";
import { register } from "../tags.js";

register(KpiTile, "kpi-tile");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-kpi-tile": KpiTile;
  }
}
