import path from "node:path";
import QuickLRU from "quick-lru";
import { codeFunctionsOfFile } from "./code-projects.js";
import { configReads } from "./config-reads.js";
import { mayDeclareFunctions, readTemplateText } from "./declared-functions.js";
import type { FunctionConfig, HandlerReference } from "./function-config.js";
import { type FolderListing, listFolder } from "./list-folder.js";
import { statFile } from "./stat-file.js";
import { readText } from "./read-text.js";

/** Folders beside the sources in which projects keep their templates: `infra`, `cfn-templates`, `SAMtemplates`. */
const TEMPLATE_FOLDERS =
  /^(?:[\w-]+[-_.])?(?:infra|infrastructure|iac|cloudformation|cfn|cf|sam|deploy|deployments?|(?:sam)?templates?|stacks?|provisioning)(?:[-_.][\w-]+)?$/i;
const NO_TEMPLATE_FOLDERS =
  /^(?:node_modules|\..*|cdk\.out|dist|build|coverage|tests?|__tests__|__mocks__|e2e|docs?)$/;
const CONFIG_FILE = /\.(?:ya?ml|json|template)$/i;
const OTHER_FILE =
  /^(?:package|package-lock|tsconfig.*|jest.*|cdk(?:\.context)?|\..*|pnpm-.*|docker-compose.*|openapi.*|swagger.*|buildspec.*|samconfig.*|events?)\.(?:ya?ml|json)$/i;

/** What AWS SAM deploys unless it is told otherwise: such a file in another folder beside the way up may have the sources below `../`. */
const SAM_TEMPLATES = ["template.yaml", "template.yml"];
/** A folder with more of them collects projects that have nothing to do with each other. */
const MAX_FOLDERS_BESIDE = 20;
const MAX_BYTES = 2_000_000;
const MAX_FILES_A_FOLDER = 40;
/** `infrastructure/lambda/orders/template.yaml`: how far below a folder of templates there may be more of them, and how many. */
const MAX_TEMPLATE_DEPTH = 3;
const MAX_TEMPLATE_FOLDERS = 40;
const MAX_LEVELS = 40;
const NONE: readonly FunctionConfig[] = [];
/** Files are looked at again after this time: a change shows in the editor, and one run of ESLint looks once. */
const FRESH_MS = 1_000;

interface ConfigFile {
  mtimeMs: number;
  bytes: number;
  text: string | undefined;
  functions: readonly FunctionConfig[] | undefined;
  /** Whether it names something outside its folder. */
  readonly leavesFolder: boolean;
}

interface Folder {
  /** What the rest was made of. */
  listing: FolderListing;
  /** Absolute paths of files that may declare functions. */
  files: readonly string[];
  isRoot: boolean;
  templateFolders: readonly string[];
  otherFolders: readonly string[];
}

/** What the folders above the sources of one folder hold. */
interface Above {
  readonly checkedAt: number;
  /** Those that may declare functions. */
  readonly configs: readonly ConfigSource[];
}

interface ConfigSource {
  readonly file: string;
  readonly config: ConfigFile;
}

const above = new QuickLRU<string, Above>({ maxSize: 500 });
const folders = new QuickLRU<string, Folder>({ maxSize: 1_000 });
const configFiles = new Map<string, ConfigFile | undefined>();
const checkedAt = new Map<string, number>();

/**
 * The functions whose handler is in the file, as the templates of AWS SAM, CloudFormation and the Serverless Framework
 * above it say, and the CDK code of the project around it: in its folder and in those around it, up to the root of the
 * repository, and in folders beside them. A template is parsed when it mentions the file's name, once, and again when it changes; nothing is executed.
 * Never throws: what cannot be read or parsed declares no function.
 *
 * @param filename absolute path of a source file
 */
export function functionsOfFile(filename: string): readonly FunctionConfig[] {
  if (!path.isAbsolute(filename)) return [];
  const configs = configsAbove(path.dirname(filename));
  const inCode = codeFunctionsOfFile(filename);
  if (configs.length === 0) return inCode;
  const stem = path.basename(filename).replace(/\.[^.]*$/, "");
  const declared = configs.flatMap((source) =>
    readFunctions(source, stem).filter(({ handler }) => isIn(handler, filename)),
  );
  return declared.length === 0 ? inCode : [...declared, ...inCode];
}

/** Whether the file has the handler, or should have it: the export may have come since the template was read. */
function isIn({ file, status, tried }: HandlerReference, filename: string): boolean {
  return file === filename || (status === "export-missing" && tried.includes(filename));
}

/** Whether a file of that name can declare functions, as far as its name tells. */
export function isConfigFile(filename: string): boolean {
  const name = path.basename(filename);
  return CONFIG_FILE.test(name) && !OTHER_FILE.test(name);
}

/**
 * The functions that a template declares, wherever their handlers are. Never throws.
 *
 * @param file absolute path
 */
export function functionsInTemplate(file: string): readonly FunctionConfig[] {
  const config = readConfigFile(file);
  return config === undefined ? NONE : readFunctions({ file, config }, "");
}

/** Most folders have no template above them: the files of one are looked for once, and not for each of its sources. */
function configsAbove(directory: string): readonly ConfigSource[] {
  const now = performance.now();
  const known = above.get(directory);
  if (known !== undefined && now - known.checkedAt < FRESH_MS) return known.configs;
  const configs = [
    ...templatesAbove(directory).flatMap(declaringConfig),
    ...templatesBeside(directory)
      .flatMap(declaringConfig)
      .filter(({ config }) => config.leavesFolder),
  ];
  above.set(directory, { checkedAt: now, configs });
  return configs;
}

function declaringConfig(file: string): readonly ConfigSource[] {
  const config = readConfigFile(file);
  return config === undefined || config.functions?.length === 0 ? [] : [{ file, config }];
}

/** Templates of AWS SAM in other folders beside the way up, whatever these are called. */
function templatesBeside(directory: string): readonly string[] {
  const found: string[] = [];
  let current = directory;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const { isRoot, otherFolders } = readFolder(current);
    const parent = path.dirname(current);
    // What lies below the sources themselves is not beside them.
    for (const folder of level > 0 && otherFolders.length <= MAX_FOLDERS_BESIDE ? otherFolders : [])
      if (!directory.startsWith(folder + path.sep) && directory !== folder)
        found.push(...SAM_TEMPLATES.map((name) => path.join(folder, name)).filter(isFile));
    if (isRoot || parent === current) return found;
    current = parent;
  }
  return found;
}

function isFile(file: string): boolean {
  return statFile(file)?.isFile() === true;
}

/** The files above a folder, and in folders of templates beside the way up, that may be templates by their names: absolute paths. */
export function templatesAbove(directory: string): readonly string[] {
  const found = new Set<string>();
  let current = directory;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const folder = readFolder(current);
    for (const file of folder.files) found.add(file);
    for (const name of withFoldersBelow(folder.templateFolders))
      for (const file of readFolder(name).files) found.add(file);
    const parent = path.dirname(current);
    if (folder.isRoot || parent === current) break;
    current = parent;
  }
  return [...found];
}

/** The folders, and those below them: the nearest first. */
function withFoldersBelow(roots: readonly string[]): readonly string[] {
  const found: string[] = roots.slice(0, MAX_TEMPLATE_FOLDERS);
  let level: readonly string[] = found;
  // A folder of which nothing more would count is not listed: it can hold thousands.
  for (let depth = 1; depth < MAX_TEMPLATE_DEPTH && found.length < MAX_TEMPLATE_FOLDERS; depth++) {
    level = level.flatMap((folder) =>
      listFolder(folder).entries.flatMap(({ name, isFolder }) =>
        isFolder && !NO_TEMPLATE_FOLDERS.test(name) ? [path.join(folder, name)] : [],
      ),
    );
    found.push(...level.slice(0, MAX_TEMPLATE_FOLDERS - found.length));
  }
  return found;
}

function readFolder(directory: string): Folder {
  const listing = listFolder(directory);
  const known = folders.get(directory);
  if (known?.listing === listing) return known;
  const folder = describeFolder(directory, listing);
  folders.set(directory, folder);
  return folder;
}

function describeFolder(directory: string, listing: FolderListing): Folder {
  const { entries } = listing;
  const templateFolders = entries
    .filter(({ name, isFolder }) => isFolder && TEMPLATE_FOLDERS.test(name))
    .map(({ name }) => path.join(directory, name));
  return {
    listing,
    files: entries
      .filter(({ name, isFolder }) => !isFolder && isConfigFile(name))
      .slice(0, MAX_FILES_A_FOLDER)
      .map(({ name }) => path.join(directory, name)),
    isRoot: entries.some(({ name }) => name === ".git"),
    templateFolders: templateFolders.length > MAX_FOLDERS_BESIDE ? [] : templateFolders,
    otherFolders: entries
      .filter(
        ({ name, isFolder }) => isFolder && !TEMPLATE_FOLDERS.test(name) && !NO_TEMPLATE_FOLDERS.test(name),
      )
      .map(({ name }) => path.join(directory, name)),
  };
}

/** The functions of a file that mentions the name; none, without parsing it, of one that does not. */
function readFunctions({ file, config }: ConfigSource, stem: string): readonly FunctionConfig[] {
  if (config.text !== undefined && (config.text.includes(stem) || config.text.includes("${file("))) {
    config.functions = readTemplateText(config.text, file);
    config.text = undefined;
  }
  return config.functions ?? NONE;
}

function readConfigFile(file: string): ConfigFile | undefined {
  const now = performance.now();
  if (now - (checkedAt.get(file) ?? -Infinity) < FRESH_MS) return configFiles.get(file);
  checkedAt.set(file, now);
  const stat = statFile(file);
  const known = configFiles.get(file);
  if (stat !== undefined && known?.mtimeMs === stat.mtimeMs && known.bytes === stat.size) return known;
  const config = stat?.isFile() === true && stat.size <= MAX_BYTES ? openConfig(file, stat) : undefined;
  configFiles.set(file, config);
  return config;
}

function openConfig(file: string, { mtimeMs, size }: { mtimeMs: number; size: number }): ConfigFile {
  configReads.files++;
  const text = readText(file);
  const declares = mayDeclareFunctions(text, file);
  return {
    ...{ mtimeMs, bytes: size, leavesFolder: text.includes("../") },
    ...{ text: declares ? text : undefined, functions: declares ? undefined : [] },
  };
}
