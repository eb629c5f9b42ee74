import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { extname } from "node:path";
import { type Stamp, stampOfStats } from "./cache/stamps.js";

/** A larger file is no source code that anybody wrote; reading it would only take memory. */
const maxBytes = 128 * 1024 * 1024;

/** The content of a file; `reason` says why there is none. */
export type SourceCode =
  | { readonly code: Buffer; readonly bytes: number; readonly stamp: Stamp; readonly reason?: undefined }
  | { readonly code?: undefined; readonly bytes: number; readonly stamp: Stamp; readonly reason: string };

/** Where files are read to, one after the other: to make a buffer for each takes as long as to read it. */
let shared = Buffer.alloc(0);

/** Opening a pipe must not wait for somebody to write into it. */
const openFlags = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** Reads a file of code or JSON, in UTF-8. The content is there until the next file is read. Never throws. */
export function readCode(path: string): SourceCode {
  let file: number | undefined;
  let bytes = 0;
  let stamp = "";
  try {
    file = openSync(path, openFlags);
    const stats = fstatSync(file);
    stamp = stampOfStats(stats);
    if (!stats.isFile()) return { bytes, stamp, reason: "is no file" };
    bytes = stats.size;
    if (bytes > maxBytes) {
      return { bytes, stamp, reason: `has ${Math.round(bytes / 1e6)} MB: too large to be read` };
    }
    const code = readAll(file, bytes);
    if (code.subarray(0, 1000).includes(0))
      return { bytes, stamp, reason: "is binary, though it is named like code" };
    return { code, bytes: code.length, stamp };
  } catch (error) {
    return { bytes, stamp, reason: `cannot be read (${codeOf(error)})` };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function readAll(file: number, size: number): Buffer {
  if (shared.length < size) shared = Buffer.allocUnsafe(Math.max(2 * size, 1 << 20));
  let length = 0;
  while (length < size) {
    const count = readSync(file, shared, length, size - length, length);
    if (count === 0) break;
    length += count;
  }
  return shared.subarray(0, length);
}

/** Bytes and stamp of a file that is not read, because it holds no code. */
export function lookAt(path: string): { readonly bytes: number; readonly stamp: Stamp } {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? { bytes: 0, stamp: "" } : { bytes: stats.size, stamp: stampOfStats(stats) };
}

/** Bytes of a file; 0 where there is none. */
export function sizeOf(path: string): number {
  return lookAt(path).bytes;
}

export function isTypeScript(path: string): boolean {
  return /^\.[cm]?tsx?$/.test(extname(path));
}

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? code : String(error);
}
