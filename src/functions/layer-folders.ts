import path from "node:path";
import { createTemplate, type Template } from "./cloudformation/template.js";
import { codeLayerFolders } from "./code-projects.js";
import { isQuietLayer } from "../knowledge/quiet-packages.js";
import { entriesOf, nodeAt } from "./config-node.js";
import { type ConfigValue, onlyValue, possibleValues } from "./config-value.js";
import { isServerlessFile, parseTemplate, readReferenced } from "./declared-functions.js";
import type { FunctionConfig } from "./function-config.js";
import { templatesAbove } from "./functions-of-file.js";
import { readText } from "./read-text.js";
import { layerResourceIdOf } from "./serverless/logical-ids.js";
import { createVariables } from "./serverless/variables.js";
import { statFile } from "./stat-file.js";

/** The property that names the folder of a layer. */
const FOLDER_PROPERTIES: ReadonlyMap<string | undefined, string> = new Map([
  ["AWS::Serverless::LayerVersion", "ContentUri"],
  // `aws cloudformation package` puts the folder's archive in its place.
  ["AWS::Lambda::LayerVersion", "Content"],
]);
const LAYER_RESOURCE = /AWS::(?:Serverless|Lambda)::LayerVersion/;
const LAYERS_KEY = /^\s*"?layers"?\s*:/m;
const MAX_BYTES = 2_000_000;

interface KnownTemplate {
  readonly mtimeMs: number;
  readonly size: number;
  /** Absolute paths, by the ids of the layers' resources. */
  readonly folders: ReadonlyMap<string, string>;
}

const NO_FOLDERS: ReadonlyMap<string, string> = new Map();

const templates = new Map<string, KnownTemplate>();

/**
 * The folders, as absolute paths, whose content becomes that of layers: as the templates of AWS SAM, CloudFormation and the
 * Serverless Framework above a file say, and the CDK code of the project around it. Which function has which layer is not
 * looked at. Never throws.
 *
 * @param filename absolute path of a source file
 */
export function layerFoldersAround(filename: string): readonly string[] {
  const declared = templatesAbove(path.dirname(filename)).flatMap((file) => [
    ...foldersInTemplate(file).values(),
  ]);
  return [...new Set([...declared, ...codeLayerFolders(filename)])];
}

/**
 * The folder, as an absolute path, whose content becomes that of a layer which a template makes; undefined for one that it
 * takes from somewhere else. Never throws.
 *
 * @param file absolute path of the template
 * @param reference id of the layer's resource, as `${…}` where the framework makes it
 */
function layerFolderOf(file: string, reference: string): string | undefined {
  return foldersInTemplate(file).get(/^\$\{(\w+)\}$/.exec(reference)?.[1] ?? reference);
}

function foldersInTemplate(file: string): ReadonlyMap<string, string> {
  const stat = statFile(file);
  if (stat?.isFile() !== true || stat.size > MAX_BYTES) return NO_FOLDERS;
  const { mtimeMs, size } = stat;
  const known = templates.get(file);
  if (known?.mtimeMs === mtimeMs && known.size === size) return known.folders;
  const written = readFolders(file);
  const folders = new Map(
    written.map(([id, folder]): [string, string] => [id, path.resolve(path.dirname(file), folder)]),
  );
  templates.set(file, { mtimeMs, size, folders });
  return folders;
}

type LayerFolder = readonly [id: string, folder: string];

/** As they are written: relative to the template. */
function readFolders(file: string): readonly LayerFolder[] {
  const text = readText(file);
  const isServerless = isServerlessFile(text, file);
  if (!LAYER_RESOURCE.test(text) && !(isServerless && LAYERS_KEY.test(text))) return [];
  const root = parseTemplate(text, file);
  if (root === undefined) return [];
  if (!isServerless) return foldersOfResources(createTemplate(root));
  const follow = createVariables(root, (relative) =>
    readReferenced(path.resolve(path.dirname(file), relative)),
  );
  const template = createTemplate(root, follow);
  return entriesOf(follow(nodeAt(root, "layers"))).flatMap(([name, layer]): readonly LayerFolder[] => {
    const folder = template.textAt(layer, "path");
    return folder === undefined ? [] : [[layerResourceIdOf(name), folder]];
  });
}

function foldersOfResources(template: Template): readonly LayerFolder[] {
  return [...template.resources].flatMap(([id, { type, properties }]): readonly LayerFolder[] => {
    const name = FOLDER_PROPERTIES.get(type);
    const folder = name === undefined ? undefined : template.textAt(properties, name);
    return folder === undefined || /^(?:s3|https?):/.test(folder) ? [] : [[id, folder]];
  });
}

/**
 * Absolute paths of the folders with the code of a function's layers. Undefined where one is not of the project, or does more
 * than hold what code imports. Never throws.
 *
 * @param isQuiet true for a layer that does nothing of what is asked about, by its ARN: it is left out
 */
export function foldersOfLayers(
  { layers, env }: FunctionConfig,
  isQuiet: (layer: string) => boolean = isQuietLayer,
): readonly string[] | undefined {
  if (layers?.isComplete !== true) return undefined;
  const others = layers.items.filter((layer) => !isQuiet(arnOf(layer)));
  const folders = others.flatMap((layer) =>
    layer.k === "opaque" ? (layerFolderOf(layer.place.file, layer.text) ?? []) : [],
  );
  if (folders.length < others.length || folders.some(hasExtensions)) return undefined;
  return folders.length === 0 || (env.isComplete && !runsMore(env)) ? folders : undefined;
}

/** Lambda starts what lies there beside the function. (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html) */
function hasExtensions(folder: string): boolean {
  return statFile(path.join(folder, "extensions")) !== undefined;
}

/** True for variables that have Lambda or Node.js run something that no code imports: a wrapper's script, `--require`. */
function runsMore({ variables }: FunctionConfig["env"]): boolean {
  if (variables.has("AWS_LAMBDA_EXEC_WRAPPER")) return true;
  const options = variables.get("NODE_OPTIONS");
  return options !== undefined && possibleValues(options)?.some((text) => text.includes("/opt/")) !== false;
}

function arnOf(layer: ConfigValue<string>): string {
  return layer.k === "opaque" ? layer.text : (onlyValue(layer) ?? "");
}
