import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median, type Figure } from "./figures.js";

const rounds = 21;
const root = join(import.meta.dirname, "..");
const bin = join(root, "dist/cli/bin.js");

/** How long `lambda-analyzer` takes to answer what needs no analysis, in turn with bare Node.js. */
export function measureCliStart(): Figure[] {
  const commands = {
    node: ["--eval", "0"],
    version: [bin, "--version"],
    help: [bin, "--help"],
    "cold --help": [bin, "cold", "--help"],
  };
  const times = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(commands)) times.get(name)?.push(timeNode(args));
  }
  const bareMs = median(times.get("node") ?? []);
  const added = ["version", "help", "cold --help"].map((name) => ({
    name: `lambda-analyzer ${name === "version" || name === "help" ? `--${name}` : name}, over bare Node.js`,
    value: median(times.get(name) ?? []) - bareMs,
    unit: "ms" as const,
    goal: 100,
  }));
  return [...added, { name: "bare Node.js", value: bareMs, unit: "ms" }];
}

function timeNode(args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr}`);
  return performance.now() - start;
}
