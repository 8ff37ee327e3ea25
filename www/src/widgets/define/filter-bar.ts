/** Registers `<deskgauge-filter-bar>`. */
import { FilterBar } from "../filter-bar.js";
import { register } from "../tags.js";

register(FilterBar, "filter-bar");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-filter-bar": FilterBar;
  }
}
