import type { Place } from "./config-value.js";

/** A change of a file's text, as offsets. Everything outside the range stays as it is, comments and layout too. */
export interface TextEdit {
  readonly range: readonly [start: number, end: number];
  readonly text: string;
}

const QUOTED = /^(["'`])([^"'`\\]*)\1$/;
const SECONDS = /^(?:[\w.]+\.)?Duration\.seconds\(\s*(\d+)\s*\)$/;

/**
 * Writes another value where one is written out. Undefined where something else stands there: a reference, a variable, an
 * intrinsic function. Quotes stay.
 */
export function replaceValue(
  text: string,
  place: Place,
  value: number | string,
  replacement: number | string,
): TextEdit | undefined {
  if (place.range === undefined) return undefined;
  const [start, end] = place.range;
  const written = text.slice(start, end);
  const quoted = QUOTED.exec(written);
  if (quoted?.[2] === String(value))
    return { range: [start, end], text: `${quoted[1]}${replacement}${quoted[1]}` };
  const digits = typeof value === "number" ? written.replaceAll("_", "") : written;
  if (digits === String(value)) return { range: [start, end], text: String(replacement) };
  if (SECONDS.exec(written)?.[1] === String(value))
    return { range: [start, end], text: written.replace(/\d+/, String(replacement)) };
  const constant = constantOf(String(value));
  return written.endsWith(`.${constant}`)
    ? { range: [start, end], text: written.slice(0, -constant.length) + constantOf(String(replacement)) }
    : undefined;
}

/** What the CDK calls a value: `Runtime.NODEJS_18_X`, `Architecture.ARM_64`. */
export function constantOf(value: string): string {
  if (value === "arm64") return "ARM_64";
  return value
    .replace(/^(nodejs|python|java|ruby|dotnet)(?=\d)/, "$1_")
    .replaceAll(".", "_")
    .toUpperCase();
}

/**
 * Writes a new entry as the first one of a map or of an object literal, in its layout: on a line of its own with the same
 * indentation, or in the same line. Undefined where the place is neither.
 *
 * @param place of the map, from its brace, or from its first key in YAML's block style
 */
export function insertEntry(text: string, place: Place, key: string, value: string): TextEdit | undefined {
  if (place.range === undefined) return undefined;
  const [start, end] = place.range;
  if (text.charAt(start) !== "{") return insertInBlock(text, start, key, value);
  const at = start + 1;
  const [blank = ""] = /^\s*/.exec(text.slice(at, end)) ?? [];
  const name = /^"/.test(text.slice(at + blank.length)) ? `"${key}"` : key;
  const isEmpty = text.charAt(at + blank.length) === "}";
  if (blank.includes("\n")) {
    const firstLine = blank.slice(/\r?\n[^\n]*$/.exec(blank)?.index);
    return { range: [at, at], text: `${firstLine}${name}: ${value}${isEmpty ? "" : ","}` };
  }
  return { range: [at, at], text: isEmpty ? ` ${name}: ${value} ` : `${blank}${name}: ${value},` };
}

/** In block style a map begins with its first key: `place.column` is the indentation of all. */
function insertInBlock(text: string, start: number, key: string, value: string): TextEdit | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  if (!/^[\s-]*$/.test(before) || !/^["'\w]/.test(text.charAt(start))) return undefined;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return { range: [start, start], text: `${key}: ${value}${lineEnd}${before.replaceAll("-", " ")}` };
}
