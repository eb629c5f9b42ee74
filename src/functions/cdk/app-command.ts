import path from "node:path";
import { listFolder } from "../list-folder.js";
import { readText } from "../read-text.js";

const MAX_LEVELS = 40;

/**
 * The words of the command that runs the CDK app of a folder: what `app` says in its `cdk.json`, and what the script of the
 * package.json does that this may name: `npm run app`. None where it says nothing.
 */
export function wordsOfApp(folder: string): readonly string[] {
  const command = textOfKey(readText(path.join(folder, "cdk.json")), "app");
  const script = /^(?:npm|pnpm|yarn|bun)\s+(?:(?:run|-s|--silent|--)\s+)*([\w:.-]+)/.exec(command)?.[1];
  const manifest = script === undefined ? "" : readText(path.join(folder, "package.json"));
  const run = manifest === "" ? "" : textOfKey(manifest, script ?? "");
  return [...command.split(/\s+/), ...run.split(/\s+/)].filter((word) => word !== "");
}

/** What a text in JSON says for a key, wherever that stands; as it is written, so escaped. */
function textOfKey(json: string, key: string): string {
  return new RegExp(`"${key.replaceAll(".", "\\.")}"\\s*:\\s*"([^"]*)"`).exec(json)?.[1] ?? "";
}

/**
 * The packages below a folder of which its `cdk.json` runs the app: `deployment` for `tsx ./deployment/app.ts`.
 *
 * @param folder absolute path
 */
export function packagesOfApp(folder: string): readonly string[] {
  return wordsOfApp(folder).flatMap((word) => {
    const file = path.resolve(folder, word);
    if (!word.includes("/") || !file.startsWith(folder + path.sep)) return [];
    let around = path.dirname(file);
    while (around !== folder && !has(around, "package.json")) around = path.dirname(around);
    return around === folder ? [] : [around];
  });
}

/**
 * Whether the `cdk.json` of a folder above, up to the root of the repository, runs the app of a package, which is a part of
 * that folder's project then.
 *
 * @param directory absolute path of the package
 */
export function isRunFromAbove(directory: string): boolean {
  let current = directory;
  for (let level = 0; level < MAX_LEVELS && !has(current, ".git"); level++) {
    const parent = path.dirname(current);
    if (parent === current) return false;
    current = parent;
    if (has(current, "cdk.json"))
      return wordsOfApp(current).some((word) => path.resolve(current, word).startsWith(directory + path.sep));
  }
  return false;
}

function has(folder: string, wanted: string): boolean {
  return listFolder(folder).entries.some(({ name }) => name === wanted);
}
