import type { Scalar } from "./config-node.js";

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^]))/g;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ "0": "\0", a: "\x07", b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ N: "\u0085", _: "\u00a0", L: "\u2028", P: "\u2029", " ": " ", '"': '"', "/": "/", "\\": "\\" },
};

const INTEGER = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const NUMBER_START = /^[-+.\d]/;

/** What YAML's core schema makes of a scalar without quotes. (https://yaml.org/spec/1.2.2/#103-core-schema) */
export function resolvePlain(written: string): Scalar {
  if (NUMBER_START.test(written)) return resolveNumber(written) ?? written;
  switch (written) {
    case "":
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    default:
      return written;
  }
}

function resolveNumber(written: string): number | undefined {
  if (INTEGER.test(written)) return parseInt(written, 10);
  if (FLOAT.test(written)) return parseFloat(written);
  if (/^0o[0-7]+$/.test(written)) return parseInt(written.slice(2), 8);
  if (/^0x[\da-fA-F]+$/.test(written)) return parseInt(written.slice(2), 16);
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(written)) return written.startsWith("-") ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(written) ? NaN : undefined;
}

/** What a text in double quotes on one line stands for; undefined where it has an escape that there is not. */
export function resolveDoubleQuoted(inner: string): string | undefined {
  if (!inner.includes("\\")) return inner;
  const characters: (string | undefined)[] = [];
  const value = inner.replace(ESCAPE, (...[, x, u, long, letter]: (string | undefined)[]): string => {
    const code = x ?? u ?? long;
    const character = code === undefined ? ESCAPES[letter ?? ""] : characterOf(parseInt(code, 16));
    characters.push(character);
    return character ?? "";
  });
  return characters.includes(undefined) ? undefined : value;
}

function characterOf(code: number): string | undefined {
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

/** The lines of a scalar as one: an end of line is a blank, and an empty line is one end of line. */
export function foldLines(lines: readonly string[]): string {
  let [folded = ""] = lines;
  let separator = " ";
  for (const line of lines.slice(1, -1)) {
    if (line !== "") {
      folded += separator + line;
      separator = " ";
    } else if (separator === "\n") folded += "\n";
    else separator = "\n";
  }
  return folded + separator + (lines.at(-1) ?? "");
}

/**
 * The lines of a block scalar in folded style (`>`), without the end of the last one. Lines that are indented further keep
 * their ends.
 *
 * @param lines without the indentation that all have
 */
export function foldBlock(lines: readonly string[]): string {
  const start = lines.findIndex((line) => line !== "");
  let folded = "\n".repeat(Math.max(start, 0));
  let separator = "";
  let wasIndented = false;
  for (const line of lines.slice(start)) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (separator === " ") separator = "\n";
      else if (!wasIndented && separator === "\n") separator = "\n\n";
      folded += separator + line;
      separator = "\n";
      wasIndented = true;
    } else if (line === "") {
      if (separator === "\n") folded += "\n";
      else separator = "\n";
    } else {
      folded += separator + line;
      separator = " ";
      wasIndented = false;
    }
  }
  return folded;
}
