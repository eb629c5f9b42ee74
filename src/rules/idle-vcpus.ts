import { readFunctionSources } from "../callers/function-sources.js";
import { foldersOfLayers } from "../functions/layer-folders.js";
import { isQuietPackage } from "../knowledge/quiet-packages.js";
import { describePlace } from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";
import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";

export default createConfigRule({
  name: "idle-vcpus",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow paying for vCPUs that the function's code cannot use",
      recommended: "off",
      strict: "warn",
      seed: ["AP-05", "DEC-01"],
    },
    messages: {
      idleVcpus:
        "`{{id}}` has {{mb}} MB and so {{vcpus}} vCPUs, and its code runs on one: nothing that {{handler}} loads starts a thread or a process. Set the memory to what the function needs, which REPORT lines say as `Max Memory Used`; above {{oneVcpu}} MB it gets no faster.",
    },
    schema: [],
  },
  check(declared, { report, context }) {
    const { id, memoryMb, handler } = declared;
    if (memoryMb.k !== "known" || memoryMb.value < 2 * memoryMbOfOneVcpu || handler.file === undefined)
      return;
    const sources = readFunctionSources(declared, foldersOfLayers(declared));
    if (sources === undefined) return;
    const { texts, packages } = sources;
    if ([...packages].some((name) => !isQuietPackage(name))) return;
    if ([...texts.values()].some((text) => PARALLEL.test(text))) return;
    report({
      place: memoryMb.place,
      messageId: "idleVcpus",
      data: {
        id,
        mb: memoryMb.value.toLocaleString("en"),
        vcpus: String(Math.ceil(memoryMb.value / memoryMbOfOneVcpu)),
        handler: describePlace({ file: handler.file, line: 1, column: 1 }, context),
        oneVcpu: memoryMbOfOneVcpu.toLocaleString("en"),
      },
    });
  },
});

/** What runs beside the one thread of JavaScript: threads, processes, and the pool that compresses, hashes and reads files. */
const PARALLEL =
  /worker_threads|child_process|\bcluster\b|Atomics|SharedArrayBuffer|WebAssembly|\bzlib\b|\bcrypto\b|\.node["'`]|["'](?:node:)?fs/;
