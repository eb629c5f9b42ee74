import { possibleValues } from "../functions/config-value.js";
import { isAtEdge } from "../functions/edge-functions.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { isFrameworkDefault } from "../knowledge/function-defaults.js";
import { functionQuotas } from "../knowledge/function-quotas.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

const { min, max } = functionQuotas.memoryMb;

/** What an edit offers to somebody who has measured nothing yet; the last one is where a function has a whole vCPU. */
const OFFERED_MB = [512, 1024, 1769];

export default createConfigRule({
  name: "memory-size",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "require a memory size that somebody chose and that Lambda has",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-02", "FW-01"],
    },
    messages: {
      chooseMemory:
        "`{{id}}` runs with {{mb}} MB, the default of {{of}}: nobody chose it. Memory decides how much CPU a function gets, and so how long it runs and what it costs. Set `{{name}}` to a size that was measured.",
      memoryOutOfRange:
        "`{{id}}` asks for {{mb}} MB of memory, and Lambda gives between {{min}} and {{max}} MB: the deployment fails. Set it to a size in between.",
      setMemory: "Set `{{name}}` to {{mb}}.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    const { id, memoryMb, framework, place } = declared;
    const name = nameOfSetting(framework, "memory", text);
    const values = possibleValues(memoryMb) ?? [];
    const [mb] = values;
    if (mb === undefined) return;
    const suggest = (sizes: readonly number[]) =>
      sizes.map((size) => ({
        messageId: "setMemory" as const,
        data: { name, mb: size },
        edits: [writeSetting(text, declared, "memory", memoryMb, size)],
        value: size,
      }));
    if (values.every((value) => value < min || value > max)) {
      report({
        place: memoryMb.k === "known" ? memoryMb.place : place,
        messageId: "memoryOutOfRange",
        data: { id, mb, min, max },
        suggest: memoryMb.k === "known" ? suggest([mb < min ? min : max]) : [],
      });
    } else if (memoryMb.k === "default" && isFrameworkDefault(memoryMb.of) && !isAtEdge(declared)) {
      report({
        place,
        messageId: "chooseMemory",
        unwritten: "memory",
        data: { id, mb, of: memoryMb.of, name },
        suggest: suggest(OFFERED_MB),
      });
    }
  },
});
