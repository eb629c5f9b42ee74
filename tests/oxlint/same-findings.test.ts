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

/** The invalid cases of each rule's own tests, caught where those would have run them. */
const casesByRule = vi.hoisted(() => {
  const cases = new Map<string, RuleCase[]>();
  /** The title of a test is the rule's name, at times with an aspect: `no-event-logging (web frameworks)`. */
  const add = (title: string, added: readonly RuleCase[]) => {
    const [name] = title.split(" ") as [string];
    cases.set(name, [...(cases.get(name) ?? []), ...added]);
  };
  return Object.assign(cases, { add });
});
vi.mock("../support/run-rule.js", () => ({
  runRule: (title: string, _rule: LambdaRule, { invalid }: { invalid: readonly RuleCase[] }) => {
    casesByRule.add(title, invalid);
  },
}));
// Oxlint parses no templates: of the rules about configuration the cases in code are compared.
vi.mock("../support/run-config-rule.js", () => ({
  runConfigRule: (
    title: string,
    _rule: LambdaRule,
    { invalid }: { invalid: readonly Partial<RuleCase>[] },
  ) => {
    const inCode = invalid.flatMap(({ code, filename = "" }) =>
      code !== undefined && filename.endsWith(".ts") ? [{ code, filename }] : [],
    );
    casesByRule.add(title, inCode);
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
let comparedCases: readonly Compared[];
let comparedProjects: readonly Compared[];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "eslint-plugin-aws-lambda-"));
  comparedCases = await compare(samplesOfCases());
  comparedProjects = await compare(samplesOfProjects());
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

  test.each(Object.keys(rules))("in the projects of %s", (name) => {
    expect(differences(comparedProjects, name)).toEqual([]);
  });

  test.each(Object.keys(rules))("in the invalid cases of %s", (name) => {
    if ([...readers, ...templatesOnly].includes(name) || projectsByRule.has(name)) return;
    const eslint = comparedCases.filter(({ rule }) => rule === name).map((compared) => compared.eslint);
    expect(eslint).not.toEqual([]);
    expect(eslint.filter((findings) => findings.length === 0)).toEqual([]);
    expect(differences(comparedCases, name)).toEqual([]);
  });
});

function differences(compared: readonly Compared[], name: string): Compared[] {
  return compared.filter(
    ({ rule, eslint, oxlint }) => rule === name && eslint.join("\n") !== oxlint.join("\n"),
  );
}

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

const defaultFilename = "src/handler.ts";

/** Files that both linters lint with one rule, in a folder of their own. */
interface Sample {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  readonly options: readonly unknown[];
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Compared extends Sample {
  readonly eslint: readonly Finding[];
  readonly oxlint: readonly Finding[];
}

/** The invalid cases of every rule. A case with an absolute path belongs to a project that its own test sets up. */
function samplesOfCases(): Sample[] {
  return [...casesByRule].flatMap(([rule, cases]) => {
    if ([...readers, ...templatesOnly].includes(rule) || projectsByRule.has(rule)) return [];
    return cases.flatMap(({ code, filename = defaultFilename, options = [], settings = {} }): Sample[] => {
      // Oxlint's parser takes no `await` at the top level of CommonJS, which is what two cases are about.
      const isUnparsable = filename.endsWith(".cts") && /^await\b|= await\b/m.test(code);
      if (isAbsolute(filename) || isUnparsable) return [];
      return [{ rule, files: { [filename]: code }, options, settings }];
    });
  });
}

/** The invalid projects of every rule that lint code without options and settings: Oxlint reads no templates. */
function samplesOfProjects(): Sample[] {
  return [...projectsByRule].flatMap(([rule, projects]) =>
    projects.flatMap(({ files, lint, options, settings }): Sample[] => {
      const linted = lint ?? Object.keys(files).find((file) => /\.[cm]?[jt]sx?$/.test(file)) ?? "";
      if (options !== undefined || settings !== undefined || !isCode(linted)) return [];
      return [{ rule, files: { ".git/HEAD": "", ...files }, options: [], settings: {} }];
    }),
  );
}

function isCode(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

/** What each linter finds in each sample. Samples with the same settings share a run: Oxlint takes half a second to start. */
async function compare(samples: readonly Sample[]): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const run of groupBySettings(samples)) {
    const folder = await mkdtemp(join(scratch, "run-"));
    for (const [index, { files }] of run.entries()) await writeFiles(join(folder, String(index)), files);
    const settings = inFolders(run[0]!.settings);
    const oxlint = await lintWithOxlint(run, folder, settings);
    for (const [index, sample] of run.entries()) {
      const eslint = lintWithEslint(sample, { cwd: folder, folder: join(folder, String(index)), settings });
      compared.push({ ...sample, eslint, oxlint: oxlint[index]! });
    }
  }
  return compared;
}

function groupBySettings(samples: readonly Sample[]): Sample[][] {
  const runs = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = JSON.stringify(sample.settings);
    runs.set(key, [...(runs.get(key) ?? []), sample]);
  }
  return [...runs.values()];
}

/** The settings for samples that lie in folders of where the linters run, which is what globs are relative to. */
function inFolders(settings: Sample["settings"]): Sample["settings"] {
  const own = settings["aws-lambda"] as { readonly handlerFiles?: readonly string[] } | undefined;
  if (own?.handlerFiles === undefined) return settings;
  return { "aws-lambda": { ...own, handlerFiles: own.handlerFiles.map((glob) => `*/${glob}`) } };
}

async function writeFiles(folder: string, files: Sample["files"]): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}

async function lintWithOxlint(
  run: readonly Sample[],
  folder: string,
  settings: Sample["settings"],
): Promise<readonly (readonly Finding[])[]> {
  const configPath = join(folder, "oxlintrc.json");
  const overrides = run.map(({ rule, options }, index) => ({
    files: [`${index}/**`],
    rules: { [`aws-lambda/${rule}`]: ["error", ...options] },
  }));
  await writeFile(configPath, buildOxlintConfig({ rules: {}, settings, overrides }));

  const findings = run.map((): Finding[] => []);
  for (const finding of await runOxlint(folder, configPath)) {
    const [, index, findingInSample] = /^(\d+)[\\/](.+)$/s.exec(finding)!;
    findings[Number(index)]!.push(findingInSample!);
  }
  return findings;
}

function lintWithEslint(
  { rule, files, options }: Sample,
  place: { readonly cwd: string; readonly folder: string; readonly settings: Sample["settings"] },
): readonly Finding[] {
  const { cwd, folder, settings } = place;
  const findings = Object.entries(files).flatMap(([file, code]) => {
    if (!isCode(file)) return [];
    const filename = join(folder, file);
    const { messages } = lintText({ [rule]: rules[rule]! }, { code, filename, cwd, options, settings });
    return messages.map(({ line, column, ruleId }) => formatFinding(file, line, column, ruleId));
  });
  return findings.sort();
}
