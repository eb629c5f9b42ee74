import { createHash } from "node:crypto";
import type { ColdHandler } from "../../reports/cold/cold-report.js";
import { heaviestFirst, type ColdResult } from "../../reports/cold/cold-result.js";
import { describeAssumptions } from "../assumptions.js";
import { exitCodeOfCold } from "../cold-exit-code.js";
import { count } from "../format.js";
import type { Reported } from "../reporter.js";
import { drawHandlerSection } from "./handler-section.js";
import { Markup, markup, withCode } from "./markup.js";
import { drawOverviewTable } from "./overview-table.js";
import { pageScript } from "./page-script.js";
import { pageStyle } from "./page-style.js";

/** One page that needs nothing else, and that forbids the browser to load anything. */
export function reportColdAsHtml(result: ColdResult): Reported {
  const handlers = heaviestFirst(result.report.handlers, result.mode);
  const hasHandlers = handlers.length > 0;
  const title = hasHandlers
    ? `Cold start of ${count(handlers.length, "handler")}`
    : "No Lambda handlers found";
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy()}" />
        <title>${title}</title>
        <style>${new Markup(pageStyle)}</style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p class="quiet">${hasHandlers ? describeAssumptions(handlers).join(" ") : ""}</p>
        </header>
        <main>
          ${drawFailures(result)} ${handlers.length > 1 ? drawOverview(handlers) : markup``}
          ${drawSections(handlers, result)}
        </main>
        <footer>
          Made by lambda-analyzer. The figures are estimates: order and ratios carry over to Lambda better
          than milliseconds.
        </footer>
        <script>${new Markup(pageScript)}</script>
      </body>
    </html>
`;
  return { output: page.text, exitCode: exitCodeOfCold(result) };
}

/** Only this script runs. Styles are inline, since the bars of the tables have their lengths in attributes. */
function contentPolicy(): string {
  const hash = createHash("sha256").update(pageScript).digest("base64");
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

const idOf = (index: number): string => `handler-${index + 1}`;

function drawOverview(handlers: readonly ColdHandler[]): Markup {
  const options = handlers.map(
    ({ entry }, index) => markup`<option value="${idOf(index)}">${entry}</option>`,
  );
  return markup`${drawOverviewTable(handlers, idOf)}
    <p class="picker" hidden>
      <label for="picker">Handler</label
      ><select id="picker">
        ${options}
      </select>
    </p>`;
}

function drawSections(
  handlers: readonly ColdHandler[],
  { report: { findings }, mode }: ColdResult,
): Markup[] {
  const scaleMs = Math.max(
    ...handlers.flatMap(({ unbundled, bundled }) => [unbundled.initMs.high, bundled?.initMs.high ?? 0]),
  );
  return handlers.map((handler, index) =>
    drawHandlerSection(handler, {
      id: idOf(index),
      mode,
      findings: findings.filter(({ entry }) => entry === handler.entry),
      scaleMs,
    }),
  );
}

function drawFailures({ report: { problems } }: ColdResult): Markup {
  if (problems.length === 0) return markup``;
  const items = problems.map(
    ({ file, line, message }) =>
      markup`<li><code>${line === null ? file : `${file}:${line}`}</code>: ${withCode(message)}</li>`,
  );
  return markup`<h2>Not estimated</h2>
    <ul class="findings">
      ${items}
    </ul>`;
}
