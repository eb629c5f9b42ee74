import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type CodeValue,
  type Primitive,
  type Site,
  choose,
  opaque,
  scalar,
  variantsOf,
} from "./code-value.js";

type PureFunction = (workingFolder: string, ...args: readonly Primitive[]) => Primitive;

const MAX_COMBINATIONS = 16;

const texts = (args: readonly Primitive[]): string[] => args.map(String);

/** Functions of Node.js that paths are built with, by module and name. */
const NODE_FUNCTIONS: Readonly<Record<string, PureFunction>> = {
  "path.join": (_, ...args) => path.join(...texts(args)),
  "path.resolve": (folder, ...args) => path.resolve(folder, ...texts(args)),
  "path.normalize": (_, value) => path.normalize(String(value)),
  "path.dirname": (_, value) => path.dirname(String(value)),
  "path.basename": (_, value, ending) =>
    path.basename(String(value), ending === undefined ? undefined : String(ending)),
  "path.extname": (_, value) => path.extname(String(value)),
  "path.relative": (_, from, to) => path.relative(String(from), String(to)),
  "path.posix.join": (_, ...args) => path.posix.join(...texts(args)),
  "url.fileURLToPath": (_, value) => fileURLToPath(String(value)),
  "process.cwd": (folder) => folder,
};

const GLOBAL_FUNCTIONS: Readonly<Record<string, PureFunction>> = {
  String: (_, value) => String(value),
  Number: (_, value) => Number(value),
  Boolean: (_, value) => Boolean(value),
  parseInt: (_, value, radix) => parseInt(String(value), radix === undefined ? undefined : Number(radix)),
  parseFloat: (_, value) => parseFloat(String(value)),
  "process.cwd": (folder) => folder,
  "Math.max": (_, ...args) => Math.max(...args.map(Number)),
  "Math.min": (_, ...args) => Math.min(...args.map(Number)),
  "Math.floor": (_, value) => Math.floor(Number(value)),
  "Math.ceil": (_, value) => Math.ceil(Number(value)),
  "Math.round": (_, value) => Math.round(Number(value)),
};

/** Methods of strings that give one. */
const STRING_METHODS: ReadonlySet<string> = new Set([
  ...[
    "toLowerCase",
    "toUpperCase",
    "trim",
    "trimStart",
    "trimEnd",
    "replace",
    "replaceAll",
    "slice",
    "substring",
  ],
  ...[
    "concat",
    "padStart",
    "padEnd",
    "startsWith",
    "endsWith",
    "includes",
    "charAt",
    "toString",
    "at",
    "indexOf",
    "lastIndexOf",
  ],
]);

export function callNodeFunction(
  specifier: string,
  exportPath: readonly string[],
  args: readonly CodeValue[],
  site: Site,
  workingFolder: string,
): CodeValue | undefined {
  const name = [specifier.replace(/^node:/, ""), ...exportPath].join(".");
  return applyPure(NODE_FUNCTIONS[name], args, site, workingFolder);
}

/** @param name `String`, `Math.max` */
export function callGlobalFunction(
  name: string,
  args: readonly CodeValue[],
  site: Site,
  workingFolder: string,
): CodeValue | undefined {
  return applyPure(
    Object.hasOwn(GLOBAL_FUNCTIONS, name) ? GLOBAL_FUNCTIONS[name] : undefined,
    args,
    site,
    workingFolder,
  );
}

export function callStringMethod(
  receiver: CodeValue,
  method: string,
  args: readonly CodeValue[],
  site: Site,
): CodeValue | undefined {
  if (method === "split") return splitText(receiver, args, site);
  if (!STRING_METHODS.has(method)) return undefined;
  return mapScalars([receiver, ...args], site, ([text, ...rest]) => {
    if (typeof text !== "string" && typeof text !== "number") return undefined;
    const found = (String(text) as unknown as Record<string, (...args: Primitive[]) => Primitive>)[method];
    return found?.call(String(text), ...rest);
  });
}

function splitText(receiver: CodeValue, [separator]: readonly CodeValue[], site: Site): CodeValue {
  if (receiver.kind !== "scalar" || separator?.kind !== "scalar") return opaque(site);
  const parts = String(receiver.value).split(String(separator.value));
  return { kind: "list", items: parts.map((part) => scalar(part, site)), isOpen: false, site };
}

/** The path of `new URL("../src", import.meta.url)`. */
export function resolveUrl(args: readonly CodeValue[], site: Site): CodeValue {
  return mapScalars(
    args,
    site,
    ([relative, base]) => new URL(String(relative), base === undefined ? undefined : String(base)).href,
  );
}

export function urlOfFile(file: string): string {
  return pathToFileURL(file).href;
}

function applyPure(
  fn: PureFunction | undefined,
  args: readonly CodeValue[],
  site: Site,
  workingFolder: string,
): CodeValue | undefined {
  return fn && mapScalars(args, site, (values) => fn(workingFolder, ...values));
}

/** Computes with every combination of what the values can be; opaque as soon as one of them is not known. */
export function mapScalars(
  values: readonly CodeValue[],
  site: Site,
  compute: (values: readonly Primitive[]) => Primitive,
): CodeValue {
  let combinations: Primitive[][] = [[]];
  for (const value of values) {
    const variants = variantsOf(value);
    const known = variants.flatMap((variant) => (variant.kind === "scalar" ? [variant.value] : []));
    if (known.length !== variants.length || known.length * combinations.length > MAX_COMBINATIONS)
      return opaque(site);
    combinations = combinations.flatMap((combination) => known.map((item) => [...combination, item]));
  }
  try {
    return choose(
      combinations.map((combination) => scalar(compute(combination), site)),
      site,
    );
  } catch {
    // What would throw at synthesis has no value.
    return opaque(site);
  }
}
