import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

// Runs ESLint in each project of examples/, as its own `npm run lint` does, counts the findings by rule, and lets the
// analyzer estimate the cold starts of one of them.

const root = path.join(import.meta.dirname, "..");
const eslintPackage = createRequire(import.meta.url).resolve("eslint/package.json");
const eslintBin = path.join(path.dirname(eslintPackage), "bin", "eslint.js");

const examples = readdirSync(path.join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const findingsByRule = new Map<string, Record<string, number>>();

for (const example of examples) {
  console.log(`\nexamples/${example}$ npx eslint .`);
  const output = lint(path.join(root, "examples", example));
  console.log(output);
  for (const rule of reportedRules(output)) {
    const counts = findingsByRule.get(rule) ?? Object.fromEntries(examples.map((name) => [name, 0]));
    counts[example] = (counts[example] ?? 0) + 1;
    findingsByRule.set(rule, counts);
  }
}

if (findingsByRule.size === 0)
  throw new Error("ESLint found nothing, although the examples contain mistakes.");
console.table(Object.fromEntries([...findingsByRule].sort(([a], [b]) => a.localeCompare(b))));
console.log(
  "The examples contain these findings on purpose, so the demo succeeds although ESLint reports them.",
);

const analyzed = "orders-sam";
console.log(`\nexamples/${analyzed}$ npx lambda-analyzer cold`);
const analyzer = spawnSync(process.execPath, [path.join(root, "dist/cli/bin.js"), "cold"], {
  cwd: path.join(root, "examples", analyzed),
  stdio: "inherit",
});
if (analyzer.status !== 0) throw new Error("The analyzer failed.");

/** What ESLint prints for a project. Throws when ESLint itself fails, which is not the same as finding something. */
function lint(directory: string): string {
  const color = process.stdout.isTTY ? "--color" : "--no-color";
  const run = spawnSync(process.execPath, [eslintBin, ".", "--format", "stylish", color], {
    cwd: directory,
    encoding: "utf8",
  });
  if (run.error !== undefined) throw run.error;
  if (run.status === null || run.status > 1) throw new Error(`ESLint failed in ${directory}:\n${run.stderr}`);
  return run.stdout;
}

/** The rule at the end of each line of the stylish format, once for each finding. */
function reportedRules(output: string): string[] {
  return [...stripVTControlCharacters(output).matchAll(/ (aws-lambda\/[a-z-]+)$/gm)].flatMap(
    ([, rule]) => rule ?? [],
  );
}
