import { svg } from "lit";
import type { Mark, Room } from "./chart.js";
import { fitted } from "./text.js";

const LINE = 15;

/** What a mark says, beside it and within the chart. */
export function tip({ x, y, lines }: Mark, { width, measure }: Room): unknown {
  const most = width - 14;
  const texts = lines.map((line) => fitted(line, most, measure));
  const wide = 14 + Math.max(...texts.map(measure));
  const high = 8 + LINE * lines.length;
  const left = Math.max(0, Math.min(width - wide, x - wide / 2));
  const top = y - high - 10 < -8 ? y + 12 : y - high - 10;
  return svg`<circle class="ring" cx=${x} cy=${y} r="6"></circle>
    <g class="tip">
      <rect x=${left} y=${top} width=${wide} height=${high} rx="4"></rect>
      ${texts.map((text, at) => svg`<text x=${left + wide / 2} y=${top + 17 + LINE * at} text-anchor="middle">${text}</text>`)}
    </g>`;
}
