/**
 * Names for code that crosses files. A path leads from an export to a value: names of exports and members, `new()` for
 * the instance of a class, and `()` for what a call gives. The default export is the empty path, so that
 * `import repository from "./repository"; repository.save()` and a named export `save` are told by the same path.
 */
export type ExportPath = readonly string[];

export const INSTANCE = "new()";
export const RESULT = "()";
/** One member, of which the code works out the name: `apis[kind]`. */
export const ANY_MEMBER = "[*]";
/** What a web app or a router has registered for requests. */
export const ROUTE = "route()";

/** A path as a key of a map: `Repository.new().save`. */
export type ExportKey = string;

export function keyOf(path: ExportPath): ExportKey {
  return path.join(".");
}

/** The path below the name of an export, where the default export has none. */
export function pathOfExport(name: string): ExportPath {
  return name === "default" ? [] : [name];
}
