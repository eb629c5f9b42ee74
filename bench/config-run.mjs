// Started by config-share.ts in a process of its own: lints all sources of a folder once, as CI does, and prints what of the
// process's time was spent reading configuration: `config-run.mjs <folder>`.
import { readdirSync, readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import * as parser from "@typescript-eslint/parser";
import { ESLint } from "eslint";
import awsLambda from "eslint-plugin-aws-lambda";

const [folder = ""] = process.argv.slice(2);
const files = ["**/*.{js,mjs,cjs,ts,mts,cts}"];
const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    { files, languageOptions: { parser } },
    { files, ...awsLambda.configs.recommended },
  ],
});
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => /(?<!\.d)\.[cm]?[jt]s$/.test(path))
  .filter((path) => !/(?:^|[\\/])(?:node_modules|dist|cdk\.out)[\\/]/.test(path))
  .sort()
  .map((path) => join(folder, path));

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.setSamplingInterval", { interval: 500 });
await session.post("Profiler.start");
const start = process.cpuUsage();
for (const filePath of sources) await eslint.lintText(readFileSync(filePath, "utf8"), { filePath });
const { user, system } = process.cpuUsage(start);
const { profile } = await session.post("Profiler.stop");
console.log(JSON.stringify({ files: sources.length, cpuMs: (user + system) / 1000, ...timesOf(profile) }));

/**
 * Microseconds of all samples, and of those in which something of the configuration's file was on the stack. Idle time and
 * garbage collection belong to nobody, and are left out of both.
 */
function timesOf({ nodes, samples, timeDeltas }) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const kinds = new Map();
  const kindOf = (id) => {
    const known = kinds.get(id);
    if (known !== undefined) return known;
    const { callFrame } = byId.get(id);
    const parent = parents.get(id);
    const kind = /^\((?:idle|garbage collector)\)$/.test(callFrame.functionName)
      ? "nobody"
      : callFrame.url.endsWith("/dist/configuration.js")
        ? "configuration"
        : parent === undefined
          ? "rest"
          : kindOf(parent);
    kinds.set(id, kind);
    return kind;
  };
  const times = { nobody: 0, configuration: 0, rest: 0 };
  samples.forEach((id, index) => (times[kindOf(id)] += timeDeltas[index]));
  return { configuration: times.configuration, rest: times.rest };
}
