/** Registers `<deskgauge-reconciliation>`. */
import { ReconciliationTable } from "../reconciliation.js";
import { register } from "../tags.js";

register(ReconciliationTable, "reconciliation");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-reconciliation": ReconciliationTable;
  }
}
