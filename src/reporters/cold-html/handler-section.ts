import type {
  BudgetFinding,
  ColdHandler,
  ColdMode,
  ColdWhatIf,
  Mode,
} from "../../reports/cold/cold-report.js";
import { relevantWhatIfs } from "../../reports/cold/cold-result.js";
import type { ReportProblem } from "../../reports/report-problem.js";
import { count, formatBytes, formatMs, formatNumber, formatRange } from "../format.js";
import { markup, type Markup, withCode } from "./markup.js";
import { drawImportTable } from "./import-table.js";
import { drawTreemap } from "./treemap.js";

interface SectionContext {
  /** Identifies the section in the page. */
  readonly id: string;
  readonly mode: Mode;
  readonly findings: readonly BudgetFinding[];
  /** Milliseconds that fill the scale of the ranges, so that those of all handlers can be compared. */
  readonly scaleMs: number;
}

/** Everything about one handler. */
export function drawHandlerSection(
  handler: ColdHandler,
  { id, mode, findings, scaleMs }: SectionContext,
): Markup {
  const { entry, unbundled, bundled, problems } = handler;
  return markup`<section class="handler" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title"><code>${entry}</code></h2>
    ${drawFindings(findings)}
    <div class="modes">
      ${drawMode("Unbundled", unbundled, scaleMs)}${drawMode("Bundled", bundled, scaleMs)}
    </div>
    <h3>Where the time goes, unbundled</h3>
    <a class="skip" href="#${id}-imports">Skip the map</a>
    ${drawTreemap(handler)}
    <p class="detail" aria-live="polite">
      Point at a package, or reach it with the Tab key, to see what loads it.
    </p>
    <h3 id="${id}-imports" tabindex="-1">Imports</h3>
    ${drawImportTable(handler)} ${drawWhatIfs(relevantWhatIfs(handler, mode))} ${drawProblems(problems)}
  </section>`;
}

function drawMode(title: string, mode: ColdMode | null, scaleMs: number): Markup {
  if (mode === null) {
    return markup`<div class="mode">
      <h3>${title}</h3>
      <p class="quiet">No estimate: it cannot be bundled.</p>
    </div>`;
  }
  const { initMs, modules, bytes, builtins } = mode;
  const range = `${formatNumber(initMs.low)}–${formatNumber(initMs.high)} ms`;
  return markup`<div class="mode">
    <h3>${title}</h3>
    <p class="figure">${formatNumber(initMs.likely)}<span class="unit"> ms</span></p>
    ${drawRange(initMs, scaleMs)}
    <p class="quiet">
      ${range} · ${count(modules, "module")} · ${formatBytes(bytes)} · ${formatNumber(builtins)} of Node.js
    </p>
    ${drawMeasured(mode)}
  </div>`;
}

function drawMeasured({ measured }: ColdMode): Markup {
  if (measured === undefined) return markup``;
  return markup`<p>Measured here: <strong>${formatRange(measured.initMs)}</strong> in ${count(measured.runs, "run")}</p>`;
}

function drawRange({ low, likely, high }: ColdMode["initMs"], scaleMs: number): Markup {
  const at = (ms: number): string => (scaleMs === 0 ? "0" : ((ms / scaleMs) * 100).toFixed(2));
  return markup`<svg class="range" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="6" />
    <rect class="span" x="${at(low)}" width="${at(high - low)}" height="6" />
    <rect class="likely" x="${at(likely)}" width="0.8" height="6" />
  </svg>`;
}

function drawFindings(findings: readonly BudgetFinding[]): Markup {
  if (findings.length === 0) return markup``;
  const items = findings.map(({ message }) => markup`<li>${withCode(message)}</li>`);
  return markup`<ul class="findings" aria-label="Over budget">
    ${items}
  </ul>`;
}

function drawWhatIfs(whatIfs: readonly ColdWhatIf[]): Markup {
  if (whatIfs.length === 0) return markup``;
  const items = whatIfs.map(
    ({ action, saves }) =>
      markup`<li title="${formatRange(saves.initMs)}">
        ${drawSaving(saves.initMs.likely)} <span>${withCode(action)}</span>
      </li>`,
  );
  return markup`<h3>What would change it</h3>
    <ul class="what-ifs">
      ${items}
    </ul>`;
}

function drawSaving(ms: number): Markup {
  if (ms < 0) return markup`<span class="worse">costs ${formatMs(-ms)}</span>`;
  return markup`<span class="better">saves ${formatMs(ms)}</span>`;
}

function drawProblems(problems: readonly ReportProblem[]): Markup {
  if (problems.length === 0) return markup``;
  const items = problems.map(({ file, importer, message }) => {
    const importedBy = importer === null ? markup`` : markup`, imported by <code>${importer}</code>`;
    return markup`<li><code>${file}</code>${importedBy}: ${withCode(message)}</li>`;
  });
  return markup`<h3>Not in the estimate</h3>
    <ul>
      ${items}
    </ul>`;
}
