import { fork } from "node:child_process";
import { once } from "node:events";
import type { Figure } from "./figures.js";
import type { HeapReport } from "./lint-many.js";

/**
 * How fast the heap grows, after garbage collection, in two processes that lint the same generated files, one of them with
 * the plugin. A plugin that held on to syntax trees, or to something of every folder, would grow with every file. ESLint
 * itself grows a little: it remembers the configuration of every file.
 */
export async function measureMemory(fileCount: number): Promise<Figure[]> {
  const [idle, ruled] = await Promise.all([lintMany(fileCount, "idle"), lintMany(fileCount, "rules")]);
  const growth = ({ startMb, endMb }: HeapReport): number => endMb - startMb;
  return [
    {
      name: `growth of the heap in ${fileCount} files, over ESLint with idle rules`,
      value: growth(ruled) / growth(idle),
      unit: "",
      goal: 1.1,
    },
    { name: "heap with idle rules, after the first files", value: idle.startMb, unit: "MB" },
    { name: "heap with idle rules, at the end", value: idle.endMb, unit: "MB" },
    { name: "heap with the plugin, after the first files", value: ruled.startMb, unit: "MB" },
    { name: "heap with the plugin, at the end", value: ruled.endMb, unit: "MB" },
    { name: "findings in these files", value: ruled.findings, unit: "" },
  ];
}

async function lintMany(fileCount: number, kind: "idle" | "rules"): Promise<HeapReport> {
  // What the optimizing compiler keeps of its code settles late, and there is more of it where more code runs.
  const child = fork(new URL("lint-many.ts", import.meta.url), [String(fileCount), kind], {
    execArgv: [...process.execArgv, "--expose-gc", "--no-opt"],
  });
  const [report] = (await once(child, "message")) as [HeapReport];
  return report;
}
