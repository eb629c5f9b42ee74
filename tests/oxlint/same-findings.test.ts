import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import { rules } from "../../src/rules/index.js";
import { exampleFolder, exampleNames } from "../support/examples.js";
import { formatFinding, runEslintForJson, type Finding } from "../cli/run-eslint.js";
import { lintText } from "../support/lint-text.js";
import type { JoinedCase } from "../support/run-joined-rule.js";
import { buildOxlintConfig, runOxlint } from "./run-oxlint.js";

interface RuleCase {
  readonly code: string;
  readonly filename?: string;
  readonly options?: readonly unknown[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The invalid cases of each rule's own test, caught where that test would have run them. */
const casesByRule = vi.hoisted(() => new Map<string, readonly RuleCase[]>());
vi.mock("../support/run-rule.js", () => ({
  runRule: (name: string, _rule: LambdaRule, { invalid }: { invalid: readonly RuleCase[] }) => {
    casesByRule.set(name, [...(casesByRule.get(name) ?? []), ...invalid]);
  },
}));
// Oxlint parses no templates: of the rules about configuration the cases in code are compared.
vi.mock("../support/run-config-rule.js", () => ({
  runConfigRule: (
    name: string,
    _rule: LambdaRule,
    { invalid }: { invalid: readonly Partial<RuleCase>[] },
  ) => {
    const inCode = invalid.flatMap(({ code, filename = "" }) =>
      code !== undefined && filename.endsWith(".ts") ? [{ code, filename }] : [],
    );
    casesByRule.set(name, inCode);
  },
}));
/** The invalid projects of each rule that joins code with configuration. */
const projectsByRule = vi.hoisted(() => new Map<string, readonly JoinedCase[]>());
vi.mock(import("../support/run-joined-rule.js"), async (importOriginal) => ({
  ...(await importOriginal()),
  runJoinedRule: (name, _rule, { invalid }) => {
    projectsByRule.set(name, Object.values(invalid));
  },
}));
// Skipped, because what else such a file tests has nothing to do with Oxlint.
describe.skip("the tests of the rules", async () => {
  for (const name of Object.keys(rules)) await import(`../rules/${name}.test.ts`);
});

/** Rules that look at files around the linted one: the cases are written to a folder where those are not. */
const readers = ["no-circular-import", "no-import-from-handler", "no-inert-sdk-timeout"];
/** Rules whose findings are in templates only. */
const templatesOnly = ["alarms"];

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "eslint-plugin-aws-lambda-"));
});

afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

describe("Oxlint finds what ESLint finds", () => {
  test.each(exampleNames)("in examples/%s", async (example) => {
    const folder = exampleFolder(example);
    const configPath = join(scratch, `${example}.json`);
    await writeFile(configPath, buildOxlintConfig({ rules: await rulesOfCode(folder) }));

    const { findings } = await runEslintForJson(folder, ".");
    // Oxlint reads no templates.
    const inCode = findings.filter((finding) => /^\S+\.(?:js|ts):/.test(finding));
    expect(inCode).not.toEqual([]);
    expect(await runOxlint(folder, configPath)).toEqual(inCode);
  });

  test("knows the cases of every rule that reports in code", () => {
    const withCases = new Set([...casesByRule.keys(), ...projectsByRule.keys()]);
    expect(Object.keys(rules).filter((name) => !withCases.has(name))).toEqual([]);
  });

  test.each(Object.keys(rules))("in the projects of %s", async (name) => {
    const folder = await mkdtemp(join(scratch, "projects-"));
    const expected: Finding[] = [];
    for (const [index, { files, lint, options, settings }] of (projectsByRule.get(name) ?? []).entries()) {
      const linted = lint ?? Object.keys(files).find((file) => /\.[cm]?[jt]sx?$/.test(file)) ?? "";
      // Oxlint reads no templates; the options of a case would need a run of their own.
      if (options !== undefined || settings !== undefined || !/\.[cm]?[jt]s$/.test(linted)) continue;
      for (const [file, text] of Object.entries({ ".git/HEAD": "", ...files })) {
        await mkdir(dirname(join(folder, String(index), file)), { recursive: true });
        await writeFile(join(folder, String(index), file), text);
      }
      for (const file of Object.keys(files).filter((file) => /\.[cm]?[jt]s$/.test(file))) {
        const filename = join(folder, String(index), file);
        const { messages } = lintText(
          { [name]: rules[name]! },
          { code: files[file]!, filename, cwd: folder },
        );
        for (const { line, column, ruleId } of messages)
          expected.push(formatFinding(`${index}/${file}`, line, column, ruleId));
      }
    }
    const configPath = join(folder, "oxlintrc.json");
    await writeFile(configPath, buildOxlintConfig({ rules: { [`aws-lambda/${name}`]: "error" } }));
    expect(expected.length === 0 ? [] : await runOxlint(folder, configPath)).toEqual(expected.sort());
  });

  test.each(Object.keys(rules))("in the invalid cases of %s", async (name) => {
    if ([...readers, ...templatesOnly].includes(name) || projectsByRule.has(name)) return;
    // A case with an absolute path belongs to a project that its own test sets up. Oxlint's parser takes no `await` at the
    // top level of CommonJS, which is what two cases are about.
    const cases = (casesByRule.get(name) ?? []).filter(
      ({ code, filename = "" }) =>
        !isAbsolute(filename) && !(filename.endsWith(".cts") && /^await\b|= await\b/m.test(code)),
    );
    expect(cases).not.toEqual([]);

    const expected = cases.map((ruleCase) => lintWithEslint(name, ruleCase));
    const found = await lintWithOxlint(name, cases);
    const differing = cases
      .map(({ code }, index) => ({ code, eslint: expected[index], oxlint: found[index] }))
      .filter(({ eslint, oxlint }) => JSON.stringify(eslint) !== JSON.stringify(oxlint));
    expect(differing).toEqual([]);
  });
});

/** The rules, with their options, that a project's own config of ESLint has for code. */
async function rulesOfCode(folder: string): Promise<Record<string, unknown>> {
  const config = (await new ESLint({ cwd: folder }).calculateConfigForFile("src/file.ts")) as {
    readonly rules: Readonly<Record<string, readonly [severity: number, ...options: unknown[]]>>;
  };
  return Object.fromEntries(
    Object.entries(config.rules).map(([name, [severity, ...options]]) => [
      name,
      [["off", "warn", "error"][severity], ...options],
    ]),
  );
}

function lintWithEslint(name: string, { code, filename = defaultFilename, ...rest }: RuleCase): Finding[] {
  const { messages } = lintText({ [name]: rules[name]! }, { code, filename, ...rest });
  return messages.map(({ line, column, ruleId }) => formatFinding(filename, line, column, ruleId)).sort();
}

const defaultFilename = "src/handler.ts";

/** The findings of each case. Settings name files relative to where Oxlint runs, so a case that has some runs alone. */
async function lintWithOxlint(name: string, cases: readonly RuleCase[]): Promise<readonly Finding[][]> {
  const found = cases.map((): Finding[] => []);
  for (const indexes of groupByConfig(cases)) {
    const { options = [], settings = {} } = cases[indexes[0]!]!;
    const folder = await mkdtemp(join(scratch, "cases-"));
    const configPath = join(folder, "oxlintrc.json");
    await writeFile(
      configPath,
      buildOxlintConfig({ rules: { [`aws-lambda/${name}`]: ["error", ...options] }, settings }),
    );
    for (const index of indexes) {
      const { code, filename = defaultFilename } = cases[index]!;
      const path = join(folder, String(index), filename);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
    }

    if (indexes.length === 1) {
      found[indexes[0]!] = await runOxlint(join(folder, String(indexes[0])), configPath);
      continue;
    }
    for (const finding of await runOxlint(folder, configPath)) {
      const [, index, findingInCase] = /^(\d+)[\\/](.+)$/.exec(finding)!;
      found[Number(index)]!.push(findingInCase!);
    }
  }
  return found;
}

/** Indexes of cases that can be linted in one run. */
function groupByConfig(cases: readonly RuleCase[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, { options = [], settings }] of cases.entries()) {
    const key = settings === undefined ? JSON.stringify(options) : `alone ${index}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  return [...groups.values()];
}
