import type { MsRange } from "../estimate/estimate.js";

/** `12`, `1,204`; one digit below 10: `3.4`. */
export function formatNumber(value: number): string {
  const rounded = Math.abs(value) < 9.95 ? Math.round(value * 10) / 10 : Math.round(value);
  return rounded.toLocaleString("en-US");
}

/** `140 ms`. */
export function formatMs(ms: number): string {
  return `${formatNumber(ms)} ms`;
}

/** `140 ms (110–190)`. */
export function formatRange({ low, likely, high }: MsRange): string {
  return `${formatMs(likely)} (${formatNumber(low)}–${formatNumber(high)})`;
}

/** Decimal units, as npm and bundlers use them: `912 B`, `581 kB`, `3.5 MB`. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  if (size < 1000) return `${bytes} B`;
  if (size < 999_500) return `${formatNumber(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `1 module`, `2 modules`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString("en-US")} ${noun}${amount === 1 ? "" : "s"}`;
}

/** A change with its sign: `+12 ms`, `−3 kB`, `±0 ms`. */
export function signed(value: number, format: (value: number) => string): string {
  if (value === 0) return `±${format(0)}`;
  return `${value > 0 ? "+" : "−"}${format(Math.abs(value))}`;
}

/** `1,769 MB (1 vCPU)`. */
export function formatMemory({
  memoryMb,
  vcpu,
}: {
  readonly memoryMb: number;
  readonly vcpu: number;
}): string {
  return `${memoryMb.toLocaleString("en-US")} MB (${Math.round(vcpu * 100) / 100} vCPU)`;
}

/**
 * Names of files may hold anything. Control characters and marks that turn the direction of text around would let them
 * write over the rest of a terminal or a page; they are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
