import { html, type Html } from "./html.js";

export interface SortableColumn {
  readonly title: string;
  readonly isNumber?: boolean;
  /** The rows come sorted by this column, the largest first. */
  readonly isSorted?: boolean;
}

/** A table whose headers are buttons that sort it. The first cell of a row is its header; all have a `data-value`. */
export function sortableTable(
  label: string,
  columns: readonly SortableColumn[],
  rows: readonly Html[],
): Html {
  const heads = columns.map(
    ({ title, isNumber = false, isSorted = false }) =>
      html`<th
        scope="col"
        class="${isNumber ? "number" : "text"}"
        aria-sort="${isSorted ? "descending" : "none"}"
      >
        <button type="button">${title}</button>
      </th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table class="sortable">
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
