import type { Project } from "./project.js";
import { createLimit } from "./search-limit.js";

/** True when a file with a handler loads the file, by however many imports. */
export function isLoadedByHandler(file: string, project: Project): boolean {
  return search(file, project).next().done !== true;
}

/** Absolute paths of the files with handlers that load the file, the nearest first: each is looked for when it is taken. */
export function findLoadingHandlers(file: string, project: Project): Iterable<string> {
  return remember(search(file, project));
}

/** Files above which there is none are remembered: most of a user interface. */
function* search(file: string, project: Project): Generator<string, void, undefined> {
  const { unloaded } = project;
  const limit = createLimit();
  const queue = new Set([file]);
  let isAll = true;
  let isNone = true;
  for (const current of queue) {
    for (const importer of project.importersOf(current)) {
      if (limit.isReached()) return;
      if (queue.has(importer) || unloaded.has(importer)) continue;
      queue.add(importer);
      if (!project.mayHoldHandlers(importer)) continue;
      if (!limit.mayLookInto(importer)) isAll = false;
      else if (project.summaryOf(importer).hasHandlers) {
        isNone = false;
        yield importer;
      }
    }
  }
  // The file itself may have handlers.
  queue.delete(file);
  if (isAll && isNone) for (const other of queue) unloaded.add(other);
}

/** What an iterator gives, each item asked for once, however often they are gone through. */
function remember<Item>(items: Iterator<Item>): Iterable<Item> {
  const found: Item[] = [];
  return {
    *[Symbol.iterator]() {
      for (let index = 0; ; index++) {
        if (index === found.length) {
          const next = items.next();
          if (next.done === true) return;
          found.push(next.value);
        }
        yield found[index] as Item;
      }
    },
  };
}
