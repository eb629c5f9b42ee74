// Lints generated files, then sends the size of the heap. Started by memory.ts: `lint-many.ts <files> <idle | rules>`.
import { getHeapSpaceStatistics } from "node:v8";
import { generateHandler } from "./generate-handler.js";
import { createIdleESLint, createESLintWithRules, lint } from "./lint.js";

/** Sizes are those of the heap in use after garbage collection, without V8's own code. */
export interface HeapReport {
  /** When everything is loaded, and what is remembered of a limited number of files or folders is full. */
  readonly startMb: number;
  readonly endMb: number;
  readonly findings: number;
}

const [fileCount, kind] = process.argv.slice(2);
const eslint = kind === "rules" ? createESLintWithRules() : createIdleESLint();
const firstFiles = 2_000;
let findings = 0;
let startMb = 0;
for (let index = 0; index < firstFiles + Number(fileCount); index++) {
  if (index === firstFiles) startMb = measureHeapMb();
  const { messages } = await lint(eslint, generateHandler(index));
  findings += messages.length;
}
const report: HeapReport = { startMb, endMb: measureHeapMb(), findings };
process.send?.(report);

function measureHeapMb(): number {
  if (globalThis.gc === undefined) throw new Error("Start Node.js with --expose-gc.");
  globalThis.gc();
  const code = getHeapSpaceStatistics().filter(({ space_name }) => space_name.startsWith("code_"));
  const codeBytes = code.reduce((sum, { space_used_size }) => sum + space_used_size, 0);
  return (process.memoryUsage().heapUsed - codeBytes) / 1024 ** 2;
}
