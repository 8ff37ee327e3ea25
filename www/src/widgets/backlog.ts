import { MetricChart } from "./metric-chart.js";

/**
 * Unsolved tickets at the end of each bucket of time, in all or by group.
 *
 * It is given a report of the metric `backlog` with a bucket; what it draws is a metric chart.
 *
 * @element deskgauge-backlog
 * @fires {CustomEvent} deskgauge-select - a point was chosen: `{ dimension, word }`
 * @fires {CustomEvent} deskgauge-export - somebody exports: `{ name, blob }`; prevent its default to save it elsewhere
 */
export class Backlog extends MetricChart {
  constructor() {
    super();
    this.metric = "backlog";
  }
}
