/** How a dashboard is laid out, on screens and on paper. */
import { css } from "lit";

export const dashboardStyles = css`
  .card {
    background: var(--deskgauge-ground, var(--_sunken));
    border: 0;
    padding: var(--_gap);
  }

  .items {
    display: grid;
    gap: var(--_gap);
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
    align-items: stretch;
  }

  .item > * {
    block-size: 100%;
  }

  @container (min-width: 38rem) {
    .span-2,
    .span-3,
    .span-4 {
      grid-column: span 2;
    }
  }

  @container (min-width: 56rem) {
    .span-3 {
      grid-column: span 3;
    }

    .span-4 {
      grid-column: 1 / -1;
    }
  }

  dialog {
    color: var(--_ink);
    background: var(--_surface);
    border: 1px solid var(--_strong);
    border-radius: var(--_radius);
    inline-size: min(26rem, 92vw);
    max-block-size: 80vh;
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }

  dialog ul {
    list-style: none;
    margin: 0.5rem 0;
    padding: 0;
    display: grid;
    gap: 0.25rem;
    max-block-size: 50vh;
    overflow: auto;
  }

  dialog li {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
  }

  .narrowed {
    display: none;
    margin: 0;
  }

  @media print {
    .narrowed {
      display: block;
    }

    deskgauge-filter-bar,
    .filters {
      display: none;
    }

    .items {
      grid-template-columns: repeat(2, 1fr);
    }
  }
`;
