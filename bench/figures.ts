/** One measured figure, held against the goal it has to reach. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "MB" | "%" | "";
  /** The value may be at most this. Undefined for a figure that only explains another. */
  readonly goal?: number;
}

/** Prints figures as aligned columns. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  const rows = figures.map(({ name, value, unit, goal }) => [
    name,
    formatValue(value, unit),
    goal === undefined ? "" : `goal ≤ ${formatValue(goal, unit)}`,
    goal === undefined ? "" : value <= goal ? "holds" : "MISSED",
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [name = "", value = "", goal = "", verdict = ""] of rows) {
    const cells = [name.padEnd(widths[0] ?? 0), value.padStart(widths[1] ?? 0), goal.padEnd(widths[2] ?? 0)];
    console.log(`  ${[...cells, verdict].join("  ").trimEnd()}`);
  }
}

function formatValue(value: number, unit: Figure["unit"]): string {
  return `${value.toFixed(2)}${unit === "" ? "" : ` ${unit}`}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
