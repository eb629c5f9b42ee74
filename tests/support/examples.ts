import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project-files.js";

const examplesFolder = join(projectRoot, "examples");

/** The names of the projects in examples/, in the order of their names. */
export const exampleNames: readonly string[] = readdirSync(examplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The absolute path of one of the projects. */
export function exampleFolder(name: string): string {
  return join(examplesFolder, name);
}
