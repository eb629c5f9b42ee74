import type { ColdHandler, ColdImport } from "../../reports/cold/cold-report.js";
import { displayName } from "../display-name.js";
import { formatBytes, formatMs, formatNumber, formatRange } from "../format.js";
import { markup, type Markup } from "./markup.js";
import { sortableTable } from "./sortable-table.js";

const COLUMNS = [
  { title: "Import" },
  { title: "Init", isNumber: true, isSorted: true },
  { title: "Exclusive", isNumber: true },
  { title: "Modules", isNumber: true },
  { title: "Size", isNumber: true },
  { title: "Needed" },
  { title: "Heaviest part" },
];

const USES = { every: "every path", some: "some paths", none: "", unknown: "" } as const;

/** The imports of a handler; each row tells the way to its heaviest part. */
export function drawImportTable({ imports, unbundled }: ColdHandler): Markup {
  if (imports.length === 0)
    return markup`<p class="quiet">This file imports nothing that is loaded at init.</p>`;
  const heaviestFirst = imports.toSorted((a, b) => b.initMs.likely - a.initMs.likely);
  const rows = heaviestFirst.map((item) => drawRow(item, unbundled.initMs.likely));
  return sortableTable("Imports", COLUMNS, rows);
}

function drawRow(item: ColdImport, wholeMs: number): Markup {
  const { specifier, line, initMs, exclusive, modules, bytes, use, chain } = item;
  const percent = wholeMs === 0 ? 0 : Math.min(100, (initMs.likely / wholeMs) * 100);
  const needed = use === null ? "" : USES[use];
  return markup`<tr>
    <th scope="row" data-value="${specifier}"><code>${specifier}</code> <span class="quiet">line ${line}</span></th>
    <td class="number" data-value="${initMs.likely}" title="${formatRange(initMs)}">
      <span class="bar" style="--share:${percent.toFixed(1)}%"></span>${formatMs(initMs.likely)}
    </td>
    <td class="number" data-value="${exclusive.initMs.likely}">${formatMs(exclusive.initMs.likely)}</td>
    <td class="number" data-value="${modules}">${formatNumber(modules)}</td>
    <td class="number" data-value="${bytes}">${formatBytes(bytes)}</td>
    <td class="short" data-value="${needed}">${needed}</td>
    <td data-value="${chain.length}">${drawChain(item)}</td>
  </tr>`;
}

function drawChain({ chain }: ColdImport): Markup {
  const deepest = chain.at(-1);
  if (deepest === undefined) return markup``;
  const links = chain.map(
    (link) =>
      markup`<li>
        <code>${displayName(link)}</code> <span class="quiet">${formatMs(link.initMs.likely)}</span>
      </li>`,
  );
  return markup`<details>
    <summary>${displayName(deepest)}</summary>
    <ol class="chain">
      ${links}
    </ol>
  </details>`;
}
