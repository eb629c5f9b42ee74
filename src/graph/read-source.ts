import { readFileSync, statSync } from "node:fs";
import { extname } from "node:path";

/** A larger file is no source code that anybody wrote; reading it would only take memory. */
const maxBytes = 128 * 1024 * 1024;

/** The text of a file; `reason` says why there is none. */
export type SourceText =
  | { readonly text: string; readonly bytes: number; readonly reason?: undefined }
  | { readonly text?: undefined; readonly bytes: number; readonly reason: string };

/** Reads a file of code or JSON. Never throws. */
export function readSource(path: string): SourceText {
  let bytes = 0;
  try {
    const stats = statSync(path);
    bytes = stats.size;
    if (!stats.isFile()) return { bytes: 0, reason: "is no file" };
    if (bytes > maxBytes) return { bytes, reason: `has ${Math.round(bytes / 1e6)} MB: too large to be read` };
    const text = readFileSync(path, "utf8");
    if (text.slice(0, 1000).includes("\0"))
      return { bytes, reason: "is binary, though it is named like code" };
    return { text, bytes };
  } catch (error) {
    return { bytes, reason: `cannot be read (${codeOf(error)})` };
  }
}

/** Bytes of a file that is not read, because it holds no code. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

export function isTypeScript(path: string): boolean {
  return /^\.[cm]?tsx?$/.test(extname(path));
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? code : String(error);
}
