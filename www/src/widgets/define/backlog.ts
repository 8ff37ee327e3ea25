/** Registers `<deskgauge-backlog>`. */
import { Backlog } from "../backlog.js";
import { register } from "../tags.js";

register(Backlog, "backlog");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-backlog": Backlog;
  }
}
