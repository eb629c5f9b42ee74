import { isBuiltin } from "node:module";
import type { SourceFacts } from "./module-graph.js";
import { scanSource, scanWithRepeats } from "./scan/scan-source.js";
import type { SourceScan } from "./scan/source-scan.js";

/** What the text of a bundle says about the work of loading it. */
export interface BundleFacts {
  /** Bytes and tokens of the whole text; of what happens at top level, and of functions, what runs at init. */
  readonly facts: SourceFacts;
  /** What it loads from outside at init: modules of Node.js as `node:http2`, and packages by specifier. */
  readonly builtins: readonly string[];
  readonly externals: readonly string[];
}

/**
 * Reads a bundle that esbuild has written and not minified. CommonJS files, and ES modules that are required, stand there
 * in wrappers (`var require_lib = __commonJS({ … })`, `var init_lib = __esm({ … })`) that run when they are first called:
 * only what the bundle calls at top level, directly or through other wrappers, runs at init.
 */
export function readBundleFacts(text: string): BundleFacts {
  const { outside, wrappers } = splitWrappers(text.replaceAll(productionBranch, "$1{"));
  callExports(wrappers, text);
  const isWrapper = (name: string) => wrappers.has(name);
  const outsideScan = scanWrapped(outside, isWrapper);
  const scans = new Map(
    [...wrappers].map(([name, { body, isJson }]) => [
      name,
      isJson ? jsonScan(body) : scanWrapped(body, isWrapper),
    ]),
  );
  const running = new Set([outsideScan]);
  const loads = new Set<string>();
  const bodies = new Map([...scans].map(([name, scan]) => [scan, wrappers.get(name)]));
  for (const { loads: found } of running) {
    for (const { specifier, runsAtInit } of found) {
      if (!runsAtInit) continue;
      const wrapper = scans.get(specifier.slice(1));
      if (specifier.startsWith(mark) && wrapper !== undefined) running.add(wrapper);
      else loads.add(specifier);
    }
  }
  const [builtins, externals] = [true, false].map((wanted) =>
    [...loads].filter((specifier) => isBuiltin(specifier) === wanted),
  );
  const init = initFacts(
    outside,
    [...running].flatMap((scan) => bodies.get(scan) ?? []),
  );
  // What one file declares is no declaration for another.
  const webGlobals = new Set([init, ...[...running].map(({ facts }) => facts)].flatMap(globalsOf));
  return {
    facts: {
      ...init,
      ...sumFacts(Buffer.byteLength(text), [outsideScan, ...scans.values()], running),
      ...(webGlobals.size > 0 && { webGlobals: [...webGlobals] }),
    },
    builtins: (builtins ?? []).map((name) => (name.startsWith("node:") ? name : `node:${name}`)),
    externals: externals ?? [],
  };
}

/** By which packages load another file where `NODE_ENV` says so. Lambda does not set it. */
const productionBranch = /^( *)if \(process\.env\.NODE_ENV === "production"\) \{\n.*\n\1\} else \{$/gm;

/** Begins the specifiers that stand for calls of wrappers; no specifier of a package begins with it. */
const mark = "\u0001";

interface Wrapper {
  readonly body: string;
  /** Of a JSON file: nothing but a literal. */
  readonly isJson: boolean;
}

/** The wrappers by name, and the text around them. */
function splitWrappers(text: string): { outside: string; wrappers: Map<string, Wrapper> } {
  const outside: string[] = [];
  const wrappers = new Map<string, Wrapper>();
  let open: { readonly name: string; readonly lines: string[] } | undefined;
  for (const line of text.split("\n")) {
    const opened =
      open === undefined ? /^var ([\w$]+) = __(?:commonJS|esm)\d*\(\{$/.exec(line)?.[1] : undefined;
    if (opened !== undefined) open = { name: opened, lines: [] };
    else if (open === undefined) outside.push(line);
    else if (line !== "});" || open.lines.at(-1) !== "  }") open.lines.push(line);
    else {
      // The first line is `"file.js"(exports, module) {`, the last one its brace.
      const isJson = open.lines[0]?.includes('.json"(') ?? false;
      wrappers.set(open.name, { body: open.lines.slice(1, -1).join("\n"), isJson });
      open = undefined;
    }
  }
  return { outside: outside.join("\n"), wrappers };
}

/**
 * Makes wrappers call what they export where the bundle calls that at once: `require_lib()(options)`. The function that
 * is exported is then one that the text calls by its name.
 */
function callExports(wrappers: Map<string, Wrapper>, text: string): void {
  for (const [, name = ""] of text.matchAll(/(?<![\w$.])([\w$]+)\(\)\(/g)) {
    const wrapper = wrappers.get(name);
    if (wrapper === undefined || wrapper.body.includes("called$()")) continue;
    const body = wrapper.body.replace(/(?<![\w$.])module\d*\.exports = (?!require)/, "called$ = ");
    const exported = /(?<![\w$.])called\$ = ([\w$]+);$/m.exec(body)?.[1];
    wrappers.set(name, {
      ...wrapper,
      body: `${body}\ncalled$();${exported === undefined ? "" : `${exported}();`}`,
    });
  }
}

/** Scans a text in which a call of a wrapper counts as a load of it. */
function scanWrapped(text: string, isWrapper: (name: string) => boolean): SourceScan {
  const marked = text.replace(/(?<![\w$]|(?<!\.\.)\.)([\w$]+)\(\)/g, (call, name: string) =>
    isWrapper(name) ? `require("${mark}${name}")` : call,
  );
  return scanSource(Buffer.from(marked));
}

/** A literal takes a parser far less than code of the same length. */
function jsonScan(body: string): SourceScan {
  const bytes = Buffer.byteLength(body);
  const facts = { bytes, tokens: 0, initTokens: 0, functions: 0, jsonBytes: bytes };
  return { ...scanSource(Buffer.from("")), facts };
}

/** The facts of what runs, as one text: names at the top level of a bundle are unique, and call each other across files. */
function initFacts(outside: string, running: readonly Wrapper[]): SourceFacts {
  const bodies = running.flatMap(({ body, isJson }) => (isJson ? [] : [`(function() {${body}\n})();`]));
  const { facts } = scanWithRepeats(Buffer.from([outside, ...bodies].join("\n")));
  return { ...facts, initCalls: (facts.initCalls ?? 0) - bodies.length };
}

function sumFacts(bytes: number, all: readonly SourceScan[], running: ReadonlySet<SourceScan>) {
  const ran = [...running].map(({ facts }) => facts);
  return {
    bytes,
    tokens: sum(all.map(({ facts }) => facts.tokens)),
    functions: sum(ran.map((facts) => facts.functions)),
    jsonBytes: sum(ran.map((facts) => facts.jsonBytes ?? 0)),
  };
}

function globalsOf({ webGlobals = [] }: SourceFacts): readonly string[] {
  return webGlobals;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
