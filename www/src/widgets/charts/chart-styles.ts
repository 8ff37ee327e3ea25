/** How all charts look: colours of series, axes, tooltips, and the table behind. */
import { css } from "lit";

export const chartStyles = css`
  .chart {
    position: relative;
    min-inline-size: 0;
    border-radius: 4px;
  }

  svg.plot {
    display: block;
    inline-size: 100%;
    overflow: visible;
    touch-action: pan-y;
  }

  text {
    fill: var(--_muted);
    font-size: 11px;
    font-family: inherit;
    font-variant-numeric: tabular-nums;
  }

  .grid {
    stroke: var(--_line);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }

  .goal {
    stroke: var(--_ink);
    stroke-width: 1.5;
    stroke-dasharray: 5 4;
  }

  .s1 {
    --_series: var(--_series-1);
  }

  .s2 {
    --_series: var(--_series-2);
  }

  .s3 {
    --_series: var(--_series-3);
  }

  .s4 {
    --_series: var(--_series-4);
  }

  .s5 {
    --_series: var(--_series-5);
  }

  .s6 {
    --_series: var(--_series-6);
  }

  .line {
    fill: none;
    stroke: var(--_series);
    stroke-width: 2;
    stroke-linejoin: round;
  }

  .dot {
    fill: var(--_surface);
    stroke: var(--_series);
    stroke-width: 2;
  }

  .bar {
    fill: var(--_series);
  }

  .back {
    fill-opacity: 0.35;
  }

  .chosen {
    fill: var(--_soft);
  }

  .area {
    fill: var(--_series);
    fill-opacity: 0.18;
  }

  .clickable {
    cursor: pointer;
  }

  .ring {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 2;
    pointer-events: none;
  }

  .tip rect {
    fill: var(--_ink);
  }

  .tip {
    pointer-events: none;
  }

  .tip text {
    fill: var(--_surface);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.875rem;
    list-style: none;
    margin: 0;
    padding: 0;
  }

  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
  }

  .legend button {
    color: inherit;
    text-decoration: none;
    min-block-size: 1.5rem;
  }

  .legend button:hover {
    text-decoration: underline;
  }

  .legend svg {
    flex: none;
    inline-size: 0.75rem;
    block-size: 0.75rem;
  }

  .table {
    overflow: auto;
    max-block-size: 22rem;
  }

  table {
    border-collapse: collapse;
    inline-size: 100%;
  }

  th,
  td {
    padding: 0.25rem 0.5rem;
    border-block-end: 1px solid var(--_line);
    text-align: end;
    white-space: nowrap;
  }

  th:first-child,
  td:first-child {
    text-align: start;
    white-space: normal;
    min-inline-size: 5rem;
    max-inline-size: 14rem;
  }

  thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--_surface);
  }

  @media (forced-colors: active) {
    .chosen {
      fill: none;
      stroke: Highlight;
    }

    .tip rect {
      fill: Canvas;
      stroke: CanvasText;
    }

    .tip text {
      fill: CanvasText;
    }
  }
`;
