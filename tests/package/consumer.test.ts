import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChecklistReport } from "../../src/reports/checklist/checklist-report.js";
import { rules } from "../../src/rules/index.js";
import { runEslintForJson } from "../cli/run-eslint.js";
import { packTarball, runNpm, type Tarball } from "./tarball.js";

const consumer = join(import.meta.dirname, "../fixtures/package");

/** The oldest and the newest of each supported major version, each with a TypeScript of its time. */
const toolchains = [
  { eslint: "9.22.0", typescript: "5.6.3" },
  { eslint: "9.39.5", typescript: "5.9.3" },
  { eslint: installedVersion("eslint"), typescript: installedVersion("typescript") },
];

let folder: string;
let tarball: Tarball;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "eslint-plugin-aws-lambda-"));
  tarball = await packTarball(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("the tarball holds the built code, the pages of the rules, and nothing else", () => {
  const topLevel = new Set(tarball.files.map((path) => path.split("/")[0]));
  expect([...topLevel].sort()).toEqual(
    ["CHANGELOG.md", "LICENSE", "README.md", "dist", "package.json", "rules-docs", "schema"].sort(),
  );
  expect(tarball.files.filter((path) => /^dist\/.*(?<!\.js|\.d\.ts)$/.test(path))).toEqual([]);
  expect(tarball.files).toContain("dist/index.js");
  for (const rule of Object.keys(rules)) {
    expect(tarball.files).toContain(`rules-docs/${rule}.md`);
  }
});

// Together: installing is waiting for the registry.
describe.concurrent.each(toolchains)(
  "ESLint $eslint with TypeScript $typescript",
  ({ eslint, typescript }) => {
    let project: string;

    beforeAll(async () => {
      project = join(folder, `eslint-${eslint}`);
      await cp(consumer, project, { recursive: true });
      await runNpm(
        project,
        "install",
        tarball.path,
        `eslint@${eslint}`,
        `typescript@${typescript}`,
        `typescript-eslint@${installedVersion("typescript-eslint")}`,
        `jiti@${installedVersion("jiti")}`,
      );
    });

    test("the plugin, its configs and its settings type-check under strict", async () => {
      await expect(typeCheck(project)).resolves.toBe("");
    });

    test("finds what it finds here", async () => {
      const { findings } = await runEslintForJson(project, "src");
      expect(findings).toEqual([
        "src/payments/charge-card.ts:4:22 aws-lambda/no-client-in-handler",
        "src/payments/charge-card.ts:4:29 aws-lambda/no-secret-in-env",
        "src/receipts/upload-receipt.ts:4:18 aws-lambda/no-client-in-handler",
      ]);
    });

    test("the analyzer's checklist runs the installed plugin with the installed ESLint", async () => {
      const bin = join(project, "node_modules/eslint-plugin-aws-lambda/dist/cli/bin.js");
      const run = promisify(execFile)(process.execPath, [bin, "checklist", "--format", "json"], {
        cwd: project,
      });
      const { stdout } = await run.catch((error: unknown) => error as { readonly stdout: string });
      const { lines } = JSON.parse(stdout) as ChecklistReport;
      const reuse = lines.find(({ id }) => id === "reuse");
      expect(reuse?.evidence.map(({ file, line }) => `${file}:${line}`)).toEqual([
        "src/payments/charge-card.ts:4",
        "src/receipts/upload-receipt.ts:4",
      ]);
    });
  },
);

/** What `tsc` prints: nothing when all is well. */
async function typeCheck(project: string): Promise<string> {
  try {
    const tsc = join(project, "node_modules/typescript/bin/tsc");
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, "--noEmit"], { cwd: project });
    return stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function installedVersion(packageName: string): string {
  return (createRequire(import.meta.url)(`${packageName}/package.json`) as { version: string }).version;
}
