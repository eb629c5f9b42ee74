// Started by graph-speed.ts in a process of its own: finds the modules of an entry in one way, and reports.
import { readdirSync, readFileSync, statSync } from "node:fs";

const [kind = "", entry = "", cache = "", readerPath = ""] = process.argv.slice(2);
// What a cached graph takes is what reading it takes: an editor has loaded the plugin long before.
const reader = kind === "warm" ? await openReader() : undefined;
const cpuBefore = ownCpuMs();
const start = performance.now();
const modules = await findModules();
const ms = performance.now() - start;
const cpuMs = ownCpuMs() - cpuBefore + sum(children().map(cpuMsOf));
console.log(JSON.stringify({ ms, cpuMs, modules, peakMb: peakMb() }));
process.exit();

async function findModules() {
  switch (kind) {
    case "cold":
      return (await (await openReader()).read(entry)).modules.size;
    case "warm":
      return (await reader.read(entry)).modules.size;
    case "stat":
      return readFileSync(cache, "utf8")
        .split("\n")
        .filter((path) => statSync(path).isFile()).length;
    case "esbuild": {
      const { build } = await import("esbuild");
      const options = { bundle: true, platform: "node", write: false, metafile: true };
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

async function openReader() {
  const { createGraphReader } = await import(readerPath);
  return createGraphReader({ cache });
}

/** esbuild works in a process of its own, which is still there. */
function peakMb() {
  const kilobytes = children().map((id) =>
    Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${id}/status`))?.[1] ?? 0),
  );
  return (process.resourceUsage().maxRSS + sum(kilobytes)) / 1024;
}

function ownCpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Linux counts processor time in hundredths of a second. */
function cpuMsOf(id) {
  const fields = read(`/proc/${id}/stat`)
    .replace(/^.*\) /, "")
    .split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

function children() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === process.pid);
}

function parentOf(id) {
  return Number(/PPid:\s+(\d+)/.exec(read(`/proc/${id}/status`))?.[1]);
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
