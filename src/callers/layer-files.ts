import { basename, dirname, join, sep } from "node:path";
import { findFile } from "./resolve-relative.js";

/**
 * Where Lambda puts the content of layers.
 * (https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html)
 */
const LAYER_ROOT = "/opt/";
/** The folder of a layer for Node.js: builds of SAM and of bundlers add it to what lies in the layer's folder. */
const NODEJS = "nodejs/";
/** Folders that a build writes: the source lies beside them. */
const BUILD_FOLDER = /^(?:dist|build|out)$/;

/** True for what names a file of a layer, and no package that is installed there. */
export function isLayerFile(specifier: string): boolean {
  return specifier.startsWith(LAYER_ROOT) && !/\/node_modules(?:\/|$)/.test(specifier);
}

/** The file that `/opt/nodejs/store` names, in the folder of a layer. */
export function findLayerFile(specifier: string, folder: string, files: Files): string | undefined {
  return findInLayer(folder, specifier.slice(LAYER_ROOT.length), files);
}

type Files = Parameters<typeof findFile>[1];

function findInLayer(folder: string, path: string, files: Files): string | undefined {
  const roots = BUILD_FOLDER.test(basename(folder))
    ? [folder, dirname(folder), join(dirname(folder), "src")]
    : [folder];
  const paths = path.startsWith(NODEJS) ? [path, path.slice(NODEJS.length)] : [path];
  for (const root of roots)
    for (const below of paths) {
      const file = findFile(join(root, below), files);
      if (file !== undefined) return file;
    }
  return undefined;
}

/** The files of a project that layers may have, found by their paths in the layer. */
export class LayerFiles {
  /** Paths without endings, those of an index without its name, by their last part. */
  #stems: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  constructor(private readonly files: ReadonlySet<string>) {}

  /**
   * The file that a specifier such as `/opt/nodejs/store` names: in the folder of a layer, or else wherever one file of the
   * project has the whole path. Undefined where several may be meant.
   *
   * @param folders of the layers that the configuration declares: absolute paths
   */
  find(specifier: string, importer: string, folders: readonly string[]): string | undefined {
    const path = specifier.slice(LAYER_ROOT.length);
    const declared = new Set(
      folders
        .flatMap((folder) => findInLayer(folder, path, this.files) ?? [])
        .filter((file) => file !== importer),
    );
    if (declared.size > 0) return declared.size === 1 ? [...declared][0] : undefined;
    for (const written of writtenPathsOf(path)) {
      const [only, ...others] = this.#findByPath(written, importer);
      if (only !== undefined) return others.length === 0 ? findFile(only, this.files) : undefined;
    }
    return undefined;
  }

  /** Without endings. */
  #findByPath(path: string, importer: string): readonly string[] {
    const stem = stemOf(path);
    const last = basename(stem);
    const own = stemOf(importer);
    const ending = `${sep}${stem.split("/").join(sep)}`;
    this.#stems ??= groupByName(this.files);
    return [...(this.#stems.get(last) ?? [])].filter((known) => known.endsWith(ending) && known !== own);
  }
}

/**
 * Where the source of a layer's file may lie in the project: under the path itself, without the folder `nodejs` that a build
 * adds, and with the folder of the source in place of the one that a build writes. A name alone would say too little of these.
 */
function writtenPathsOf(path: string): readonly string[] {
  const paths = path.startsWith(NODEJS) ? [path, path.slice(NODEJS.length)] : [path];
  const sources = paths.flatMap((one) => {
    const names = one.split("/");
    const built = names.findIndex((name) => BUILD_FOLDER.test(name));
    return built === -1 ? [] : [names.with(built, "src").join("/"), names.toSpliced(built, 1).join("/")];
  });
  return [path, ...[...paths.slice(1), ...sources].filter((one) => one.includes("/"))];
}

function groupByName(files: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const stems = new Map<string, Set<string>>();
  for (const file of files) {
    const stem = stemOf(file);
    const known = stems.get(basename(stem));
    if (known === undefined) stems.set(basename(stem), new Set([stem]));
    else known.add(stem);
  }
  return stems;
}

function stemOf(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "").replace(/[\\/]index$/, "");
}
