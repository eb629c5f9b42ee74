import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { hasProcessProperty } from "./builtin-values.js";
import { reflect, reflectedProperties } from "./reflect.js";
import { makeUrl, pathOfUrl, urlOfPath } from "./urls.js";
import {
  array,
  callable,
  combineConstants,
  constant,
  type Imported,
  native,
  nothing,
  object,
  ObjectValue,
  unknown,
  type Value,
} from "./values.js";

/** Node.js as AWS Lambda runs it: on Linux, with nothing set in the environment that anybody knows of. */
function makeProcess(): ObjectValue {
  const environment = new ObjectValue();
  for (const name of ["PATH", "HOME", "TZ", "LANG", "PWD", "NODE_OPTIONS"]) environment.set(name, unknown);
  const { node, modules, napi = "8" } = process.versions;
  const versions = object({
    node: constant(node),
    v8: unknown,
    modules: constant(modules),
    napi: constant(napi),
  });
  const made = object({
    platform: constant("linux"),
    arch: constant(process.arch),
    version: constant(process.version),
    versions,
    env: environment,
    browser: nothing,
    type: nothing,
    pkg: nothing,
    release: object({ name: constant("node") }),
    title: constant("node"),
    cwd: native("cwd", () => unknown),
    noDeprecation: nothing,
    report: object({ getReport: native("getReport", makeReport) }),
  });
  made.other = (key) => (hasProcessProperty(key) ? unknown : nothing);
  made.set(
    "getBuiltinModule",
    native("getBuiltinModule", ({ arguments: [name] }) =>
      name?.kind === "constant" && isBuiltin(String(name.value))
        ? { kind: "imported", specifier: String(name.value), mode: "require", path: [] }
        : unknown,
    ),
  );
  return made;
}

/** What tells programs that they run on glibc, as on Amazon Linux, and not on musl. */
function makeReport(): Value {
  const header = object({ glibcVersionRuntime: constant("2"), glibcVersionCompiler: constant("2") });
  header.isComplete = false;
  return object({ header, sharedObjects: array([]) });
}

/** The same, of a command that programs run to find out. */
const lddVersion = "ldd (GNU libc)";

/** Browsers and bundlers define these; Node.js never does, though a test environment around this process may. */
const absent = new Set(
  "window document self navigator location localStorage importScripts define requirejs Deno Bun EdgeRuntime HTMLElement XMLHttpRequest WorkerGlobalScope __webpack_require__ __non_webpack_require__ jest".split(
    " ",
  ),
);

/** The global variables of one run. */
export class Globals {
  /** What `globalThis` is. */
  readonly object = new ObjectValue();
  readonly #known: Map<string, Value>;

  constructor(language: ReadonlyMap<string, Value>) {
    this.object.isComplete = false;
    this.object.other = (key) => this.value(key);
    for (const [name, value] of language) {
      if (value instanceof ObjectValue) value.other = reflectedProperties(globalOf(name) as object);
    }
    this.#known = new Map<string, Value>([
      ["undefined", nothing],
      ["NaN", constant(NaN)],
      ["Infinity", constant(Infinity)],
      ["global", this.object],
      ["globalThis", this.object],
      ["process", makeProcess()],
      ["URL", makeUrlClass()],
      ...language,
    ]);
  }

  value(name: string): Value {
    let value = this.object.properties.get(name)?.value ?? this.#known.get(name);
    if (value === undefined) {
      value = makeGlobal(name);
      this.#known.set(name, value);
    }
    return value;
  }
}

function makeGlobal(name: string): Value {
  if (absent.has(name) || !(name in globalThis)) return nothing;
  const real = globalOf(name);
  if (real === undefined) return nothing;
  return typeof real === "function" || (typeof real === "object" && real !== null) ? reflect(real) : unknown;
}

function globalOf(name: string): unknown {
  return (globalThis as Readonly<Record<string, unknown>>)[name];
}

function makeUrlClass(): ObjectValue {
  const made = reflect(URL);
  made.callable = { kind: "native", name: "URL", run: ({ arguments: values }) => makeUrl(values) };
  return made;
}

/** An instance of a class of Node.js itself, where it decides what is loaded. */
export function builtinInstance({ specifier, path }: Imported, values: readonly Value[]): Value | undefined {
  const isUrl =
    /^(?:node:)?url$/.test(specifier) && path.filter((part) => part !== "default").join(".") === "URL";
  return isUrl ? makeUrl(values) : undefined;
}

/** A value as `${…}` writes it. Functions of `os` write what they give. */
export function textOf(value: Value): Value {
  const isOfSystem = value.kind === "imported" && /^(?:node:)?os$/.test(value.specifier);
  return (isOfSystem ? builtinResult(value, []) : undefined) ?? value;
}

/** What packages have under a name, where it decides what is loaded (see `builtinResult`). */
export const packageConstants: ReadonlyMap<string, string> = new Map([
  ["detect-libc.GLIBC", "glibc"],
  ["detect-libc.MUSL", "musl"],
]);

/** The result of calling something of Node.js itself, where it decides what is loaded. */
export function builtinResult({ specifier, path }: Imported, values: readonly Value[]): Value | undefined {
  const name = [specifier.replace(/^node:/, ""), ...path.filter((part) => part !== "default")].join(".");
  switch (name) {
    case "module.createRequire":
      return callable({ kind: "require" });
    case "os.platform":
      return constant("linux");
    case "os.arch":
      return constant(process.arch);
    case "os.type":
      return constant("Linux");
    case "path.resolve":
      // Of a relative path the working directory decides: on Lambda it is another one than here.
      return combineConstants(values, (texts) =>
        texts.some((text) => posix.isAbsolute(String(text)))
          ? constant(joinPath("resolve", texts.map(String)))
          : unknown,
      );
    case "path.join":
    case "path.dirname":
    case "path.basename":
    case "path.extname":
      return combineConstants(values, (texts) => constant(joinPath(name.slice(5), texts.map(String))));
    case "url.fileURLToPath":
      return pathOfUrl(values[0]);
    case "url.pathToFileURL":
      return urlOfPath(values[0]);
    // What it says on Amazon Linux (https://github.com/lovell/detect-libc, its README read 2026-11-29).
    case "detect-libc.familySync":
      return constant("glibc");
    case "detect-libc.isNonGlibcLinuxSync":
      return constant(false);
    case "child_process.execSync":
      return isLdd(values[0]) ? constant(lddVersion) : undefined;
    case "child_process.spawnSync":
      return isLdd(values[0]) ? object({ stdout: constant(lddVersion), stderr: constant("") }) : undefined;
    case "util.promisify":
    case "util.deprecate":
    case "util.callbackify":
    // The function that it warns about (https://www.npmjs.com/package/depd, read 2026-11-28).
    case "depd.().function":
      return values[0] ?? unknown;
    default:
      return undefined;
  }
}

function isLdd(command: Value | undefined): boolean {
  return command?.kind === "constant" && /^ldd\b/.test(String(command.value));
}

function joinPath(method: string, [first = "", ...others]: readonly string[]): string {
  switch (method) {
    case "dirname":
      return posix.dirname(first);
    case "extname":
      return posix.extname(first);
    case "basename":
      return posix.basename(first, ...others);
    case "resolve":
      return posix.resolve(first, ...others);
    default:
      return posix.join(first, ...others);
  }
}
