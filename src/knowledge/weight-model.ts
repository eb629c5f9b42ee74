/**
 * What a load makes Node.js do, counted:
 *
 * - `load`: always 1: what any load costs beyond that of an empty module;
 * - `commonJsModules`, `esModules`, `jsonModules`, `addons`: files to resolve, read and wrap;
 * - `firstModules`: CommonJS and ES modules, at most 40: they take longer, until V8 has optimized Node's loader;
 * - `bytes`, `tokens`: of scripts: what is read and parsed at least once;
 * - `functions`: what is set up for functions, whether they run or not;
 * - `initTokens`, `initCalls`, `initDeclarations`, `initProperties`, `initStatements`, `initFunctions`: what is compiled,
 *   called and created at init, in functions that are called then too;
 * - `initFileReads`: files and folders that are read then, told by the calls;
 * - `initRepeats`: of a bundle, tokens that run once more then, since their function is called from several places;
 * - `jsonBytes`: what `JSON.parse` reads;
 * - `lexer`, `lexedTokens`: 1 where an ES module imports CommonJS, whose exports Node.js looks for in the text first, and
 *   tokens of those modules;
 * - `esmFromCommonJs`: 1 where CommonJS requires an ES module, so that Node.js has to set up its other loader;
 * - `exportsMap`: 1 where CommonJS requires a package with an `exports` map, for which Node.js needs the resolver of its
 *   other loader;
 * - `packages`, `folders`: distinct packages, each with a package.json to read, and folders, in each of which to look for it;
 * - `internalMs`: modules inside Node.js that its public ones and its globals bring along, by what each was found to take;
 * - `importedBuiltins`: public modules of Node.js that ES modules import, whose exports are read one by one;
 * - `intl`: 1 where a format of `Intl` is made, so that Node.js loads ICU's data.
 */
export const featureNames = [
  "load",
  "firstModules",
  "commonJsModules",
  "esModules",
  "jsonModules",
  "addons",
  "bytes",
  "tokens",
  "initTokens",
  "initCalls",
  "initDeclarations",
  "initProperties",
  "initStatements",
  "initFunctions",
  "initFileReads",
  "initRepeats",
  "functions",
  "jsonBytes",
  "lexer",
  "lexedTokens",
  "esmFromCommonJs",
  "exportsMap",
  "packages",
  "folders",
  "internalMs",
  "importedBuiltins",
  "intl",
] as const;

export type FeatureName = (typeof featureNames)[number];

export type LoadFeatures = Readonly<Record<FeatureName, number>>;

/** The three ways in which a handler is loaded: `require()`, `import`, or as one file that a bundler wrote. */
export type LoadVariant = "cjs" | "esm" | "bundled";

/** Milliseconds of init as a sum of features times coefficients, none of them negative. */
export interface LoadModel {
  /** Milliseconds each; a feature that is not named costs nothing. */
  readonly coefficients: Readonly<Partial<Record<FeatureName, number>>>;
  /** Measured over estimated, for loads whose packages the fit had not seen: the middle 80 % are in between. */
  readonly unseen: ErrorRange;
  /** The same for loads of packages that were measured themselves. */
  readonly seen: ErrorRange;
}

export interface ErrorRange {
  readonly low: number;
  readonly high: number;
}

/** How the model came about. */
export interface WeightModelRun {
  /** Version of Node.js that ran the loads, such as `"20.20.2"`. Coefficients differ between majors. */
  readonly node: string;
  /** ISO date of the measurements. A test fails when it is older than a year. */
  readonly checked: string;
  readonly method: string;
}

/**
 * By how much what a package costs differs from what its features say, for each variant: its measured milliseconds over
 * those of the model. Undefined where the measurements say nothing of it.
 */
export interface PackageFactor {
  readonly version: string;
  readonly cjs?: number;
  readonly esm?: number;
  readonly bundled?: number;
}

/** Lines of `name version cjs esm bundled`, `-` for none; several versions of a package are several lines. */
export function parsePackageFactors(table: string): ReadonlyMap<string, readonly PackageFactor[]> {
  const parsed = new Map<string, PackageFactor[]>();
  for (const line of table.trim().split("\n")) {
    const [name = "", version = "", cjs, esm, bundled] = line.split(" ");
    const factor = {
      version,
      ...factorOf("cjs", cjs),
      ...factorOf("esm", esm),
      ...factorOf("bundled", bundled),
    };
    const versions = parsed.get(name);
    if (versions) versions.push(factor);
    else parsed.set(name, [factor]);
  }
  return parsed;
}

function factorOf(variant: LoadVariant, column: string | undefined): Partial<Record<LoadVariant, number>> {
  const factor = Number(column);
  return factor > 0 ? { [variant]: factor } : {};
}

/** Lines of a module inside Node.js and the milliseconds that it takes. */
export function parseInternalMs(table: string): ReadonlyMap<string, number> {
  return new Map(
    table
      .trim()
      .split("\n")
      .map((line) => {
        const [name = "", ms] = line.split(" ");
        return [name, Number(ms)] as const;
      }),
  );
}

/** Lines of a public module (`http2`, `import:http2` from ES modules) or a global (`global:Response`) and the modules inside Node.js that it loads. */
export function parseInternals(table: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    table
      .trim()
      .split("\n")
      .map((line) => {
        const [name = "", ...internals] = line.split(" ");
        return [name, internals] as const;
      }),
  );
}
