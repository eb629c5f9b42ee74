import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { reportColdAsHtml } from "../../src/reporters/cold-html/report-cold-as-html.js";
import { reportColdAsJson } from "../../src/reporters/cold-json.js";
import { reportColdAsMarkdown } from "../../src/reporters/cold-markdown.js";
import { reportColdAsSarif } from "../../src/reporters/cold-sarif.js";
import { reportColdAsText } from "../../src/reporters/cold-text/report-cold-as-text.js";
import type { ColdResult } from "../../src/reports/cold/cold-result.js";
import { compareReports } from "../../src/reports/cold/compare.js";
import { cost, estimateOf, reportOf } from "../reports/cold-fixtures.js";
import { readProjectFile } from "../support/project-files.js";
import { hostileNames } from "./hostile.js";

const reporters = {
  text: (result: ColdResult) => reportColdAsText(result, { width: 100, hasColor: false, top: 5 }),
  json: reportColdAsJson,
  markdown: reportColdAsMarkdown,
  sarif: reportColdAsSarif,
  html: reportColdAsHtml,
};

const a = estimateOf("/project/src/a.ts");
const b = estimateOf("/project/src/b.ts", {
  unbundled: { ...a.estimate.unbundled, ...cost(90, 1000, 130) },
  bundled: undefined,
  imports: a.estimate.imports.slice(0, 1),
  whatIfs: [],
  problems: [
    { file: "left-pad", importer: "/project/src/b.ts", message: "It is not installed: run npm install." },
  ],
});
const missing = { file: "src/c.ts", importer: null, line: 7, message: "Unexpected token" };

async function resultOf(changes: Partial<ColdResult> = {}): Promise<ColdResult> {
  return { report: await reportOf([a, b]), comparison: undefined, mode: "unbundled", ...changes };
}

async function compared(): Promise<ColdResult> {
  const before = await reportOf([
    estimateOf("/project/src/a.ts", { imports: [], unbundled: b.estimate.unbundled }),
    b,
  ]);
  const budgetOf = () => ({ budget: { ms: 200 }, mode: "unbundled" }) as const;
  const report = await reportOf([a, b], { budgetOf });
  return { report, comparison: compareReports(before, report), mode: "unbundled" };
}

describe.each(Object.entries(reporters))("as %s", (_, reporter) => {
  it("exits with 0 when clean, 1 with findings, and 2 when a file failed whatever else there is", async () => {
    expect(reporter(await resultOf()).exitCode).toBe(0);
    expect(reporter(await compared()).exitCode).toBe(1);
    const report = { ...(await compared()).report, problems: [missing] };
    expect(reporter(await resultOf({ report })).exitCode).toBe(2);
  });

  it("has something to say of nothing", async () => {
    const { output, exitCode } = reporter(await resultOf({ report: await reportOf([]) }));
    expect(exitCode).toBe(0);
    expect(output.endsWith("\n")).toBe(true);
  });

  it.each(hostileNames)("stays what it is with a file named %j", async (name) => {
    const hostile = estimateOf(`/project/${name}`, {
      imports: a.estimate.imports.map((item) => ({ ...item, specifier: name })),
      problems: [{ file: name, importer: name, message: name }],
      whatIfs: [{ kind: "lazy-import", subject: name, action: name, saves: cost(1, 1, 10) }],
    });
    const report = await reportOf([hostile], { budgetOf: () => ({ budget: { ms: 1 }, mode: "unbundled" }) });
    const comparison = compareReports(await reportOf([]), report);
    const { output } = reporter(await resultOf({ report, comparison }));
    if (reporter === reporters.json || reporter === reporters.sarif) {
      expect(() => JSON.parse(output) as unknown).not.toThrow();
      return;
    }

    expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
    // No line of a log may begin with what a CI service takes for a command.
    expect(output).not.toMatch(/^::/m);
    if (reporter === reporters.html || reporter === reporters.markdown) {
      const prose = output.replace(/`+[^`]*`+/g, "");
      const known =
        /<(?!!doctype|\/?(?:details|summary|sub|br|html|head|meta|title|style|body|header|h[1-6]|p|main|div|table|thead|tr|th|td|button|tbody|code|a|select|label|option|section|ul|ol|li|svg|g|rect|text|span|footer|script)\b)/i;
      expect(prose).not.toMatch(known);
      expect(prose.match(/<script/g)?.length ?? 0).toBe(reporter === reporters.html ? 1 : 0);
      expect(prose).not.toMatch(/<img/);
    }
  });
});

describe("text", () => {
  it("draws the summary, the chains and what would help", async () => {
    expect(reporters.text(await resultOf()).output).toMatchSnapshot();
  });

  it("draws what changed and what is over budget", async () => {
    const { output } = reporters.text(await compared());
    expect(output.slice(output.indexOf("Since the baseline"))).toMatchSnapshot();
  });

  it.each([40, 60, 80, 100, 140])("fits %i columns", async (width) => {
    const long = estimateOf(`/project/src/${"very-".repeat(30)}long/name/of/a/handler.ts`);
    const { output } = reportColdAsText(await resultOf({ report: await reportOf([long, a]) }), {
      width,
      hasColor: false,
      top: 5,
    });
    const drawn = output
      .split("\n")
      .filter((line) => /^[├│└ ]+─|modules|\d ms/.test(line) && !/saves|costs|Milliseconds/.test(line));
    expect(drawn.length).toBeGreaterThan(5);
    expect(Math.max(...drawn.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 66));
  });

  it("has colours when asked for, and says the same", async () => {
    const result = await compared();
    const colored = reportColdAsText(result, { width: 100, hasColor: true, top: 5 }).output;
    expect(colored).toContain("\u001b[");

    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(reporters.text(result).output);
  });

  it("leaves out what is lighter, and says so", async () => {
    const { output } = reportColdAsText(await resultOf(), { width: 100, hasColor: false, top: 1 });
    expect(output).toContain("1 more import");
    expect(output).toContain("The imports of 1 lighter handler are left out");
  });
});

describe("json", () => {
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readProjectFile("schema/cold.schema.json")) as object,
  );

  it.each([
    ["a plain run", async () => resultOf()],
    ["a run with baseline and budget", compared],
    [
      "a run that lists modules",
      async () => resultOf({ report: await reportOf([a, b], { listModules: true }) }),
    ],
    [
      "a run with a failure",
      async () => resultOf({ report: { ...(await reportOf([a])), problems: [missing] } }),
    ],
    [
      "a run that measured",
      async () =>
        resultOf({
          report: await reportOf([
            { ...a, measured: { unbundled: { initMs: { low: 280, likely: 290, high: 310 }, runs: 5 } } },
          ]),
        }),
    ],
  ])("fits the schema: %s", async (_, result) => {
    validate(JSON.parse(reportColdAsJson(await result()).output));
    expect(validate.errors).toBeNull();
  });

  it("has a schema that refuses what is wrong", async () => {
    const { version, handlers, ...rest } = JSON.parse(reportColdAsJson(await resultOf()).output) as {
      version: number;
      handlers: object[];
    };
    expect(validate({ version: 2, handlers, ...rest })).toBe(false);
    expect(validate({ version, handlers: [{ ...handlers[0], unbundled: undefined }], ...rest })).toBe(false);
    expect(validate({ version, handlers: [{ ...handlers[0], entry: 1 }], ...rest })).toBe(false);
  });
});

describe("sarif", () => {
  it("places findings at the heaviest import and problems in their importer, by relative addresses", async () => {
    const odd = estimateOf("/project/src/a b#?%.ts", b.estimate);
    const budgetOf = () => ({ budget: { ms: 100 }, mode: "unbundled" }) as const;
    const entry = { ...odd.estimate, entry: "/project/src/a b#?%.ts" };
    const report = await reportOf([{ ...odd, estimate: entry }], { budgetOf });
    const log = JSON.parse(reportColdAsSarif(await resultOf({ report })).output) as {
      version: string;
      runs: {
        results: { ruleId: string; locations: unknown[] }[];
        tool: { driver: { rules: { id: string }[] } };
      }[];
    };
    expect(log.version).toBe("2.1.0");
    const [run] = log.runs;
    expect(run?.results).toMatchObject([
      {
        ruleId: "budget/ms",
        level: "error",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "src/a%20b%23%3F%25.ts", uriBaseId: "SRCROOT" },
              region: { startLine: 2 },
            },
          },
        ],
      },
      {
        ruleId: "analysis-problem",
        message: { text: "left-pad: It is not installed: run npm install." },
        locations: [{ physicalLocation: { artifactLocation: { uri: "src/b.ts" } } }],
      },
    ]);
    const known = run?.tool.driver.rules.map(({ id }) => id);
    expect(run?.results.every(({ ruleId }) => known?.includes(ruleId))).toBe(true);
  });
});

describe("markdown", () => {
  it("says once what several handlers are estimated without", async () => {
    const { problems } = b.estimate;
    const report = await reportOf(
      ["b", "c", "d"].map((name) => estimateOf(`/project/src/${name}.ts`, { problems })),
    );
    const { output } = reportColdAsMarkdown(await resultOf({ report }));
    expect(output.match(/^.*estimated without.*$/gm)).toEqual([
      "- `src/b.ts` and 2 more handlers are estimated without 1 part: `left-pad`: It is not installed: run npm install.",
    ]);
  });

  it("is a comment on what changed, with the whole folded", async () => {
    expect(reportColdAsMarkdown(await compared()).output).toMatchSnapshot();
  });

  it("is a table of all handlers without a baseline", async () => {
    const { output } = reportColdAsMarkdown(await resultOf());
    expect(output).not.toContain("<details>");
    expect(output).toContain("| `src/a.ts` | 300 ms (240–360) | 240 | 3.0 MB | 160 ms (128–192) |");
  });

  it("fits a comment, however many handlers changed", async () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      estimateOf(`/project/src/handlers/number-${index}.ts`),
    );
    const report = await reportOf(many);
    const { output } = reportColdAsMarkdown(
      await resultOf({ report, comparison: compareReports(await reportOf([]), report) }),
    );
    expect(output.length).toBeLessThan(65_536);
    expect(output).toContain("350 more handlers");
  });
});
