import { installedRuntimeNames } from "../functions/cdk/installed-runtimes.js";
import { constantOf } from "../functions/config-edits.js";
import { type Place, possibleValues } from "../functions/config-value.js";
import type { Framework, FunctionConfig } from "../functions/function-config.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { newestRuntimes, runtimeLifecycles, supportedRuntimes } from "../knowledge/runtime-lifecycle.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

/**
 * A name that misses what it is about: `nodejs22`, `node22.x`, `python3`. A newer one than the table knows has the usual
 * form, and plugins of the Serverless Framework have names of their own.
 */
const MISSPELT =
  /^(?:nodejs\d+|node-?\d+(?:\.x)?|nodejs-\d+\.x|nodejs\d+\.\d+\.x|python\d|python-\d[\d.]*|python\d\.\d+\.x?)$/;

export default createConfigRule({
  name: "supported-runtime",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "require a runtime that Lambda supports",
      recommended: "warn",
      strict: "error",
      concerns: ["security"],
      seed: ["LESS-13", "LESS-09"],
    },
    messages: {
      deprecatedRuntime:
        "Lambda has not supported `{{runtime}}` since {{deprecated}}: it gets no security updates, and from {{blocked}} on the function cannot be updated. Set `{{name}}` to `{{newest}}`, and test what changes with it.",
      blockedRuntime:
        "Lambda has not supported `{{runtime}}` since {{deprecated}}, and since {{blocked}} no function that has it can be updated: the deployment fails. Set `{{name}}` to `{{newest}}`, and test what changes with it.",
      unknownRuntime:
        "Lambda has no runtime `{{runtime}}`: the deployment fails. Set `{{name}}` to one that it has, as `{{newest}}`.",
      noRuntime:
        "`{{id}}` is deployed as a zip file and has no `{{name}}`, which Lambda needs to run it: the deployment fails. Set it, as `{{newest}}`.",
      notInline:
        "The code of `{{id}}` stands in the template, which Lambda takes for Node.js and Python only, and its runtime is `{{runtime}}`: the deployment fails. Move the code into a file.",
      setRuntime: "Set `{{name}}` to `{{newest}}`.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    const { id, runtime, packageType, framework, place, handler } = declared;
    const values = possibleValues(runtime) ?? [];
    const [value] = values;
    const name = nameOfSetting(framework, "runtime");
    if (runtime === undefined && packageType === "zip" && NEEDS_RUNTIME.has(framework)) {
      const newest = newestOf("nodejs");
      report({ place, messageId: "noRuntime", data: { id, name, newest } });
    }
    if (packageType === "container" || value === undefined) return;
    const finding = { place: placeOf(runtime) ?? place };
    const today = new Date().toISOString().slice(0, 10);
    const [writable] = newestWritable(declared, text, newestOf(value), today);
    const newest = writable ?? newestOf(value);
    const suggest =
      writable === undefined
        ? []
        : [
            {
              messageId: "setRuntime" as const,
              data: { name, newest },
              edits: runtime?.k === "known" ? [writeSetting(text, declared, "runtime", runtime, newest)] : [],
            },
          ];
    if (handler.status === "inline" && values.every((one) => !/^(?:nodejs|python)/.test(one))) {
      report({ ...finding, messageId: "notInline", data: { id, runtime: value } });
      return;
    }
    if (values.every((one) => !runtimeLifecycles.has(one) && MISSPELT.test(one))) {
      report({ ...finding, messageId: "unknownRuntime", data: { runtime: value, name, newest }, suggest });
      return;
    }
    const lifecycle = runtimeLifecycles.get(value);
    const areOver = values.every((one) => (runtimeLifecycles.get(one)?.deprecated ?? today) < today);
    if (lifecycle === undefined || !areOver) return;
    const { deprecated, blocksUpdate } = lifecycle;
    const isBlocked = blocksUpdate !== undefined && blocksUpdate <= today;
    report({
      ...finding,
      messageId: isBlocked ? "blockedRuntime" : "deprecatedRuntime",
      data: { runtime: value, deprecated, blocked: blocksUpdate ?? "a later day", name, newest },
      suggest,
    });
  },
});

/** Where a runtime is written, once for all functions that have it from there; of several the first. */
function placeOf(runtime: FunctionConfig["runtime"]): Place | undefined {
  if (runtime?.k === "oneOf") return runtime.values[0]?.place;
  return runtime?.k === "known" ? runtime.place : undefined;
}

/** Frameworks that write no runtime where nobody does. */
const NEEDS_RUNTIME: ReadonlySet<Framework> = new Set<Framework>(["sam", "cloudformation"]);

/** The newest runtime of the same language; of Go it is the one that runs any program. */
function newestOf(runtime: string): string {
  const language = languageOf(runtime);
  return newestRuntimes.get(language === "go" ? "provided" : language) ?? "nodejs24.x";
}

function languageOf(runtime: string): string {
  return /^[a-z]+?(?=core|-|\d|\.|$)/.exec(runtime)?.[0] ?? "";
}

/**
 * The newest runtime, as far as it can be written: `Runtime.NODEJS_24_X` does not compile with a version of the CDK that is
 * older than the runtime. Then it is the newest that this version has, and none where Lambda supports none of those.
 */
function newestWritable(
  { framework, runtime }: FunctionConfig,
  text: string,
  newest: string,
  today: string,
): readonly string[] {
  const isName = framework === "cdk" && runtime?.k === "known";
  const names = isName ? installedRuntimeNames(runtime.place.file, text) : undefined;
  if (names === undefined) return [newest];
  return supportedRuntimes(languageOf(newest), today)
    .filter((one) => names.has(constantOf(one)))
    .slice(0, 1);
}
