import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { reportLayersAsMarkdown } from "../../src/reporters/layers-markdown.js";
import { reportLayersAsText } from "../../src/reporters/layers-text.js";
import { reportAsJson } from "../../src/reporters/report-as-json.js";
import { LAYERS_VERSION, type LayersReport } from "../../src/reports/layers/layers-report.js";
import { readProjectFile } from "../support/project-files.js";
import { hostileNames } from "./hostile.js";

const reporters = {
  text: (report: LayersReport) => reportLayersAsText(report, { width: 100, hasColor: false, top: 1 }),
  json: (report: LayersReport) => reportAsJson(report),
  markdown: reportLayersAsMarkdown,
};
const missing = { file: "src/c.ts", importer: null, line: 7, message: "Unexpected token" };

function reportOf(name: string, problems = [] as (typeof missing)[]): LayersReport {
  const zod = {
    name,
    version: "4.0.0",
    handlers: ["src/a.ts", "src/b.ts", "src/c.ts"],
    bytes: 854_000,
    savedBytes: 1_708_000,
    isInRuntime: false,
  };
  return {
    version: LAYERS_VERSION,
    handlers: 3,
    shared: [
      { ...zod, name: "@aws-sdk/client-s3", isInRuntime: true },
      zod,
      { ...zod, name: "ms", version: null, savedBytes: 3000 },
    ],
    conflicts: [
      {
        name,
        versions: [
          { version: "3.9.0", handlers: ["src/a.ts"] },
          { version: "4.0.0", handlers: ["src/b.ts", "src/c.ts"] },
        ],
      },
    ],
    problems,
  };
}

const nothing: LayersReport = {
  version: LAYERS_VERSION,
  handlers: 1,
  shared: [],
  conflicts: [],
  problems: [],
};

describe.each(Object.entries(reporters))("as %s", (_, reporter) => {
  it("exits with 0, and with 2 when a file failed", () => {
    expect(reporter(reportOf("zod")).exitCode).toBe(0);
    expect(reporter(nothing).exitCode).toBe(0);
    expect(reporter(reportOf("zod", [missing])).exitCode).toBe(2);
  });

  it.each(hostileNames)("stays what it is with a package named %j", (name) => {
    const { output } = reporter(reportOf(name, [{ ...missing, file: name, message: name }]));
    if (reporter === reporters.json) {
      expect(() => JSON.parse(output) as unknown).not.toThrow();
      return;
    }
    expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
    expect(output).not.toMatch(/^::/m);
    if (reporter === reporters.markdown) expect(output.replace(/`+[^`]*`+/g, "")).not.toMatch(/<\w/);
  });
});

it("draws what saves most, without what the runtime has, and the versions that differ", () => {
  expect(reporters.text(reportOf("zod")).output)
    .toBe(`2 packages are loaded by several of 3 handlers: a layer saves 1.7 MB of what they load.

package    handlers    size   saves
zod@4.0.0         3  854 kB  1.7 MB

and 1 more package

Loaded in several versions
  zod: 3.9.0 in 1 handler, 4.0.0 in 2 handlers

Sizes are those of the files that are loaded: a package is deployed whole, and a bundle keeps a part of it.
A layer saves storage and keeps versions the same. It makes no cold start faster: one with Powertools was slower than bundling by 154 to 194 ms.
A function takes five layers, and 250 MB unzipped together with them.
`);
  expect(reporters.text(nothing).output).toBe(
    "No package but the runtime's own is loaded by several of 1 handler.\n",
  );
});

it("has every package in Markdown", () => {
  const { output } = reporters.markdown(reportOf("zod"));
  expect(output).toContain("| `zod@4.0.0` | 3 | 854 kB | 1.7 MB |\n| `ms` | 3 | 854 kB | 3 kB |");
  expect(output).toContain("- `zod`: 3.9.0 in 1 handler, 4.0.0 in 2 handlers");
});

it("is as the schema says", () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readProjectFile("schema/layers.schema.json")) as object,
  );
  for (const report of [reportOf("zod", [missing]), nothing])
    expect(validate(JSON.parse(reporters.json(report).output)), JSON.stringify(validate.errors)).toBe(true);
});
