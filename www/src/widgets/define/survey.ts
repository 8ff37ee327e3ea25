/** Registers `<deskgauge-survey>`. */
import { Survey } from "../survey.js";
import { register } from "../tags.js";

register(Survey, "survey");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-survey": Survey;
  }
}
