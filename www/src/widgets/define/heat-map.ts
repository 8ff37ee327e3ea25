/** Registers `<deskgauge-heat-map>`. */
import { HeatMap } from "../heat-map.js";
import { register } from "../tags.js";

register(HeatMap, "heat-map");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-heat-map": HeatMap;
  }
}
