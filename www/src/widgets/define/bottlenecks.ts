/** Registers `<deskgauge-bottlenecks>`. */
import { Bottlenecks } from "../bottlenecks.js";
import { register } from "../tags.js";

register(Bottlenecks, "bottlenecks");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-bottlenecks": Bottlenecks;
  }
}
