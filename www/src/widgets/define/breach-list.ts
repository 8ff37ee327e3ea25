/** Registers `<deskgauge-breach-list>`. */
import { BreachList } from "../breach-list.js";
import { register } from "../tags.js";

register(BreachList, "breach-list");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-breach-list": BreachList;
  }
}
