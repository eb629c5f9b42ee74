// `npm run bench`: the figures this plugin promises, as ratios measured side by side in one run.
// `npm run bench -- <folder>` measures the rules on the sources of another project.
import { readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { measureCliStart } from "./cli-start.js";
import { measureConfigShare, measureConfigShareOfExamples } from "./config-share.js";
import { readSources, sample, type SourceFile } from "./corpus.js";
import { estimateAccuracyTitle, measureEstimateAccuracy } from "./estimate-accuracy.js";
import { printFigures } from "./figures.js";
import { measureFirstLint } from "./first-lint.js";
import { installHandler, measureGraphGrowth, measureGraphSpeed } from "./graph-speed.js";
import { measureLoadTime } from "./load-time.js";
import { measureMemory } from "./memory.js";
import { countModelBuilds, splitByEvidence } from "./model.js";
import { measureRuleTime, measureTimeOf } from "./rule-time.js";

/** What all rules together may add to parsing and traversing, in percent. */
const goals = { lambda: 15, other: 1 };

/** How many files are measured: those of a library are many times as long as handlers. */
const sampleSize = { lambda: 100, other: 30 };

/** The rules that most teams come for, and what they may add together. */
const firstRules = {
  title: "the first five rules",
  names: [
    "no-client-in-handler",
    "no-heavy-import",
    "require-remaining-time-check",
    "no-secret-in-env",
    "no-request-state-in-module-scope",
  ],
};
const goalsOfFirst = { lambda: 10, other: 1 };

const root = join(import.meta.dirname, "..");
const [folder] = process.argv.slice(2);

console.log(`Node.js ${process.version}`);
if (folder === undefined) {
  printFigures("Loading the plugin", measureLoadTime());
  printFigures("Starting the analyzer", measureCliStart());
  // Handlers as a careful team writes them; the examples have a mistake in nearly every file.
  await measureFiles("of bench/handlers", readSources(join(root, "bench/handlers")), "lambda");
  // The examples are Lambda projects; zod, which they use, is a library that has nothing to do with Lambda.
  await measureRules(["examples", "node_modules/zod/src"].map((name) => join(root, name)));
  printFigures("Configuration of the examples", measureConfigShareOfExamples(exampleFolders()));
  printFigures("Memory", await measureMemory(10_000));
  const handler = installHandler();
  printFigures("Module graph", [...(await measureGraphSpeed(handler)), ...(await measureGraphGrowth())]);
  printFigures("What no-heavy-import adds in an editor", measureFirstLint(handler));
  rmSync(handler, { recursive: true });
  printFigures(estimateAccuracyTitle, measureEstimateAccuracy());
} else {
  await measureRules([folder]);
  printFigures("Configuration", measureConfigShare(resolve(folder)));
}

function exampleFolders(): string[] {
  const examples = join(root, "examples");
  return readdirSync(examples).map((name) => join(examples, name));
}

async function measureRules(folders: readonly string[]): Promise<void> {
  const { lambda, other } = await splitByEvidence(folders.flatMap(readSources));
  await measureFiles("with Lambda code", lambda, "lambda");
  await measureFiles("without Lambda code", other, "other");
}

async function measureFiles(
  kind: string,
  sources: readonly SourceFile[],
  evidence: keyof typeof goals,
): Promise<void> {
  const measured = sample(sources, sampleSize[evidence]);
  if (measured.length === 0) return;
  printFigures(`${measured.length} of ${sources.length} files ${kind}`, [
    ...(await measureTimeOf(firstRules, measured, goalsOfFirst[evidence])),
    ...(await measureRuleTime(measured, goals[evidence])),
    ...(await countModelBuilds(measured)),
  ]);
}
