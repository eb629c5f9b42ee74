import { existsSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ResolverFactory } from "oxc-resolver";
import { loadResolver } from "./load-on-demand.js";
import { packageFolderOf } from "./package-scope.js";
import { isTypeScript } from "./read-source.js";
import { type TsconfigPaths, candidatesFor, readPathsAbove } from "../syntax/tsconfig-paths.js";

/** How the importer asks, which decides conditions and whether file extensions are tried. */
export type ResolveMode = "import" | "require";

/** What Node.js the graph is read for. */
export interface ResolveSettings {
  /** Conditions beside those of Node.js itself, as of `node --conditions`. */
  readonly conditions?: readonly string[];
  /** Whether `require()` loads ES modules, as it does from Node.js 20.19 on. AWS Lambda turns that off. */
  readonly requiresModules?: boolean;
}

/** Absolute real path, `node:http2`, or undefined. */
export type Resolution = string | undefined;

/** What was found for a specifier in a file of the project. */
export interface ProjectResolution {
  readonly specifier: string;
  readonly importer: string;
  readonly mode: ResolveMode;
  readonly target: Resolution;
}

const projectExtensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx", ".json"];
const extensionAlias = {
  ".js": [".ts", ".tsx", ".js", ".jsx"],
  ".jsx": [".tsx", ".jsx"],
  ".mjs": [".mts", ".mjs"],
  ".cjs": [".cts", ".cjs"],
};

/**
 * Finds what a specifier names, as Node.js does; in files of the project also as TypeScript does: `./a.js` may be a.ts,
 * and tsconfig.json may have `paths`.
 */
export class ModuleResolver {
  readonly #node: Readonly<Record<ResolveMode, ResolverFactory>>;
  readonly #project: Readonly<Record<ResolveMode, ResolverFactory>>;
  /** For projects without a tsconfig.json, or with one that cannot be read. */
  readonly #unconfigured: Readonly<Record<ResolveMode, ResolverFactory>>;
  /** By folder of the importer. */
  readonly #tsconfigPaths = new Map<string, TsconfigPaths>();
  /** By importer, then by mode and specifier. */
  readonly #projectResolutions = new Map<string, Map<string, ProjectResolution>>();

  constructor({ conditions = [], requiresModules = true }: ResolveSettings = {}) {
    const { ResolverFactory } = loadResolver();
    const shared = ["node", "node-addons", ...(requiresModules ? ["module-sync"] : []), ...conditions];
    const base = { nodePath: false, mainFields: ["main"] };
    const importing = { ...base, conditionNames: ["import", ...shared] };
    const requiring = { ...base, conditionNames: ["require", ...shared] };
    this.#node = {
      import: new ResolverFactory({
        ...importing,
        fullySpecified: true,
        extensions: [".js", ".json", ".node"],
      }),
      require: new ResolverFactory({ ...requiring, extensions: [".js", ".json", ".node"] }),
    };
    const [importingProject, requiringProject] = [importing, requiring].map((options) => ({
      ...options,
      extensions: projectExtensions,
      extensionAlias,
    }));
    this.#project = {
      import: new ResolverFactory({ ...importingProject, tsconfig: "auto" }),
      require: new ResolverFactory({ ...requiringProject, tsconfig: "auto" }),
    };
    this.#unconfigured = {
      import: new ResolverFactory(importingProject),
      require: new ResolverFactory(requiringProject),
    };
  }

  resolve(specifier: string, importer: string, mode: ResolveMode): Resolution {
    if (specifier.includes("\0")) return undefined;
    if (isBuiltin(specifier)) return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
    if (/^(?:node|data|https?):/.test(specifier)) return undefined;
    const request = withoutUrl(specifier);
    if (request === undefined) return undefined;
    // The resolver remembers what it has found: to remember it here as well takes longer than to ask.
    if (packageFolderOf(importer) !== undefined) return this.#inPackage(request, importer, mode);
    const target = this.#inProject(request, importer, mode);
    const known = this.#projectResolutions.get(importer) ?? new Map<string, ProjectResolution>();
    known.set(`${mode} ${specifier}`, { specifier, importer, mode, target });
    this.#projectResolutions.set(importer, known);
    return target;
  }

  /** All that was asked so far for a file of the project. */
  resolutionsIn(importer: string): readonly ProjectResolution[] {
    return [...(this.#projectResolutions.get(importer)?.values() ?? [])];
  }

  /** A package of TypeScript, copied from elsewhere in the repository, is for a bundler to resolve. */
  #inPackage(request: string, importer: string, mode: ResolveMode): Resolution {
    return (
      this.#asNode(request, importer, mode) ??
      (isTypeScript(importer) ? this.#unconfigured[mode].sync(dirname(importer), request).path : undefined)
    );
  }

  #inProject(request: string, importer: string, mode: ResolveMode): Resolution {
    return isTypeScript(importer)
      ? (this.#asTypeScript(request, importer, mode) ?? this.#asNode(request, importer, mode))
      : (this.#asNode(request, importer, mode) ?? this.#asTypeScript(request, importer, mode));
  }

  #asNode(request: string, importer: string, mode: ResolveMode): Resolution {
    // `require("punycode/")` asks for the package, since the name alone is Node's own module.
    const asked = /^(?:@[^/]+\/)?[^./][^/]*\/$/.test(request) ? request.slice(0, -1) : request;
    return this.#node[mode].sync(dirname(importer), asked).path;
  }

  #asTypeScript(request: string, importer: string, mode: ResolveMode): Resolution {
    const found =
      this.#project[mode].resolveFileSync(importer, request).path ??
      this.#unconfigured[mode].sync(dirname(importer), request).path ??
      this.#byPaths(request, importer, mode);
    return found === undefined || /\.d\.[cm]?ts$/.test(found) ? undefined : found;
  }

  /** A tsconfig.json that extends what is not installed: its own paths hold all the same. And a jsconfig.json. */
  #byPaths(request: string, importer: string, mode: ResolveMode): Resolution {
    if (/^[./#]/.test(request)) return undefined;
    const folder = dirname(importer);
    let paths = this.#tsconfigPaths.get(folder);
    if (paths === undefined) {
      paths = readPathsAbove(importer);
      this.#tsconfigPaths.set(folder, paths);
    }
    for (const candidate of candidatesFor(request, paths)) {
      const found = this.#unconfigured[mode].sync(folder, candidate).path;
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function withoutUrl(specifier: string): string | undefined {
  if (!specifier.startsWith("file:")) return specifier;
  try {
    return fileURLToPath(specifier);
  } catch {
    return undefined;
  }
}

/** The path without symbolic links; the path as it is when there is no such file. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The nearest file of a name in the folders above a file. */
export function findAbove(name: string, file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const candidate = join(folder, name);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}
