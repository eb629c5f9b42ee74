import type { ImportWeight } from "./weigh.js";

/** A weight in words, for a message: `250 to 330 ms unbundled, 442 modules, 3.5 MB, 1.7 MB of it from \`mongodb\``. */
export function describeWeight({
  low,
  high,
  modules,
  kb,
  heaviest,
}: Pick<ImportWeight, "low" | "high" | "modules" | "kb" | "heaviest">): string {
  const parts = [
    `${low} to ${high} ms unbundled`,
    modules === 1 ? "1 module" : `${modules} modules`,
    formatSize(kb),
  ];
  if (heaviest?.kb !== undefined) parts.push(`${formatSize(heaviest.kb)} of it from \`${heaviest.module}\``);
  return parts.join(", ");
}

/** Kilobytes of 1,000 bytes: `581 kB`, `3.5 MB`. */
function formatSize(kb: number): string {
  return kb < 1000 ? `${kb} kB` : `${(kb / 1000).toFixed(1)} MB`;
}
