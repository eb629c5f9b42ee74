/** Linear interpolation between the two nearest ranks of at least one value; `fraction` 0.5 is the median. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) throw new RangeError("no values");
  return below + (above - below) * (rank - Math.floor(rank));
}
