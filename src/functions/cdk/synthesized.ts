import { readdirSync } from "node:fs";
import path from "node:path";
import { readTemplate } from "../cloudformation/read-template.js";
import { type ConfigNode, nodeAt } from "../config-node.js";
import { type ConfigValue, type Place, onlyValue } from "../config-value.js";
import type { Environment, FunctionConfig } from "../function-config.js";
import { readText } from "../read-text.js";
import { resolveHandler } from "../resolve-handler.js";
import { statFile } from "../stat-file.js";

const OUTPUT_FOLDER = "cdk.out";
const MAX_TEMPLATES = 60;
const MAX_BYTES = 1_500_000;

/** The file that the CDK writes last: how old the output is. */
export function manifestOf(root: string): string {
  return path.join(root, OUTPUT_FOLDER, "manifest.json");
}

/**
 * Completes what code says by what the CDK made of it, where that is newer than all of the code: a value that the code
 * leaves open is the one in the template. Functions are the same where the path of the construct ends with the one that the
 * code has. What only the template has is there too, where its asset names a folder of the project.
 *
 * @param root absolute path of the project
 * @param newestMs when the newest file of the code was written
 */
export function completeFromOutput(
  functions: readonly FunctionConfig[],
  root: string,
  newestMs: number,
): readonly FunctionConfig[] {
  const manifest = statFile(manifestOf(root));
  if (manifest === undefined || manifest.mtimeMs < newestMs) return functions;
  const synthesized = readOutput(path.join(root, OUTPUT_FOLDER));
  const matched = new Set<Synthesized>();
  const completed = functions.map((fn) => {
    const length = fn.id.split("/").length;
    const found = synthesized.filter(({ ids }) => ids.slice(-length).join("/") === fn.id);
    for (const one of found) matched.add(one);
    return complete(
      fn,
      found.map(({ config }) => config),
    );
  });
  const others = synthesized.flatMap((one) =>
    matched.has(one) || one.folder === undefined ? [] : [locate(one, one.folder)],
  );
  return [...completed, ...others.filter(({ handler }) => handler.status === "resolved")];
}

interface Synthesized {
  /** The ids of the constructs around the function, its own last. */
  readonly ids: readonly string[];
  /** Where its code is, unless it was copied into the output. */
  readonly folder: string | undefined;
  readonly config: FunctionConfig;
}

function readOutput(folder: string): readonly Synthesized[] {
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".template.json"));
  } catch {
    // An output that may not be read says nothing.
  }
  return names.slice(0, MAX_TEMPLATES).flatMap((name) => readOne(path.join(folder, name)));
}

function readOne(file: string): readonly Synthesized[] {
  const size = statFile(file)?.size ?? Infinity;
  if (size > MAX_BYTES) return [];
  let template: ConfigNode;
  try {
    template = nodeOf(JSON.parse(readText(file)), { file, line: 1, column: 1 });
  } catch {
    return [];
  }
  return readTemplate(template, file).map((config) => {
    const metadata = nodeAt(template, "Resources", config.id, "Metadata");
    const asset = textAt(metadata, "aws:asset:path");
    const isCopied = asset === undefined || asset.startsWith("asset.");
    return {
      // `Stack/Orders/Create/Resource`: the last one is the resource of the construct.
      ids: (textAt(metadata, "aws:cdk:path") ?? "").split("/").slice(0, -1),
      folder: isCopied ? undefined : path.resolve(path.dirname(file), asset),
      config,
    };
  });
}

function textAt(node: ConfigNode | undefined, key: string): string | undefined {
  const value = nodeAt(node, key);
  return value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
}

/** Data of JSON as a tree. It has one place for all: nobody edits what is generated. */
function nodeOf(data: unknown, place: Place): ConfigNode {
  if (Array.isArray(data)) return { kind: "list", items: data.map((item) => nodeOf(item, place)), place };
  if (typeof data !== "object" || data === null)
    return { kind: "scalar", value: data as string | number | boolean | null, place };
  const entries = Object.entries(data);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && /^(?:Ref$|Fn::)/.test(only[0]))
    return { kind: "call", name: only[0], argument: nodeOf(only[1], place), place };
  return {
    kind: "map",
    entries: new Map(entries.map(([key, value]) => [key, nodeOf(value, place)])),
    keys: new Map(entries.map(([key]) => [key, place])),
    place,
  };
}

function locate({ config, ids }: Synthesized, folder: string): FunctionConfig {
  return {
    ...config,
    id: ids.at(-1) ?? config.id,
    framework: "cdk",
    handler: resolveHandler(config.handler.raw, { folder }),
  };
}

/** Where several functions were made of one, what they do not have in common stays open. */
function complete(fn: FunctionConfig, made: readonly FunctionConfig[]): FunctionConfig {
  const [first] = made;
  if (first === undefined) return fn;
  const fill = <T>(
    own: ConfigValue<T> | undefined,
    read: (config: FunctionConfig) => ConfigValue<T> | undefined,
  ): ConfigValue<T> | undefined => {
    const value = onlyValue(read(first));
    const isCommon = value !== undefined && made.every((one) => onlyValue(read(one)) === value);
    // What nobody wrote may have been set by an aspect.
    const isSet = made.every((one) => read(one)?.k === "known");
    const isOpen = own === undefined || own.k === "opaque" || (own.k === "default" && isSet);
    return isOpen && isCommon ? { k: "known", value, place: fn.place } : own;
  };
  return {
    ...fn,
    runtime: fill(fn.runtime, ({ runtime }) => runtime),
    architecture: fill(fn.architecture, ({ architecture }) => architecture),
    memoryMb: fill(fn.memoryMb, ({ memoryMb }) => memoryMb) ?? fn.memoryMb,
    timeoutSec: fill(fn.timeoutSec, ({ timeoutSec }) => timeoutSec) ?? fn.timeoutSec,
    env: made.length === 1 ? completeEnvironment(fn, first.env) : fn.env,
  };
}

/** The template has every variable, and text that the code computes. */
function completeEnvironment({ env, place }: FunctionConfig, made: Environment): Environment {
  if (!made.isComplete) return env;
  const variables = new Map(env.variables);
  const places = new Map(env.places);
  for (const [name, value] of made.variables) {
    const own = variables.get(name);
    const text = onlyValue(value);
    if (own === undefined || (own.k === "opaque" && text !== undefined))
      variables.set(
        name,
        text === undefined ? { k: "opaque", text: name, place } : { k: "known", value: text, place },
      );
    if (!places.has(name)) places.set(name, place);
  }
  return { ...env, variables, places, isComplete: true };
}
