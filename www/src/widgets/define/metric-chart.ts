/** Registers `<deskgauge-metric-chart>`. */
import { MetricChart } from "../metric-chart.js";
import { register } from "../tags.js";

register(MetricChart, "metric-chart");

declare global {
  interface HTMLElementTagNameMap {
    "deskgauge-metric-chart": MetricChart;
  }
}
