import type { Cost, HandlerEstimate, ImportEstimate } from "../../src/estimate/estimate.js";
import type { EntryEstimate } from "../../src/reports/cold/build-cold-handler.js";
import { buildColdReport, type ColdReportOptions } from "../../src/reports/cold/build-cold-report.js";
import type { ColdHandler, ColdReport } from "../../src/reports/cold/cold-report.js";

/** A cost whose range is 20 % to either side. */
export function cost(modules: number, kb: number, ms: number): Cost {
  return { modules, bytes: kb * 1000, initMs: { low: ms * 0.8, likely: ms, high: ms * 1.2 } };
}

function importOf(specifier: string, line: number, inclusive: Cost, exclusive: Cost): ImportEstimate {
  return {
    specifier,
    line,
    ...inclusive,
    provenance: "modelled",
    exclusive,
    shared: cost(inclusive.modules - exclusive.modules, 0, inclusive.initMs.likely - exclusive.initMs.likely),
    heaviestChain: [
      { file: `/project/node_modules/${specifier}/index.js`, package: specifier, inclusive },
      { file: "/project/node_modules/deep/lib/core.js", package: "deep", inclusive: cost(20, 300, 30) },
    ],
    use: "every",
  };
}

/** A handler with two imports, one of them optional. */
export function estimateOf(entry: string, changes: Partial<HandlerEstimate> = {}): EntryEstimate {
  return {
    estimate: {
      entry,
      imports: [
        importOf("@aws-sdk/client-s3", 2, cost(90, 1100, 120), cost(60, 800, 80)),
        { ...importOf("pdfkit", 3, cost(160, 2100, 180), cost(150, 2000, 170)), use: "some" },
      ],
      unbundled: {
        ...cost(240, 3000, 300),
        builtins: 12,
        provenance: "modelled",
        moduleFiles: [entry, "/project/node_modules/pdfkit/index.js"],
      },
      bundled: {
        ...cost(235, 1200, 160),
        builtins: 11,
        provenance: "modelled",
        moduleFiles: [entry],
      },
      whatIfs: [
        {
          kind: "lazy-import",
          subject: "pdfkit",
          action: "Load `pdfkit` with `await import()` where it is used.",
          saves: cost(150, 2000, 170),
        },
        {
          kind: "bundle",
          subject: undefined,
          action: "Bundle the handler into one file.",
          saves: cost(5, 1800, 140),
        },
        {
          kind: "unbundle",
          subject: undefined,
          action: "Deploy the files as they are.",
          saves: cost(-5, -1800, -140),
        },
      ],
      problems: [],
      assumptions: { memoryMb: 1024, node: "20.20.2" },
      ...changes,
    },
    parts: [
      {
        kind: "package",
        name: "pdfkit",
        version: "0.15.0",
        modules: 150,
        bytes: 2_000_000,
        ms: 200,
        why: ["src/a.ts", "node_modules/pdfkit/index.js"],
        files: [{ file: "node_modules/pdfkit/index.js", bytes: 2000, ms: 120 }],
      },
      {
        kind: "node",
        name: "node",
        version: null,
        modules: 12,
        bytes: 0,
        ms: 60,
        why: ["src/a.ts", "node:http2"],
        files: [{ file: "node:http2", bytes: 0, ms: 15 }],
      },
      {
        kind: "project",
        name: "project",
        version: null,
        modules: 3,
        bytes: 4000,
        ms: 40,
        why: ["src/a.ts"],
        files: [{ file: "src/a.ts", bytes: 4000, ms: 40 }],
      },
    ],
  };
}

/** The report on estimates, seen from `/project`. */
export function reportOf(
  estimates: readonly EntryEstimate[],
  options: Partial<ColdReportOptions> = {},
): Promise<ColdReport> {
  const byEntry = new Map(estimates.map((item) => [item.estimate.entry, item]));
  return buildColdReport([...byEntry.keys()], (entry) => Promise.resolve(byEntry.get(entry)!), {
    directory: "/project",
    listModules: false,
    ...options,
  });
}

export async function handlerOf(changes: Partial<HandlerEstimate> = {}): Promise<ColdHandler> {
  const { handlers } = await reportOf([estimateOf("/project/src/a.ts", changes)]);
  return handlers[0]!;
}
