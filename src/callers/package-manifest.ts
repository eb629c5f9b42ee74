import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A folder in place of a version. (https://docs.npmjs.com/cli/v11/configuring-npm/package-json#local-paths) */
const LINK = /^(?:(?:file|link|portal):)?(\.{1,2}\/.*?)\/?$/;

/** What a package.json says that matters to who imports whom. A file that cannot be read says nothing. */
export interface PackageManifest {
  readonly directory: string;
  readonly name: string | undefined;
  /** Paths of the entry, relative to the directory, in the order in which they are to be tried. */
  readonly entries: readonly string[];
  readonly dependencies: ReadonlySet<string>;
  /** Absolute paths of the dependencies that lie in the repository (`"core": "file:../layers/core"`), by their names. */
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
      dependencies.flatMap(([dependency, range]: readonly [string, unknown]) => {
        const path = typeof range === "string" ? LINK.exec(range)?.[1] : undefined;
        return path === undefined ? [] : [[dependency, resolve(directory, path)] as const];
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
