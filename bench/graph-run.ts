// Started by graph-speed.ts in a process of its own: finds the modules of an entry in one way, and reports.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";

/** What a run reports, as one line of JSON. */
export interface GraphRun {
  /** From before the tool is loaded until its answer is there. */
  readonly ms: number;
  readonly modules: number;
  /** Of this process, and of those that it has started. */
  readonly peakMb: number;
}

const [kind = "", entry = "", cache = ""] = process.argv.slice(2);
const start = performance.now();
const modules = await findModules();
console.log(JSON.stringify({ ms: performance.now() - start, modules, peakMb: peakMb() } satisfies GraphRun));
process.exit();

async function findModules(): Promise<number> {
  switch (kind) {
    case "cold":
      await rm(cache, { recursive: true, force: true });
      return readGraph();
    case "warm":
      return readGraph();
    case "stat":
      return readFileSync(cache, "utf8")
        .split("\n")
        .filter((path) => statSync(path).isFile()).length;
    case "esbuild": {
      const { build } = await import("esbuild");
      const options = { bundle: true, platform: "node", write: false, metafile: true } as const;
      const result = await build({ ...options, entryPoints: [entry], logLevel: "silent" });
      return Object.keys(result.metafile.inputs).length;
    }
    case "nft": {
      const { nodeFileTrace } = await import("@vercel/nft");
      return (await nodeFileTrace([entry], { base: "/" })).fileList.size;
    }
    default:
      throw new Error(`unknown kind ${kind}`);
  }
}

async function readGraph(): Promise<number> {
  const { createGraphReader } = (await import(
    new URL("../dist/graph/graph-reader.js", import.meta.url).href
  )) as typeof import("../src/graph/graph-reader.js");
  return (await createGraphReader({ cache }).read(entry)).modules.size;
}

/** esbuild works in a process of its own, which is still there. */
function peakMb(): number {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === process.pid);
  const kilobytes = children.map((name) => Number(/VmHWM:\s+(\d+)/.exec(statusOf(name))?.[1] ?? 0));
  return (process.resourceUsage().maxRSS + kilobytes.reduce((sum, one) => sum + one, 0)) / 1024;
}

function parentOf(name: string): number {
  return Number(/PPid:\s+(\d+)/.exec(statusOf(name))?.[1]);
}

function statusOf(name: string): string {
  try {
    return readFileSync(`/proc/${name}/status`, "utf8");
  } catch {
    return "";
  }
}
