import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { isListed } from "../functions/list-folder.js";
import { ModuleResolver } from "../graph/resolve-module.js";
import { PATH_CONFIGS } from "../syntax/tsconfig-paths.js";
import { LayerFiles, isLayerFile } from "./layer-files.js";
import { type PackageManifest, readManifest } from "./package-manifest.js";
import { readProjectText } from "./read-project-text.js";
import { findFile, resolveRelative } from "./resolve-relative.js";

/** What may say that a specifier is no package. */
const ALIAS_FILES = [...PATH_CONFIGS, "tsconfig.base.json", "package.json"];

/**
 * Finds the file of the project that a specifier names: by a relative path, by an alias of a tsconfig.json, a jsconfig.json or a
 * package.json, by the name of a package in the same repository, or in a layer. Undefined for packages, and for what is not among the files.
 */
export class ProjectSpecifiers {
  /** By directory. */
  readonly #withAliases = new Map<string, boolean>();
  readonly #layers: LayerFiles;
  /** By directory: packages that others have as a folder, under whatever name. */
  readonly #linked = new Map<string, PackageManifest>();
  #resolver: ModuleResolver | undefined;

  /**
   * @param members the packages of the repository, by their names
   * @param layerFoldersOf as `ProjectOptions` has it
   */
  constructor(
    private readonly files: ReadonlySet<string>,
    private readonly members: ReadonlyMap<string, PackageManifest>,
    private readonly layerFoldersOf: (file: string) => readonly string[],
  ) {
    this.#layers = new LayerFiles(files);
  }

  /** @param manifest of the package that the importer is in */
  resolve(specifier: string, importer: string, manifest: PackageManifest): string | undefined {
    if (specifier.startsWith(".")) return resolveRelative(specifier, importer, this.files);
    if (isLayerFile(specifier))
      return (
        this.#resolveAlias(specifier, importer) ??
        this.#layers.find(specifier, importer, this.layerFoldersOf(importer))
      );
    const name = packageNameOf(specifier);
    const linked = manifest.linked.get(name);
    const member = linked === undefined ? this.members.get(name) : this.#manifestOf(linked);
    if (member !== undefined) return this.#resolveMember(member, specifier.slice(name.length + 1));
    return isBuiltin(specifier) || manifest.dependencies.has(name)
      ? undefined
      : this.#resolveAlias(specifier, importer);
  }

  #manifestOf(directory: string): PackageManifest {
    const manifest = this.#linked.get(directory) ?? readManifest(directory);
    this.#linked.set(directory, manifest);
    return manifest;
  }

  #resolveAlias(specifier: string, importer: string): string | undefined {
    if (!this.#mayHaveAliases(dirname(importer))) return undefined;
    this.#resolver ??= new ModuleResolver();
    const target = this.#resolver.resolve(specifier, importer, "import");
    return target !== undefined && this.files.has(target) ? target : undefined;
  }

  /** A package of the repository: the source of the entry that its package.json names, or of a path below it. */
  #resolveMember({ directory, entries }: PackageManifest, subpath: string): string | undefined {
    const paths =
      subpath === ""
        ? [...entries.flatMap((entry) => [entry, sourceOf(entry)]), "src/index", "index", "lib/index"]
        : [subpath, sourceOf(subpath), `src/${subpath}`];
    for (const path of paths) {
      const file = findFile(join(directory, path), this.files);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** Whether a file in a directory or above it, within the repository, may say what else a specifier means. */
  #mayHaveAliases(directory: string): boolean {
    const known = this.#withAliases.get(directory);
    if (known !== undefined) return known;
    const parent = dirname(directory);
    const has =
      ALIAS_FILES.some((name) => {
        const file = join(directory, name);
        return isListed(file) && /"(?:paths|baseUrl|extends|imports)"\s*:/.test(readProjectText(file) ?? "");
      }) ||
      (parent !== directory && !isListed(join(directory, ".git")) && this.#mayHaveAliases(parent));
    this.#withAliases.set(directory, has);
    return has;
  }
}

function packageNameOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** `dist/index.js` is made of `src/index.ts`. */
function sourceOf(entry: string): string {
  return entry.replace(/^(?:\.\/)?(?:dist|lib|build|out)\//, "src/").replace(/\.d\.[cm]?ts$|\.[cm]?js$/, "");
}
