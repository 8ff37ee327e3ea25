/** Registers `<deskgauge-findings>`. */
import { FindingsList } from "../findings.js";
import { register } from "../tags.js";

register(FindingsList, "findings");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-findings": FindingsList;
  }
}
