// Lints generated files, then sends the size of the heap. Started by memory.ts: `lint-many.ts <files> <idle | rules>`.
import { generateHandler } from "./generate-handler.js";
import { createIdleESLint, createESLintWithRules, lint } from "./lint.js";

export interface HeapReport {
  /** Heap in use after garbage collection, when everything is loaded and the first files are linted. */
  readonly startMb: number;
  readonly endMb: number;
  readonly findings: number;
}

const [fileCount, kind] = process.argv.slice(2);
const eslint = kind === "rules" ? createESLintWithRules() : createIdleESLint();
const firstFiles = 100;
let findings = 0;
let startMb = 0;
for (let index = 0; index < Number(fileCount); index++) {
  const { messages } = await lint(eslint, generateHandler(index));
  findings += messages.length;
  if (index === firstFiles) startMb = measureHeapMb();
}
const report: HeapReport = { startMb, endMb: measureHeapMb(), findings };
process.send?.(report);

function measureHeapMb(): number {
  if (globalThis.gc === undefined) throw new Error("Start Node.js with --expose-gc.");
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}
