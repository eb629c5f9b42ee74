import { collectPackageImports } from "../estimate/package-imports.js";
import { possibleValues } from "../functions/config-value.js";
import { type Manifest, manifestsAbove } from "../functions/project-dependencies.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";

/** Names of processors: as packages spell them, and as Lambda does. */
const ARCHITECTURES = { x64: "x86_64", arm64: "arm64" } as const;
type Cpu = keyof typeof ARCHITECTURES;

export default createRule({
  name: "native-architecture",
  meta: {
    type: "problem",
    docs: {
      description: "disallow native packages that are installed for another architecture than the function's",
      recommended: "error",
      strict: "error",
      seed: ["LESS-13"],
    },
    messages: {
      wrongArchitecture:
        "`{{module}}` is native code, which {{manifest}} installs for {{installed}} (`{{evidence}}`), and {{fn}} runs on {{architecture}} ({{place}}): it fails when it is loaded. Set the function's architecture to {{installed}}, or install it for {{architecture}}.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence || !/\b(?:import|require)\b/.test(context.sourceCode.text)) return {};
    return {
      "Program:exit"() {
        const handlers = getConfiguredHandlers(context);
        const functions = handlers.flatMap((handler) => handler.functions);
        const [fn] = functions;
        const architectures = functions.map(({ architecture }) => possibleValues(architecture));
        const [wanted] = architectures[0] ?? [];
        if (fn?.architecture === undefined || wanted === undefined) return;
        if (!architectures.every((values) => values?.every((value) => value === wanted))) return;
        const manifests = manifestsAbove(context.filename);
        for (const { module, loads } of collectPackageImports(lambda, getFileSettings(context))) {
          const found = findInstalledCpu(module, manifests);
          if (found === undefined || ARCHITECTURES[found.cpu] === wanted) continue;
          context.report({
            node: loads[0].source,
            messageId: "wrongArchitecture",
            data: {
              module,
              manifest: describePlace(
                { file: `${found.manifest.folder}/package.json`, line: 1, column: 1 },
                context,
              ).replace(/:1$/, ""),
              installed: ARCHITECTURES[found.cpu],
              evidence: found.evidence,
              fn: describeFunction(fn, context),
              architecture: wanted,
              place:
                fn.architecture.k === "default"
                  ? `the default of ${fn.architecture.of}`
                  : describePlace(fn.architecture.k === "known" ? fn.architecture.place : fn.place, context),
            },
          });
        }
      },
    };
  },
});

interface InstalledCpu {
  readonly cpu: Cpu;
  /** The dependency, or the command, that says it. */
  readonly evidence: string;
  readonly manifest: Manifest;
}

/** The one processor that the packages of the project are installed for, where a package.json says it. */
function findInstalledCpu(module: string, manifests: readonly Manifest[]): InstalledCpu | undefined {
  const name = module.split("/").at(module.startsWith("@") ? 1 : 0) ?? module;
  for (const manifest of manifests) {
    const binaries = [...manifest.production.keys()].flatMap((dependency) => {
      const match = /^(?:@[\w.-]+\/)?([\w.-]*?)-?linux-(x64|arm64)(?:-gnu)?$/.exec(dependency);
      const isItsOwn = match !== null && (match[1] === name || dependency.startsWith(`@${name}/`));
      return isItsOwn ? [{ cpu: match[2] as Cpu, evidence: dependency, manifest }] : [];
    });
    const commands = manifest.scripts.flatMap((script) => {
      const isNamed = script.split(/\s+/).some((word) => word === name || word.startsWith(`${name}@`));
      if (!isNamed || !/\bnpm (?:i|ci|install)\b/.test(script)) return [];
      const cpu = /--(?:arch|cpu)[= ](x64|arm64)\b/.exec(script)?.[1];
      return cpu === undefined ? [] : [{ cpu: cpu as Cpu, evidence: script, manifest }];
    });
    const found = [...binaries, ...commands];
    const [first] = found;
    // Both processors are installed for a package that is deployed to both.
    if (first !== undefined) return found.every(({ cpu }) => cpu === first.cpu) ? first : undefined;
  }
  return undefined;
}
