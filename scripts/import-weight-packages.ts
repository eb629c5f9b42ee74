import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageOfSpecifier } from "../src/knowledge/import-weights.js";
import { type Batch, installBatch } from "./install-batch.js";

interface PackageList {
  /** Modules of Node.js itself that are worth a row. */
  readonly builtins: readonly string[];
  readonly batches: readonly Batch[];
}

/** What is imported, and the folder from which it resolves. The empty specifier is the module that imports nothing. */
export interface Subject {
  readonly specifier: string;
  readonly package: string;
  readonly version: string;
  readonly folder: string;
}

/** The specifiers of a list beside this file. Packages are installed into `folder`, unless they are there already. */
export function installSubjects(
  folder: string,
  listName = "import-weights-packages.json",
): readonly Subject[] {
  const list = JSON.parse(readFileSync(new URL(listName, import.meta.url), "utf8")) as PackageList;
  const builtins = list.builtins.map((specifier) => ({ ...emptySubject(folder), specifier }));
  return [...builtins, ...list.batches.flatMap((batch) => subjectsOf(batch, folder))];
}

/** The module that imports nothing. */
export function emptySubject(folder: string): Subject {
  return { specifier: "", package: "node", version: process.versions.node, folder: join(folder, "node") };
}

function subjectsOf(batch: Batch, folder: string): readonly Subject[] {
  const batchFolder = installBatch(batch, folder);
  return batch.specifiers.map((specifier) => {
    const owner = packageOfSpecifier(specifier);
    const manifest = readFileSync(join(batchFolder, "node_modules", owner, "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    return { specifier, package: owner, version, folder: batchFolder };
  });
}
