/**
 * How widgets look: colours by role, taken from the page's `--deskgauge-…` properties where it sets them, else light or dark
 * as the page's `color-scheme` says.
 *
 * Easy to get wrong: `light-dark()` follows `color-scheme`, not the reader's system. A page that is dark by its own styles
 * alone says so with `color-scheme: dark`, or with `theme="dark"` on the widget.
 */
import { css } from "lit";

/** What all widgets share. */
export const theme = css`
  :host {
    --_ink: var(--deskgauge-ink, light-dark(#15202b, #e6ecf1));
    --_muted: var(--deskgauge-muted, light-dark(#55636f, #a3b1bd));
    --_surface: var(--deskgauge-surface, light-dark(#ffffff, #161e25));
    --_sunken: var(--deskgauge-sunken, light-dark(#f1f4f6, #0f161b));
    --_line: var(--deskgauge-line, light-dark(#dbe2e8, #2a3641));
    --_strong: var(--deskgauge-strong-line, light-dark(#74828e, #7b8b98));
    --_accent: var(--deskgauge-accent, light-dark(#0b6b72, #5cc4be));
    --_on-accent: var(--deskgauge-on-accent, light-dark(#ffffff, #06201f));
    --_soft: var(--deskgauge-accent-soft, light-dark(#d8eeec, #16393b));
    --_good: var(--deskgauge-good, light-dark(#1b7440, #6dd197));
    --_warn: var(--deskgauge-warn, light-dark(#8a5a00, #f0c05a));
    --_bad: var(--deskgauge-bad, light-dark(#b3261e, #ff9a90));
    --_series-1: var(--deskgauge-series-1, light-dark(#0b6b72, #5cc4be));
    --_series-2: var(--deskgauge-series-2, light-dark(#b5541c, #f0a06a));
    --_series-3: var(--deskgauge-series-3, light-dark(#4b53a8, #a3abf5));
    --_series-4: var(--deskgauge-series-4, light-dark(#7a3d86, #d49ae0));
    --_series-5: var(--deskgauge-series-5, light-dark(#5d6b15, #c3d16b));
    --_series-6: var(--deskgauge-series-6, light-dark(#a02c5d, #f191b8));
    --_radius: var(--deskgauge-radius, 10px);
    --_gap: var(--deskgauge-gap, 0.75rem);
    display: block;
    container-type: inline-size;
    min-inline-size: 0;
    color: var(--_ink);
    font-family: var(--deskgauge-font, inherit);
    font-size: var(--deskgauge-font-size, 0.875rem);
    line-height: 1.45;
    text-align: start;
  }

  :host([hidden]) {
    display: none;
  }

  :host([theme="light"]) {
    color-scheme: light;
  }

  :host([theme="dark"]) {
    color-scheme: dark;
  }

  @supports not (color: light-dark(#000, #fff)) {
    :host {
      --_ink: var(--deskgauge-ink, #15202b);
      --_muted: var(--deskgauge-muted, #55636f);
      --_surface: var(--deskgauge-surface, #ffffff);
      --_sunken: var(--deskgauge-sunken, #f1f4f6);
      --_line: var(--deskgauge-line, #dbe2e8);
      --_strong: var(--deskgauge-strong-line, #74828e);
      --_accent: var(--deskgauge-accent, #0b6b72);
      --_on-accent: var(--deskgauge-on-accent, #ffffff);
      --_soft: var(--deskgauge-accent-soft, #d8eeec);
      --_good: var(--deskgauge-good, #1b7440);
      --_warn: var(--deskgauge-warn, #8a5a00);
      --_bad: var(--deskgauge-bad, #b3261e);
      --_series-1: var(--deskgauge-series-1, #0b6b72);
      --_series-2: var(--deskgauge-series-2, #b5541c);
      --_series-3: var(--deskgauge-series-3, #4b53a8);
      --_series-4: var(--deskgauge-series-4, #7a3d86);
      --_series-5: var(--deskgauge-series-5, #5d6b15);
      --_series-6: var(--deskgauge-series-6, #a02c5d);
    }
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .card {
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: var(--deskgauge-padding, 0.875rem 1rem);
    block-size: 100%;
    display: flex;
    flex-direction: column;
    gap: var(--_gap);
    overflow-wrap: anywhere;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.25rem 0.75rem;
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    overflow-wrap: normal;
    gap: 0 0.625rem;
  }

  .heading {
    font-weight: 600;
    font-size: 0.9375rem;
  }

  .muted {
    color: var(--_muted);
  }

  .small {
    font-size: 0.8125rem;
  }

  .good {
    color: var(--_good);
  }

  .warn {
    color: var(--_warn);
  }

  .bad {
    color: var(--_bad);
  }

  .numbers {
    font-variant-numeric: tabular-nums;
  }

  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button {
    font: inherit;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_strong);
    border-radius: calc(var(--_radius) * 0.6);
    padding: 0.25rem 0.625rem;
    min-block-size: 1.75rem;
    cursor: pointer;
  }

  button:hover {
    background: var(--_sunken);
  }

  button.link {
    border: 0;
    background: none;
    padding: 0;
    min-block-size: 1.5rem;
    color: var(--_accent);
    text-decoration: underline;
    text-underline-offset: 0.15em;
    text-align: start;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  summary {
    cursor: pointer;
    color: var(--_muted);
    font-size: 0.8125rem;
    min-block-size: 1.5rem;
  }

  .skeleton {
    border-radius: 4px;
    background: var(--_line);
    min-block-size: 1em;
    animation: pulse 1.6s ease-in-out infinite alternate;
  }

  @keyframes pulse {
    to {
      opacity: 0.45;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    :host {
      --_ink: CanvasText;
      --_muted: CanvasText;
      --_surface: Canvas;
      --_sunken: Canvas;
      --_line: CanvasText;
      --_strong: CanvasText;
      --_accent: LinkText;
      --_on-accent: Canvas;
      --_soft: Canvas;
      --_good: CanvasText;
      --_warn: CanvasText;
      --_bad: CanvasText;
      --_series-1: CanvasText;
      --_series-2: LinkText;
      --_series-3: Highlight;
      --_series-4: GrayText;
      --_series-5: VisitedText;
      --_series-6: CanvasText;
    }

    .skeleton {
      background: GrayText;
    }
  }

  @media print {
    :host,
    :host([theme]) {
      color-scheme: light;
    }

    .card {
      break-inside: avoid;
      box-shadow: none;
    }

    .tools,
    button,
    summary {
      display: none;
    }

    /* What can be chosen is a figure or a name as well. */
    button.link,
    button.value,
    th button {
      display: inline;
      color: inherit;
      text-decoration: none;
    }

    .scroll,
    .table {
      max-block-size: none;
      overflow: visible;
    }
  }
`;
