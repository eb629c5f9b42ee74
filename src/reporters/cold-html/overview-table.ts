import type { ColdHandler, ColdMode } from "../../reports/cold/cold-report.js";
import { formatBytes, formatMs, formatNumber, formatRange } from "../format.js";
import { markup, type Markup } from "./markup.js";
import { sortableTable } from "./sortable-table.js";

const COLUMNS = [
  { title: "Handler" },
  { title: "Unbundled", isNumber: true, isSorted: true },
  { title: "Bundled", isNumber: true },
  { title: "Modules", isNumber: true },
  { title: "Size", isNumber: true },
];

/** All handlers; each leads to its section. */
export function drawOverviewTable(handlers: readonly ColdHandler[], idOf: (index: number) => string): Markup {
  const rows = handlers.map(
    ({ entry, unbundled, bundled }, index) =>
      markup`<tr>
        <th scope="row" data-value="${entry}">
          <a href="#${idOf(index)}"><code>${entry}</code></a>
        </th>
        ${drawMode(unbundled)}${drawMode(bundled)}
        <td class="number" data-value="${unbundled.modules}">${formatNumber(unbundled.modules)}</td>
        <td class="number" data-value="${unbundled.bytes}">${formatBytes(unbundled.bytes)}</td>
      </tr>`,
  );
  return sortableTable("All handlers", COLUMNS, rows);
}

function drawMode(mode: ColdMode | null): Markup {
  if (mode === null) return markup`<td class="number quiet" data-value="-1">—</td>`;
  const { initMs } = mode;
  return markup`<td class="number" data-value="${initMs.likely}" title="${formatRange(initMs)}">
    ${formatMs(initMs.likely)}
  </td>`;
}
