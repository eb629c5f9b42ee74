import { basename, dirname } from "node:path";
import type { ListedFile, Surroundings } from "./machine.js";
import { array, constant, type Imported, native, object, truthOf, unknown, type Value } from "./values.js";

/** Files by which programs tell other systems from Amazon Linux. */
const absent = new Set(["/etc/alpine-release"]);

/** What they look for in a file that Amazon Linux has: the name of its C library. */
const contents: ReadonlyMap<string, string> = new Map([["/usr/bin/ldd", "GNU C Library"]]);

/**
 * What `fs.existsSync` and `fs.readdirSync` give for a path that is known: programs load what they find in a folder of their
 * own. Undefined for anything else.
 */
export function fileSystemResult(
  { listFolder }: Surroundings,
  { specifier, path }: Imported,
  [target, options]: readonly Value[],
): Value | undefined {
  if (specifier.replace(/^node:/, "") !== "fs") return undefined;
  const method = path.filter((part) => part !== "default").join(".");
  if (target?.kind !== "constant" || typeof target.value !== "string") return undefined;
  switch (method) {
    case "existsSync": {
      if (absent.has(target.value)) return constant(false);
      const siblings = listFolder(dirname(target.value));
      return siblings && constant(siblings.some(({ name }) => name === basename(String(target.value))));
    }
    case "readFileSync": {
      const content = contents.get(target.value);
      return content === undefined ? undefined : constant(content);
    }
    case "readdirSync":
      return listFiles(listFolder(target.value), options);
    default:
      return undefined;
  }
}

function listFiles(files: readonly ListedFile[] | undefined, options: Value | undefined): Value | undefined {
  if (files === undefined) return undefined;
  const typed = options?.kind === "object" ? options.properties.get("withFileTypes")?.value : undefined;
  const isTyped = typed !== undefined && truthOf(typed) === true;
  return array(files.map((file) => (isTyped ? entryOf(file) : constant(file.name))));
}

function entryOf({ name, isFolder }: ListedFile): Value {
  const entry = object({
    name: constant(name),
    isDirectory: native("isDirectory", () => constant(isFolder)),
    isFile: native("isFile", () => constant(!isFolder)),
    isSymbolicLink: native("isSymbolicLink", () => unknown),
  });
  entry.isComplete = false;
  return entry;
}
