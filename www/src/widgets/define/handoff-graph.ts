/** Registers `<deskgauge-handoff-graph>`. */
import { HandoffGraph } from "../handoff-graph.js";
import { register } from "../tags.js";

register(HandoffGraph, "handoff-graph");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-handoff-graph": HandoffGraph;
  }
}
