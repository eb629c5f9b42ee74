import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { createGraphReader } from "../src/graph/graph-reader.js";
import { type Figure, median } from "./figures.js";

/** A handler of about 1,150 modules and 40 MB. */
const packages = [
  "googleapis",
  "@aws-sdk/client-dynamodb",
  "@aws-sdk/client-s3",
  "@aws-sdk/client-sqs",
  "@aws-sdk/lib-dynamodb",
];
const rounds = 5;
/** Below the repository, so that it finds the packages that it imports. */
const builtReader = join(
  import.meta.dirname,
  "../node_modules/.cache/eslint-plugin-aws-lambda-bench/graph-reader.mjs",
);

/** What graph-run.mjs reports. */
interface GraphRun {
  readonly ms: number;
  /** Processor time of all threads, of the process and of those that it has started. */
  readonly cpuMs: number;
  readonly modules: number;
  /** Of the process, and of those that it has started. */
  readonly peakMb: number;
}

type Kind = "cold" | "warm" | "stat" | "esbuild" | "nft";

/**
 * How long the module graph of a large handler takes, beside esbuild's bundle and @vercel/nft's trace of the same entry:
 * fresh processes, in turn, from before the tool is loaded until its answer is there; the median of each.
 *
 * @param folder that of `installHandler`
 */
export async function measureGraphSpeed(folder: string): Promise<Figure[]> {
  const caches = mkdtempSync(join(tmpdir(), "graph-caches-"));
  const entry = join(folder, "handler.mjs");
  const list = join(folder, "files.txt");
  writeFileSync(entry, packages.map((name) => `import ${JSON.stringify(name)};\n`).join(""));
  const { modules } = await createGraphReader({ cache: false }).read(entry);
  writeFileSync(list, [...modules.keys()].filter((id) => !id.startsWith("node:")).join("\n"));

  buildReader();
  const runs: Record<Kind, GraphRun[]> = { cold: [], warm: [], stat: [], esbuild: [], nft: [] };
  for (let round = 0; round < rounds; round++) {
    // A folder of its own: where files were just removed, ext4 takes five times as long to make new ones.
    const cache = join(caches, `${round}`);
    for (const kind of ["cold", "warm", "stat", "esbuild", "nft"] as const) {
      runs[kind].push(run(kind, entry, kind === "stat" ? list : cache));
    }
  }
  rmSync(caches, { recursive: true });
  const ms = (kind: Kind) => median(runs[kind].map((one) => one.ms));
  const cpu = (kind: Kind) => median(runs[kind].map((one) => one.cpuMs));
  const mb = (kind: Kind) => median(runs[kind].map((one) => one.peakMb));
  return [
    { name: "modules of the handler", value: modules.size, unit: "" },
    { name: "cold graph, over esbuild's bundle", value: ms("cold") / ms("esbuild"), unit: "", goal: 1 / 3 },
    { name: "cold graph, over @vercel/nft", value: ms("cold") / ms("nft"), unit: "", goal: 1 / 15 },
    { name: "warm graph, over stat of the same files", value: ms("warm") / ms("stat"), unit: "", goal: 3 },
    { name: "peak memory, over esbuild's", value: mb("cold") / mb("esbuild"), unit: "", goal: 1 },
    { name: "the same in processor time: esbuild's bundle", value: cpu("cold") / cpu("esbuild"), unit: "" },
    { name: "@vercel/nft", value: cpu("cold") / cpu("nft"), unit: "" },
    { name: "stat of the same files", value: cpu("warm") / cpu("stat"), unit: "" },
    { name: "cold graph", value: ms("cold"), unit: "ms" },
    { name: "warm graph", value: ms("warm"), unit: "ms" },
    { name: "stat of the same files", value: ms("stat"), unit: "ms" },
    { name: "esbuild's bundle", value: ms("esbuild"), unit: "ms" },
    { name: "@vercel/nft", value: ms("nft"), unit: "ms" },
  ];
}

/** Time per module in graphs of 1, 4 and 16 times as many modules, in processor time of this process. */
export async function measureGraphGrowth(smallest = 500): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "graph-growth-"));
  const perModule = new Map<number, number>();
  for (const factor of [1, 1, 4, 16]) {
    const count = smallest * factor;
    const entry = writeTree(join(folder, `${factor}`), count);
    const start = process.cpuUsage();
    const { modules } = await createGraphReader({ cache: false }).read(entry);
    const { user, system } = process.cpuUsage(start);
    perModule.set(factor, (user + system) / 1000 / modules.size);
  }
  rmSync(folder, { recursive: true });
  const [one = NaN, four = NaN, sixteen = NaN] = [1, 4, 16].map((factor) => perModule.get(factor));
  return [
    {
      name: `time per module, of ${4 * smallest} over ${smallest} modules`,
      value: four / one,
      unit: "",
      goal: 1.25,
    },
    {
      name: `time per module, of ${16 * smallest} over ${smallest} modules`,
      value: sixteen / one,
      unit: "",
      goal: 1.25,
    },
  ];
}

/** Installs the packages of the handler from the npm registry, in a folder of its own. */
export function installHandler(): string {
  const folder = mkdtempSync(join(tmpdir(), "graph-speed-"));
  writeFileSync(join(folder, "package.json"), "{}");
  const npm = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...packages], {
    cwd: folder,
    encoding: "utf8",
  });
  if (npm.status !== 0) throw new Error(npm.stderr);
  return folder;
}

/** The graph as the package has it, bundled, in a file that graph-run.mjs imports. */
function buildReader(): void {
  buildSync({
    entryPoints: [join(import.meta.dirname, "../src/graph/graph-reader.ts")],
    outfile: builtReader,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
  });
}

function run(kind: Kind, entry: string, argument: string): GraphRun {
  const script = new URL("graph-run.mjs", import.meta.url).pathname;
  const child = spawnSync(process.execPath, [script, kind, entry, argument, builtReader], {
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(`${kind}: ${child.stderr}`);
  return JSON.parse(child.stdout) as GraphRun;
}

/** Modules of which each requires two others, and runs a little code that tokens cannot decide. */
function writeTree(folder: string, count: number): string {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    const children = [2 * index + 1, 2 * index + 2].filter((child) => child < count);
    const lines = children.map((child) => `require("./m${child}");`);
    const filler = `exports.f${index} = function (a, b) { return a ? [b, ${index}] : { a }; };\n`.repeat(40);
    const branch = index % 20 === 0 ? 'if (process.platform === "win32") require("./no");\n' : "";
    writeFileSync(join(folder, `m${index}.js`), `${lines.join("\n")}\n${filler}${branch}`);
  }
  return join(folder, "m0.js");
}
