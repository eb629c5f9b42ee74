/** Part `index` of `count` parts of a run, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The entries of one shard: every one is in exactly one, and the same machine-independent order decides which. */
export function pickShard(entries: readonly string[], { index, count }: Shard): string[] {
  return entries.toSorted().filter((_, position) => position % count === index - 1);
}
