/** How many files one question may look into, and how long it may take: beyond that nothing more is proven. */
const MAX_FILES = 400;
const MAX_MS = 4_000;

/** How far one question goes. */
export interface Limit {
  isReached(): boolean;
  /** Counts the files that are looked into, parsed before or not: the same question has the same answer. */
  mayLookInto(file: string): boolean;
}

export function createLimit(): Limit {
  const startedAt = performance.now();
  const files = new Set<string>();
  return {
    isReached: () => performance.now() - startedAt > MAX_MS,
    mayLookInto: (file) => files.has(file) || (files.size < MAX_FILES && files.add(file).size > 0),
  };
}
