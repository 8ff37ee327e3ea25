/** Registers `<deskgauge-ranked-table>`. */
import { RankedTable } from "../ranked-table.js";
import { register } from "../tags.js";

register(RankedTable, "ranked-table");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-ranked-table": RankedTable;
  }
}
