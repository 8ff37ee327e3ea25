/** Registers all widgets under their usual tags. */
import "./breach-list.js";
import "./dashboard.js";
import "./escalation-panel.js";
import "./filter-bar.js";
import "./kpi-tile.js";
import "./metric-chart.js";
import "./sla-countdown.js";
import "./ranked-table.js";
import "./heat-map.js";
import "./sla-attainment.js";
import "./backlog.js";
import "./alert-feed.js";
import "./survey.js";
import "./distribution.js";
