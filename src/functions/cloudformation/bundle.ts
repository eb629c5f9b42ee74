import { type ConfigNode, itemsOf } from "../config-node.js";
import { onlyValue } from "../config-value.js";
import { asText } from "../convert-value.js";
import type { Bundle } from "../function-config.js";
import type { Template } from "./template.js";

/**
 * How `sam build` makes what is deployed. Undefined where the template does not say it: then SAM installs the packages of
 * the folder, and what lies in the folder may have been built by anything.
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html)
 */
export function readBundle(resource: ConfigNode, template: Template): Bundle | undefined {
  const method = template.at(resource, "Metadata", "BuildMethod");
  const name = template.textAt(resource, "Metadata", "BuildMethod");
  if (method === undefined) return undefined;
  const { place } = method;
  const nothing = { format: undefined, minify: undefined, external: undefined, define: undefined, place };
  if (name === undefined) return { ...nothing, tool: "other" };
  if (/^nodejs/.test(name)) return { ...nothing, tool: "none", external: [], define: [] };
  if (name !== "esbuild") return { ...nothing, tool: "other" };
  const properties = template.at(resource, "Metadata", "BuildProperties");
  const minify = template.scalarAt(properties, "Minify");
  const flag = onlyValue(minify);
  const external = template.at(properties, "External");
  return {
    tool: "esbuild",
    format: asText(template.scalarAt(properties, "Format")) ?? { k: "default", value: "cjs", of: "AWS SAM" },
    minify:
      minify === undefined
        ? { k: "default", value: true, of: "AWS SAM" }
        : typeof flag === "boolean" && minify.k === "known"
          ? { ...minify, value: flag }
          : undefined,
    external:
      external === undefined
        ? []
        : external.kind === "list"
          ? itemsOf(external).flatMap((item) => template.textAt(item) ?? [])
          : undefined,
    define: template.at(properties, "Define") === undefined ? [] : undefined,
    place,
  };
}
