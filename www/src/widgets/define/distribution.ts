/** Registers `<deskgauge-distribution>`. */
import { Distribution } from "../distribution.js";
import { register } from "../tags.js";

register(Distribution, "distribution");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-distribution": Distribution;
  }
}
