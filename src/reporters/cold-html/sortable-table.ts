import { markup, type Markup } from "./markup.js";

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
  rows: readonly Markup[],
): Markup {
  const heads = columns.map(
    ({ title, isNumber = false, isSorted = false }) =>
      markup`<th
        scope="col"
        class="${isNumber ? "number" : "text"}"
        aria-sort="${isSorted ? "descending" : "none"}"
      >
        <button type="button">${title}</button>
      </th>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
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
