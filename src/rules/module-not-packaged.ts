import path from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import { collectPackageImports } from "../estimate/package-imports.js";
import { hasBundler, hasBundlerOfItsOwn } from "../functions/bundler-evidence.js";
import { possibleValues } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { findInstalledPackage } from "../functions/installed-package.js";
import { type Manifest, manifestsAbove } from "../functions/project-dependencies.js";
import { mayDependOn, shipsWithRuntime } from "../knowledge/runtime-modules.js";
import type { LambdaModel } from "../lambda/model.js";
import { collectModuleLoads } from "../syntax/module-loads.js";
import { describeFile } from "../rule-kit/configured-handlers.js";
import { describeFunctionOf, getCallersOfCode } from "../rule-kit/callers-of-code.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "module-not-packaged",
  meta: {
    type: "problem",
    docs: {
      description: "disallow importing packages that are not deployed with the function",
      recommended: "error",
      strict: "error",
      seed: ["LESS-01", "AP-06"],
    },
    messages: {
      notPackaged:
        "Neither {{runtime}} nor a package.json gives `{{module}}` to {{fn}}, which is deployed without a bundler: it fails at init with `Cannot find module`. Add it to the `dependencies` next to the code, or use what the runtime ships.",
      onlyForDevelopment:
        "`{{module}}` is one of the `devDependencies` only ({{manifest}}), which are not deployed with {{fn}}, and {{runtime}} has it not: it fails at init with `Cannot find module`. Move it to the `dependencies`.",
      leftOut:
        "The bundle of {{fn}} leaves `{{module}}` out, and {{runtime}} has it not: it fails at init with `Cannot find module`. Remove it from the external packages, or use what the runtime ships.",
      outsideFolder:
        "`{{module}}` is outside of `{{folder}}`, and only what is in that folder is deployed with {{fn}}: it fails at init with `Cannot find module`. Move it into the folder or into a layer, or let a bundler make the code.",
    },
    schema: [],
  },
  create(context) {
    const { text } = context.sourceCode;
    if (!path.isAbsolute(context.filename) || !/\b(?:import|require)\b/.test(text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence && !lambda.mayServeHandlers) return {};
    return {
      "Program:exit"() {
        const manifests = manifestsAbove(context.filename);
        const imports = collectPackageImports(lambda, getFileSettings(context));
        // Other files are searched for handlers only because of a package that may be missing.
        if (lambda.ownHandlers.length === 0 && imports.every((one) => isDependency(one, manifests))) return;
        const callers = getCallersOfCode([lambda.syntax.facts.program], context);
        // What is deployed with another package.json may have other packages.
        if (callers.some(({ handlerFile: file }) => file && manifestsAbove(file)[0] !== manifests[0])) return;
        const [caller] = callers;
        if (caller === undefined) return;
        const functions = callers.flatMap((one) => one.functions);
        const [fn] = caller.functions;
        for (const { module, source, folder } of findOutside(lambda, context.filename, functions))
          context.report({
            node: source,
            messageId: "outsideFolder",
            data: { module, folder: describeFile(folder, context), fn: describeFunctionOf(caller, context) },
          });
        for (const { module, loads } of imports) {
          const name = packageName(module);
          const problems = functions.map((one) => problemOf(name, one, manifests, context.filename));
          const [problem] = problems;
          if (problem === undefined || problems.some((other) => other !== problem)) continue;
          const manifest = manifests.find(({ development }) => development.has(name));
          const runtime = possibleValues(fn.runtime)?.[0] ?? "the runtime";
          const described = describeFunctionOf(caller, context);
          const node = loads[0].source;
          if (problem === "onlyForDevelopment")
            context.report({
              node,
              messageId: problem,
              data: {
                module: name,
                fn: described,
                runtime,
                manifest: describeManifest(manifest, context.cwd),
              },
            });
          else context.report({ node, messageId: problem, data: { module: name, fn: described, runtime } });
        }
      },
    };
  },
});

/** What the file loads from outside of the folder that is deployed as it is, of each of the functions. */
function findOutside(
  { syntax }: Pick<LambdaModel, "syntax">,
  filename: string,
  functions: readonly FunctionConfig[],
): readonly { readonly module: string; readonly source: TSESTree.Node; readonly folder: string }[] {
  const folders = functions.map((fn) => deployedFolderOf(fn, filename));
  const [folder] = folders;
  if (folder === undefined) return [];
  return collectModuleLoads(syntax.facts, false).flatMap(({ module, source }) => {
    const file = module.startsWith("../") ? path.resolve(path.dirname(filename), module) : undefined;
    const isOutside = folders.every((one) => one && file && path.relative(one, file).startsWith(".."));
    return isOutside ? [{ module, source, folder }] : [];
  });
}

/** The folder that becomes the function's code with nothing added; undefined where it is not known, or something is. */
function deployedFolderOf(
  { framework, handler, bundle, packageType }: FunctionConfig,
  filename: string,
): string | undefined {
  const isFolder = framework === "sam" || framework === "cloudformation";
  const isUnbundled = (bundle === undefined || bundle.tool === "none") && packageType === "zip";
  const isPlain = handler.file === filename && /\.[cm]?js$/.test(filename);
  return isFolder && isUnbundled && isPlain && !mayBeBundled(framework, filename)
    ? handler.folder
    : undefined;
}

/** SAM installs what the package.json beside the code says, whatever the repository around it bundles with. */
function mayBeBundled(framework: FunctionConfig["framework"], filename: string): boolean {
  return (framework === "sam" ? hasBundlerOfItsOwn(filename) : hasBundler(filename)) === true;
}

function isDependency({ module }: { readonly module: string }, manifests: readonly Manifest[]): boolean {
  return manifests.some(({ production }) => production.has(packageName(module)));
}

type Problem = "notPackaged" | "onlyForDevelopment" | "leftOut";

/** Why the package is not there when the function runs; undefined where it is, or may be. */
function problemOf(
  name: string,
  { bundle, runtime, layers, packageType, framework }: FunctionConfig,
  manifests: readonly Manifest[],
  filename: string,
): Problem | undefined {
  const runtimes = possibleValues(runtime);
  if (runtimes === undefined || packageType === "container") return undefined;
  if (layers?.isComplete !== true || layers.items.length > 0) return undefined;
  if (runtimes.some((one) => !/^nodejs/.test(one) || shipsWithRuntime(name, one))) return undefined;
  if (bundle !== undefined && bundle.tool !== "none")
    return bundle.external?.includes(name) === true && bundle.tool === "esbuild" ? "leftOut" : undefined;
  // A file of TypeScript was compiled by something, which may have bundled it.
  const isDeployedAsItIs = /\.[cm]?js$/.test(filename) && !mayBeBundled(framework, filename);
  const isKnown =
    bundle?.tool === "none" ||
    framework === "sam" ||
    framework === "cloudformation" ||
    framework === "serverless";
  if (!isDeployedAsItIs || !isKnown) return undefined;
  if (manifests.some(({ production }) => production.has(name))) return undefined;
  if (manifests.some(({ development }) => development.has(name))) return "onlyForDevelopment";
  if (manifests.some((manifest) => mayBring(name, manifest))) return undefined;
  return findInstalledPackage(filename, [name]) === undefined ? "notPackaged" : undefined;
}

/** True where one of the dependencies may depend on the package: it is then installed beside them, and found. */
function mayBring(name: string, { production }: Manifest): boolean {
  return [...production.keys()].some((dependency) => mayDependOn(dependency, name));
}

function packageName(module: string): string {
  const [first = "", second] = module.split("/");
  return first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
}

function describeManifest(manifest: Manifest | undefined, cwd: string): string {
  const file = path.join(manifest?.folder ?? cwd, "package.json");
  return path.relative(cwd, file).split(path.sep).join("/");
}
