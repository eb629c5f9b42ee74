/**
 * The candidate that a misspelt word most likely stands for, or undefined when none is near: at most a third of its
 * letters differ, case aside.
 */
export function findClosest(word: string, candidates: readonly string[]): string | undefined {
  let closest: string | undefined;
  let leastEdits = Infinity;
  for (const candidate of candidates) {
    const edits = countEdits(word.toLowerCase(), candidate.toLowerCase());
    if (edits < leastEdits && edits <= candidate.length / 3) {
      closest = candidate;
      leastEdits = edits;
    }
  }
  return closest;
}

/** Levenshtein distance, row by row. */
function countEdits(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(from).entries()) {
    let diagonal = row;
    let left = row + 1;
    const current = [left];
    for (const [column, above] of previous.slice(1).entries()) {
      left = Math.min(diagonal + (letter === to[column] ? 0 : 1), above + 1, left + 1);
      diagonal = above;
      current.push(left);
    }
    previous = current;
  }
  return previous.at(-1) ?? to.length;
}
