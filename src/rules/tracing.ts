import { possibleValues } from "../functions/config-value.js";
import { isAtEdge } from "../functions/edge-functions.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { tracingVariables } from "../knowledge/tracing-tools.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

export default createConfigRule({
  name: "tracing",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "require tracing",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-06"],
    },
    messages: {
      noTracing:
        "`{{id}}` is not traced: where the time of a slow request goes, and which call failed, can then only be guessed from logs. Set `{{name}}` to `Active`.",
      setActive: "Set `{{name}}` to `Active`.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    const { id, tracing, env, layers, framework, place } = declared;
    const modes = possibleValues(tracing) ?? [];
    if (modes.length === 0 || modes.some((mode) => mode === "Active")) return;
    // Other tools come as a layer, or are set up by variables.
    const mayTraceOtherwise =
      isAtEdge(declared) ||
      !env.isComplete ||
      layers?.items.length !== 0 ||
      [...env.variables.keys()].some((variable) => tracingVariables.test(variable));
    if (mayTraceOtherwise) return;
    const name = nameOfSetting(framework, "tracing");
    report({
      place: tracing?.k === "known" ? tracing.place : place,
      messageId: "noTracing",
      unwritten: tracing?.k === "default" ? "tracing" : undefined,
      data: { id, name },
      suggest: [
        {
          messageId: "setActive",
          data: { name },
          edits: [writeSetting(text, declared, "tracing", tracing, "Active")],
          value: "Active",
        },
      ],
    });
  },
});
