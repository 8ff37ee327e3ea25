/** Registers `<deskgauge-alert-feed>`. */
import { AlertFeed } from "../alert-feed.js";
import { register } from "../tags.js";

register(AlertFeed, "alert-feed");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-alert-feed": AlertFeed;
  }
}
