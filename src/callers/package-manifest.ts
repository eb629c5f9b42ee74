import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** How npm, pnpm and Yarn write a folder in place of a range of versions. (https://docs.npmjs.com/cli/v11/configuring-npm/package-json#local-paths) */
const FOLDER = /^(?:(?:file|link|portal):(?=\.{1,2}\/))?(\.{1,2}\/.+)$/;

/** What a package.json says that matters to who imports whom. A file that cannot be read says nothing. */
export interface PackageManifest {
  readonly directory: string;
  readonly name: string | undefined;
  /** Paths of the entry, relative to the directory, in the order in which they are to be tried. */
  readonly entries: readonly string[];
  readonly dependencies: ReadonlySet<string>;
  /** Absolute paths of the folders that it has instead of published packages, by name: `"file:../shared"`. */
  readonly linked: ReadonlyMap<string, string>;
  /** Other packages below it are members of one repository, and import each other by name. */
  readonly hasWorkspaces: boolean;
}

export function readManifest(directory: string): PackageManifest {
  const content = readJson(join(directory, "package.json"));
  const { name, main, module, types, exports } = content;
  const rootExport =
    typeof exports === "object" && exports !== null && "." in exports ? exports["."] : exports;
  const dependencies = ["dependencies", "devDependencies", "peerDependencies"].flatMap((field) =>
    Object.entries((content[field] as object | undefined) ?? {}),
  );
  return {
    directory,
    name: typeof name === "string" ? name : undefined,
    entries: [...stringsIn(rootExport), ...[types, main, module].flatMap(stringsIn)],
    dependencies: new Set(dependencies.map(([dependency]) => dependency)),
    linked: new Map(
      dependencies.flatMap(([dependency, range]) => {
        const folder = FOLDER.exec(String(range))?.[1];
        return folder === undefined ? [] : [[dependency, resolve(directory, folder)]];
      }),
    ),
    hasWorkspaces: content["workspaces"] !== undefined,
  };
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The strings in a condition object, whichever condition they are for. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
