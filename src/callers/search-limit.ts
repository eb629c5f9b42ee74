/** How many files one question may look into, and how long it may take: beyond that nothing more is proven. */
const MAX_FILES = 400;
const MAX_MS = 4_000;

/** Most questions are answered within it: the processor's clock, which takes a call of the system to read, starts after it. */
const QUICK_MS = 20;

/** Milliseconds since a limit was set. */
interface Clocks {
  elapsed(): number;
  /** In which the process had a processor: with its other threads, it can be more than what has elapsed. */
  processor(): number;
}

/** How far one question goes. */
export interface Limit {
  isReached(): boolean;
  /** Counts the files that are looked into, parsed before or not: the same question has the same answer. */
  mayLookInto(file: string): boolean;
}

/** What other programs take of the machine counts for nothing: the same question has the same answer on a busy one. */
export function createLimit(clocks = startClocks()): Limit {
  const files = new Set<string>();
  return {
    isReached: () => clocks.elapsed() > MAX_MS && clocks.processor() > MAX_MS,
    mayLookInto: (file) => files.has(file) || (files.size < MAX_FILES && files.add(file).size > 0),
  };
}

function startClocks(): Clocks {
  const startedAt = performance.now();
  let before: NodeJS.CpuUsage | undefined;
  return {
    elapsed: () => {
      const elapsed = performance.now() - startedAt;
      if (elapsed > QUICK_MS) before ??= process.cpuUsage();
      return elapsed;
    },
    processor: () => {
      if (before === undefined) return 0;
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    },
  };
}
