import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../src/rules/index.js";
import { exampleFolder, exampleNames } from "../support/examples.js";
import { formatFinding, runEslint, runEslintForJson, type Finding, type JsonRun } from "./run-eslint.js";

const project = exampleFolder("orders-sam");
const ruleIds = Object.keys(rules).map((name) => `aws-lambda/${name}`);

let scratch: string;
/** What one plain run on the project finds, which every other way of running must find too. */
let plain: JsonRun;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "eslint-plugin-aws-lambda-"));
  plain = await runEslintForJson(project, ".");
});

afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

test("the findings in the examples show every rule", async () => {
  const shown = new Set<string>();
  for (const example of exampleNames) {
    const { findings } = await runEslintForJson(exampleFolder(example), ".");
    await expect(`${findings.join("\n")}\n`).toMatchFileSnapshot(`./examples-findings/${example}.txt`);
    for (const finding of findings) shown.add(finding.slice(finding.indexOf(" ") + 1));
  }
  expect([...shown].sort()).toEqual(ruleIds.sort());
});

describe("output", () => {
  test("stylish", async () => {
    const { stdout } = await runEslint(project, ".", "--format", "stylish", "--no-color");
    const findings: Finding[] = [];
    let file = "";
    for (const line of stdout.split("\n")) {
      if (line.startsWith(project)) file = relative(project, line);
      const finding = /^ +(\d+):(\d+) +(?:warning|error) .+ {2}(\S+)$/.exec(line);
      if (finding !== null) {
        findings.push(formatFinding(file, Number(finding[1]), Number(finding[2]), finding[3]!));
      }
    }
    expect(findings.sort()).toEqual(plain.findings);
    const errors = sum(plain.results.map(({ errorCount }) => errorCount));
    const warnings = sum(plain.results.map(({ warningCount }) => warningCount));
    expect(stdout).toContain(`${plain.findings.length} problems (${errors} errors, ${warnings} warnings)`);
  });

  test("SARIF", async () => {
    const { stdout } = await runEslint(project, ".", "--format", "@microsoft/eslint-formatter-sarif");
    const log = JSON.parse(stdout) as SarifLog;
    const findings = log.runs[0].results.map(({ ruleId, locations: [{ physicalLocation }] }) => {
      const file = relative(project, fileURLToPath(physicalLocation.artifactLocation.uri));
      const { startLine, startColumn } = physicalLocation.region;
      return formatFinding(file, startLine, startColumn, ruleId);
    });
    expect(findings.sort()).toEqual(plain.findings);
    for (const { id, helpUri } of log.runs[0].tool.driver.rules) {
      expect(helpUri).toMatch(new RegExp(`^https://.+/rules-docs/${id.replace("aws-lambda/", "")}\\.md$`));
    }
  });
});

describe("exit code", () => {
  /** Files of the project in which there are warnings, and no errors. */
  const filesWithWarnings = () =>
    plain.results
      .filter(({ warningCount, errorCount }) => warningCount > 0 && errorCount === 0)
      .map(({ filePath }) => filePath);

  test("0 when there are only warnings", async () => {
    const { exitCode, findings } = await runEslintForJson(project, ...filesWithWarnings());
    expect(findings).not.toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("0 and no output for clean files", async () => {
    const run = await runEslint(project, "src/domain");
    expect(run).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  test("1 when there are more warnings than allowed", async () => {
    expect((await runEslint(project, ...filesWithWarnings(), "--max-warnings", "0")).exitCode).toBe(1);
  });

  test("1 when there are errors", () => {
    expect(plain.exitCode).toBe(1);
  });

  test("2 when the configuration is wrong", async () => {
    const run = await runEslint(project, ".", "--rule", "aws-lambda/no-such-rule: error");
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("no-such-rule");
  });
});

test("bulk suppressions hide what is there, and pruning forgets what is gone", async () => {
  const location = ["--suppressions-location", join(scratch, "suppressions.json")];
  const solved = ["--rule", "aws-lambda/no-client-in-handler: off"];
  // Most rules are about code, and ESLint refuses those for a template.
  const code = "src";

  const suppress = await runEslintForJson(project, code, ...asErrors(), "--suppress-all", ...location);
  expect(suppress).toMatchObject({ exitCode: 0, findings: [] });

  const rerun = await runEslintForJson(project, code, ...asErrors(), ...location);
  expect(rerun).toMatchObject({ exitCode: 0, findings: [] });

  const unpruned = await runEslint(project, code, ...asErrors(), ...solved, ...location);
  expect(unpruned.exitCode).toBe(2);
  expect(unpruned.stderr).toContain("suppressions left that do not occur anymore");

  const prune = await runEslint(project, code, ...asErrors(), ...solved, "--prune-suppressions", ...location);
  expect(prune.exitCode).toBe(0);
  const left = await readFile(join(scratch, "suppressions.json"), "utf8");
  expect(left).not.toContain("no-client-in-handler");
  expect(left).toContain("aws-lambda/");
});

test("a cached run finds the same", async () => {
  const location = join(scratch, "eslintcache");
  const first = await runEslintForJson(project, ".", "--cache", "--cache-location", location);
  expect((await stat(location)).size).toBeGreaterThan(0);
  const second = await runEslintForJson(project, ".", "--cache", "--cache-location", location);
  expect(first.findings).toEqual(plain.findings);
  expect(second.findings).toEqual(plain.findings);
});

test("a run in two threads finds the same", async () => {
  const { findings } = await runEslintForJson(project, ".", "--concurrency", "2");
  expect(findings).toEqual(plain.findings);
});

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Arguments that turn every rule of the plugin into an error. */
function asErrors(): string[] {
  return ruleIds.flatMap((ruleId) => ["--rule", `${ruleId}: error`]);
}

/** The part of a SARIF log that the test reads. */
interface SarifLog {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { id: string; helpUri: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly locations: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly uri: string };
              readonly region: { readonly startLine: number; readonly startColumn: number };
            };
          },
        ];
      }[];
    },
  ];
}
