import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll } from "vitest";
import { createGraphReader, type GraphReaderSettings } from "../../src/graph/graph-reader.js";
import type { ModuleGraph } from "../../src/graph/module-graph.js";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with these files, gone after the tests of the file. Objects are written as JSON. */
export function writeProject(files: Readonly<Record<string, string | object>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "graph-")));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

export async function readGraph(
  folder: string,
  entry: string,
  settings: GraphReaderSettings = {},
): Promise<ModuleGraph> {
  return createGraphReader({ cache: false, ...settings }).read(join(folder, entry));
}

/** The modules of a graph, as paths in the project, without the entry. */
export function modulesOf(folder: string, { modules, entry }: ModuleGraph): readonly string[] {
  return [...modules.keys()]
    .filter((id) => id !== entry)
    .map((id) => (id.startsWith("node:") ? id : relative(folder, id)))
    .toSorted();
}

/** The modules that an entry loads in a project of these files. */
export async function modulesIn(
  files: Readonly<Record<string, string | object>>,
  entry: string,
): Promise<readonly string[]> {
  const folder = writeProject(files);
  return modulesOf(folder, await readGraph(folder, entry));
}
