import { dirname, resolve } from "node:path";

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** What TypeScript writes for a file of another ending: `./a.js` may be a.ts. */
const WRITTEN_AS: ReadonlyMap<string, readonly string[]> = new Map([
  [".js", [".ts", ".tsx", ".js", ".jsx"]],
  [".jsx", [".tsx", ".jsx"]],
  [".mjs", [".mts", ".mjs"]],
  [".cjs", [".cts", ".cjs"]],
]);

/** The file that a relative specifier names, as TypeScript and bundlers find it. */
export function resolveRelative(
  specifier: string,
  importer: string,
  files: Pick<ReadonlySet<string>, "has">,
): string | undefined {
  return findFile(resolve(dirname(importer), specifier), files);
}

/** The file of the set that a path means: itself, with an ending, or the index of a directory. */
export function findFile(path: string, files: Pick<ReadonlySet<string>, "has">): string | undefined {
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0];
  const stem = ending === undefined ? path : path.slice(0, -ending.length);
  const written = (WRITTEN_AS.get(ending ?? "") ?? []).map((extension) => stem + extension);
  const candidates = [
    ...written,
    path,
    ...EXTENSIONS.map((extension) => path + extension),
    ...EXTENSIONS.map((extension) => resolve(path, `index${extension}`)),
  ];
  return candidates.find((candidate) => files.has(candidate));
}
