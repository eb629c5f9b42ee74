import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";

/**
 * Writes a generated file. With `--check` on the command line nothing is written, and the process exits with 1 when the file
 * is out of date.
 *
 * @param path absolute path of the file
 * @param wanted what it is to hold
 * @param script of package.json, which writes it
 */
export function keepGenerated(path: string, wanted: string, script: string): void {
  const actual = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (wanted === actual) return;
  if (!process.argv.includes("--check")) writeFileSync(path, wanted);
  else {
    console.error(`${relative(process.cwd(), path)} is out of date. Run \`npm run ${script}\`.`);
    process.exitCode = 1;
  }
}
