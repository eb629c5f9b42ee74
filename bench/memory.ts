import { fork } from "node:child_process";
import { once } from "node:events";
import type { Figure } from "./figures.js";
import type { HeapReport } from "./lint-many.js";

/**
 * The heap after garbage collection of two processes that lint the same generated files, one with the plugin. A plugin
 * that held on to syntax trees would grow with every file.
 */
export async function measureMemory(fileCount: number): Promise<Figure[]> {
  const [idle, ruled] = await Promise.all([lintMany(fileCount, "idle"), lintMany(fileCount, "rules")]);
  return [
    {
      name: `heap after ${fileCount} files, over ESLint with idle rules`,
      value: 100 * (ruled.endMb / idle.endMb - 1),
      unit: "%",
      goal: 10,
    },
    { name: "heap with idle rules, after the first files", value: idle.startMb, unit: "MB" },
    { name: "heap with idle rules, at the end", value: idle.endMb, unit: "MB" },
    { name: "heap with the plugin, after the first files", value: ruled.startMb, unit: "MB" },
    { name: "heap with the plugin, at the end", value: ruled.endMb, unit: "MB" },
    { name: "findings in these files", value: ruled.findings, unit: "" },
  ];
}

async function lintMany(fileCount: number, kind: "idle" | "rules"): Promise<HeapReport> {
  const child = fork(new URL("lint-many.ts", import.meta.url), [String(fileCount), kind], {
    execArgv: [...process.execArgv, "--expose-gc"],
  });
  const [report] = (await once(child, "message")) as [HeapReport];
  return report;
}
