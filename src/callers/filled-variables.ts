import type { Project } from "./project.js";
import { createLimit } from "./search-limit.js";

/** The environment variables that are set to fetched secrets by files which some module loads together with this one. */
export function findFilledVariables(file: string, project: Project): ReadonlySet<string> {
  const around = project.fillersAround(file);
  if (around.length === 0) return new Set();
  const loaders = loadersOf(file, project);
  return new Set(
    around.flatMap(([filler, names]) =>
      [...loadersOf(filler, project)].some((loader) => loaders.has(loader)) ? names : [],
    ),
  );
}

/** The files that load a file, by however many imports, and the file itself. */
function loadersOf(file: string, project: Project): ReadonlySet<string> {
  const limit = createLimit();
  const loaders = new Set([file]);
  // Files that are found while the loop runs are looked into as well.
  for (const current of loaders) {
    if (limit.isReached() || !limit.mayLookInto(current)) break;
    for (const importer of project.importersOf(current)) loaders.add(importer);
  }
  return loaders;
}
