import { InputError, messageOf } from "./input-error.js";

/** Parses JSON, with or without a byte order mark. Throws an `InputError` that names the file, the line and the column. */
export function parseJson(text: string, name: string): unknown {
  const content = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(content);
  } catch (error) {
    const position = /at position (\d+)/.exec(messageOf(error))?.[1];
    const place = position === undefined ? "" : `:${lineAndColumn(content, Number(position))}`;
    throw new InputError(
      `${name}${place} is not JSON: ${messageOf(error).replace(/ in JSON at position.*$/, "")}.`,
    );
  }
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
