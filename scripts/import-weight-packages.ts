import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageOfSpecifier } from "../src/knowledge/import-weights.js";

/** Packages that share a node_modules folder. Those that want different versions of a peer are kept apart. */
interface Batch {
  readonly name: string;
  /** What is installed beside the packages of the specifiers, or instead of their latest version (`undici@7`). */
  readonly beside?: readonly string[];
  readonly specifiers: readonly string[];
}

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

const installTimeoutMs = 600_000;

/** The specifiers of a list beside this file. Packages are installed into `folder`, unless they are there already. */
export function installSubjects(
  folder: string,
  listName = "import-weights-packages.json",
): readonly Subject[] {
  const list = JSON.parse(readFileSync(new URL(listName, import.meta.url), "utf8")) as PackageList;
  const builtins = list.builtins.map((specifier) => ({ ...emptySubject(folder), specifier }));
  return [...builtins, ...list.batches.flatMap((batch) => installBatch(batch, folder))];
}

/** The module that imports nothing. */
export function emptySubject(folder: string): Subject {
  return { specifier: "", package: "node", version: process.versions.node, folder: join(folder, "node") };
}

/** Install scripts are not run. */
function installBatch({ name, beside = [], specifiers }: Batch, folder: string): readonly Subject[] {
  const batchFolder = join(folder, name);
  if (!existsSync(join(batchFolder, "node_modules"))) {
    mkdirSync(batchFolder, { recursive: true });
    writeFileSync(join(batchFolder, "package.json"), "{}");
    const pinned = beside.map((request) => request.replace(/(?<=.)@.*/, ""));
    const latest = specifiers.map(packageOfSpecifier).filter((owner) => !pinned.includes(owner));
    const requests = [...new Set([...beside, ...latest])];
    console.log(`installing ${name}: ${requests.length} packages`);
    const npm = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...requests], {
      cwd: batchFolder,
      encoding: "utf8",
      timeout: installTimeoutMs,
    });
    if (npm.status !== 0) throw new Error(`npm install failed in batch ${name}:\n${npm.stderr}`);
  }
  return specifiers.map((specifier) => {
    const owner = packageOfSpecifier(specifier);
    const manifest = readFileSync(join(batchFolder, "node_modules", owner, "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    return { specifier, package: owner, version, folder: batchFolder };
  });
}
