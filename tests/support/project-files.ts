import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The project's directory, with a slash at the end. */
export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

export function readProjectFile(path: string): string {
  return readFileSync(projectRoot + path, "utf8");
}

/** The names in a folder of the project that have this ending, without it, sorted. */
export function listNames(folder: string, ending: string): string[] {
  return readdirSync(projectRoot + folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** The names of the rules, as the files of src/rules have them. */
export function listRuleNames(): string[] {
  return listNames("src/rules", ".ts").filter((name) => name !== "index");
}
