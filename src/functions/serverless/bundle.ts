import { onlyCompiles, serverlessBundlers } from "../../knowledge/serverless-plugins.js";
import { type ConfigNode, entriesOf, itemsOf } from "../config-node.js";
import { onlyValue } from "../config-value.js";
import { asText } from "../convert-value.js";
import type { Bundle } from "../function-config.js";
import type { Template } from "../cloudformation/template.js";

const ESBUILD = "serverless-esbuild";

/**
 * What bundles the code: a plugin, or the framework's own `build` from version 4 on. Undefined where the file names
 * neither: the version of the framework decides then.
 * (https://www.serverless.com/framework/docs/providers/aws/guide/building)
 */
export function readServerlessBundle(
  root: ConfigNode,
  plugins: readonly string[] | undefined,
  template: Template,
): Bundle | undefined {
  const build = template.at(root, "build");
  const esbuild = template.at(build, "esbuild");
  if (build !== undefined) {
    if (esbuild?.kind === "map") return readEsbuild(esbuild, template);
    const isOn = esbuild?.kind === "scalar" ? esbuild.value !== false : template.textAt(build) === "esbuild";
    return { ...nothing(build), tool: isOn ? "esbuild" : "other" };
  }
  const written = template.at(root, "plugins");
  if (plugins === undefined || written === undefined) return undefined;
  if (plugins.includes(ESBUILD)) {
    const options = template.at(root, "custom", "esbuild");
    return options === undefined
      ? { ...nothing(written), tool: "esbuild", external: [], define: [] }
      : readEsbuild(options, template);
  }
  const bundlers = plugins.filter((name) => serverlessBundlers.has(name));
  const tool = bundlers.map((name) => serverlessBundlers.get(name))[0];
  if (tool === undefined) return undefined;
  return { ...nothing(written), tool, define: bundlers.every(onlyCompiles) ? [] : undefined };
}

function nothing({ place }: ConfigNode): Bundle {
  return {
    tool: "other",
    format: undefined,
    minify: undefined,
    external: undefined,
    define: undefined,
    place,
  };
}

function readEsbuild(options: ConfigNode, template: Template): Bundle {
  const minify = template.scalarAt(options, "minify");
  const flag = onlyValue(minify);
  const external = template.at(options, "external");
  const exclude = template.at(options, "exclude");
  const define = template.at(options, "define");
  const lists = [external, exclude].filter((list) => list !== undefined);
  // A file of its own can set anything.
  const hasConfigFile = ["config", "configFile"].some((key) => template.at(options, key) !== undefined);
  const isUnbundled = onlyValue(template.scalarAt(options, "bundle")) === false;
  return {
    tool: isUnbundled ? "other" : "esbuild",
    format: asText(template.scalarAt(options, "format")),
    minify: minify?.k === "known" && typeof flag === "boolean" ? { ...minify, value: flag } : undefined,
    external:
      hasConfigFile || lists.some((list) => list.kind !== "list")
        ? undefined
        : lists.flatMap((list) => itemsOf(list)).flatMap((item) => template.textAt(item) ?? []),
    define:
      hasConfigFile || (define !== undefined && define.kind !== "map")
        ? undefined
        : entriesOf(define).map(([name]) => name),
    place: options.place,
  };
}
