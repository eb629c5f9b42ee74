import { createRequire } from "node:module";
import type { Node, Pair, Scalar as YamlScalar, Tags, YAMLParseError } from "yaml";
import type { ConfigNode, Scalar } from "./config-node.js";
import { configReads } from "./config-reads.js";
import type { Place } from "./config-value.js";
import { readPlainYaml } from "./read-plain-yaml.js";
import { callOf, intrinsicsByTag, mapOrCall } from "./yaml-nodes.js";

const require = createRequire(import.meta.url);

const MAX_DEPTH = 100;

/** A document that is no YAML, with the place where it stops being any. */
export interface YamlProblem {
  readonly problem: string;
  readonly place: Place;
}

/**
 * Reads YAML or JSON, with the tags of CloudFormation. Both forms of an intrinsic function become the same `call`. The
 * library reads what the reader for most templates does not know.
 *
 * @param file absolute path, for the places
 */
export function readYaml(text: string, file: string): ConfigNode | YamlProblem | undefined {
  configReads.parses++;
  return readPlainYaml(text, file) ?? readAnyYaml(text, file);
}

/**
 * The same for whoever lints the text itself: what cannot be YAML is a problem, in place of what can be read behind it.
 *
 * @param file absolute path, for the places
 */
export function readValidYaml(text: string, file: string): ConfigNode | YamlProblem | undefined {
  configReads.parses++;
  return readPlainYaml(text, file) ?? findCertainProblem(text, file) ?? readAnyYaml(text, file);
}

/** The same by the library alone, which takes several times as long, and reads on behind mistakes. */
export function readAnyYaml(text: string, file: string): ConfigNode | YamlProblem | undefined {
  const { isAlias, isCollection, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } =
    require("yaml") as typeof import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    customTags: [...intrinsicsByTag.keys()].flatMap(tagOf) as Tags,
    keepSourceTokens: false,
    logLevel: "silent",
    strict: false,
    uniqueKeys: false,
  });
  // What aliases stand for is converted once: a document of a few lines can otherwise stand for millions of nodes.
  const anchored = new Map<Node, ConfigNode>();

  const placeAt = (start: number, end = start): Place => {
    const { line, col } = lines.linePos(start);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), range: [start, end] };
  };

  /** Where a node stands, its tag included; what is empty after it is no part of it. */
  function placeOf(node: Node | null): Place {
    const start = node?.range?.[0] ?? 0;
    const written = text.slice(start, endOf(node) ?? start).trimEnd().length;
    return placeAt(startOfTag(text, start, node?.tag), start + written);
  }

  /** A map or a list without brackets ends where its last entry does: the library lets it end behind the comments there. */
  function endOf(node: Node | null): number | undefined {
    if (!isCollection(node) || node.flow === true) return node?.range?.[1];
    const last = node.items.at(-1) as Node | Pair<Node, Node | null> | null | undefined;
    return endOf(isPair(last) ? (last.value ?? last.key) : (last ?? null)) ?? node.range?.[1];
  }

  function convert(node: Node | null, depth: number): ConfigNode {
    const place = placeOf(node);
    if (node === null) return { kind: "scalar", value: null, place };
    if (depth > MAX_DEPTH) return { kind: "opaque", text: "", place };
    if (isAlias(node)) {
      const target = node.resolve(document) as Node | undefined;
      const known = target === undefined ? undefined : anchored.get(target);
      if (target === undefined || known !== undefined)
        return known ?? { kind: "opaque", text: node.source, place };
      anchored.set(target, { kind: "opaque", text: node.source, place }); // ends an alias that stands in itself
      const converted = convert(target, depth + 1);
      anchored.set(target, converted);
      return converted;
    }
    const name = intrinsicsByTag.get(node.tag ?? "");
    const plain = convertUntagged(node, place, depth);
    return name === undefined ? plain : callOf(name, plain, place);
  }

  function convertUntagged(node: Node, place: Place, depth: number): ConfigNode {
    if (isScalar(node)) return { kind: "scalar", value: scalarOf(node), place };
    if (isSeq(node))
      return {
        kind: "list",
        items: node.items.map((item) => convert(item as Node | null, depth + 1)),
        place,
      };
    if (!isMap(node)) return { kind: "opaque", text: "", place };
    const entries = new Map<string, ConfigNode>();
    const keys = new Map<string, Place>();
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      if (!isScalar(key)) continue;
      if (key.value === "<<") {
        mergeInto(entries, convert(value, depth + 1));
        continue;
      }
      const name = String(key.value);
      entries.set(name, convert(value, depth + 1));
      keys.set(name, placeOf(key));
    }
    return mapOrCall(entries, keys, place);
  }

  const [error] = document.errors;
  if (error !== undefined && document.contents === null)
    return { problem: error.message, place: placeAt(error.pos[0]) };
  return document.contents === null ? undefined : convert(document.contents, 0);
}

/**
 * The first thing in a text that is no YAML; undefined where there is none. `readYaml` reads on behind most of them, as
 * other parsers do.
 *
 * @param file absolute path, for the place
 */
export function findYamlProblem(text: string, file: string): YamlProblem | undefined {
  return firstProblem(text, file, () => true);
}

/**
 * The first thing in a text that no parser takes, in a text behind whose mistakes something was read.
 *
 * @param file absolute path, for the place
 */
export function findYamlProblemOfRead(text: string, file: string): YamlProblem | undefined {
  return readPlainYaml(text, file) === undefined ? findCertainProblem(text, file) : undefined;
}

/**
 * The first thing that no parser takes. The parsers of CloudFormation and of the frameworks do not mind how lists, maps
 * and texts are indented between brackets and quotes, and the library does: what it takes for unclosed may be closed later.
 */
function findCertainProblem(text: string, file: string): YamlProblem | undefined {
  return firstProblem(text, file, ({ message, pos: [start] }) => {
    const closing = /(?:sufficiently indented and end with a |Missing closing )(\S)/.exec(message)?.[1];
    return closing === undefined || !text.includes(closing, start);
  });
}

/** The first mistake in a text, unless it is left aside: what comes behind it may be one because of it alone. */
function firstProblem(
  text: string,
  file: string,
  isReported: (error: YAMLParseError) => boolean,
): YamlProblem | undefined {
  const { LineCounter, parseDocument } = require("yaml") as typeof import("yaml");
  const lines = new LineCounter();
  const { errors } = parseDocument(text, {
    lineCounter: lines,
    logLevel: "silent",
    strict: false,
    uniqueKeys: false,
  });
  const [error] = errors;
  if (error === undefined || !isReported(error)) return undefined;
  const { line, col } = lines.linePos(error.pos[0]);
  const problem = error.message.replace(/ at line \d+, column \d+:[^]*$/, ".");
  return { problem, place: { file, line, column: col } };
}

/** Where the tag stands that comes right before a node; the node's own start where it has none. */
function startOfTag(text: string, start: number, tag: string | undefined): number {
  if (tag === undefined) return start;
  let end = start;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return text.startsWith(tag, end - tag.length) ? end - tag.length : start;
}

function tagOf(tag: string): unknown[] {
  return [
    { tag, resolve: (text: string) => text },
    { tag, collection: "seq", resolve: (value: unknown) => value },
    { tag, collection: "map", resolve: (value: unknown) => value },
  ];
}

function scalarOf({ value }: YamlScalar): Scalar {
  if (typeof value === "bigint") return Number(value);
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isPlain ? value : null;
}

/** `<<: *defaults`, or a list of them: what the map has itself goes before. */
function mergeInto(entries: Map<string, ConfigNode>, merged: ConfigNode): void {
  const maps = merged.kind === "list" ? merged.items : [merged];
  for (const map of maps) {
    if (map.kind !== "map") continue;
    for (const [key, value] of map.entries) if (!entries.has(key)) entries.set(key, value);
  }
}
