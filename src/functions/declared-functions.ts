import path from "node:path";
import { readSafely } from "../syntax/set-aside.js";
import { readTemplate } from "./cloudformation/read-template.js";
import type { ConfigNode } from "./config-node.js";
import type { FunctionConfig } from "./function-config.js";
import { isLocalVariant } from "./local-variant.js";
import { readText } from "./read-text.js";
import { type YamlProblem, findYamlProblem, findYamlProblemOfRead, readYaml } from "./read-yaml.js";
import { readServerless } from "./serverless/read-serverless.js";
import { withoutSharedProperties } from "./shared-properties.js";
import { statFile } from "./stat-file.js";

const DATA_FILE = /\.(?:ya?ml|json|template)$/i;
const SERVERLESS_FILE = /^serverless(?:\.[\w-]+)*\.(?:ya?ml|json)$/i;
const FUNCTION_RESOURCE = /AWS::(?:Serverless|Lambda)::Function/;
/** Constructs of Lift make functions as well. */
const FUNCTIONS_KEY = /^\s*"?(?:functions|constructs)"?\s*:/m;

/** What the configuration of a service has at its top, whatever the file is called that `--config` names. */
const SERVICE_KEYS = ["service", "provider", "functions"].map((key) => new RegExp(`^${key}\\s*:`, "m"));

/**
 * Whether a file is the configuration of a service of the Serverless Framework: by its name, or by its keys, as
 * `sls deploy --config orders.yml` takes any.
 * (https://www.serverless.com/framework/docs/providers/aws/cli-reference/deploy)
 */
export function isServerlessFile(text: string, file: string): boolean {
  return SERVERLESS_FILE.test(path.basename(file)) || SERVICE_KEYS.every((key) => key.test(text));
}

/** What is larger is generated, and is not worth the time. In characters. */
const MAX_LENGTH = 2_000_000;

/**
 * Whether a text can be a template of AWS SAM or CloudFormation with a function, or a serverless.yml with some, and not the
 * variant of one for local work. Parses nothing.
 */
export function mayDeclareFunctions(text: string, file: string): boolean {
  if (!DATA_FILE.test(file) || text.length > MAX_LENGTH) return false;
  const mayDeclare =
    FUNCTION_RESOURCE.test(text) || (FUNCTIONS_KEY.test(text) && isServerlessFile(text, file));
  return mayDeclare && !isLocalVariant(file);
}

/**
 * The functions that a template declares. Nothing is executed. Never throws: what cannot be parsed declares none.
 *
 * @param file absolute path: of its folder the handlers are looked for, and what the template takes from other files
 * @param root what `readYaml` made of the text, where it has been parsed before
 */
export function readTemplateText(
  text: string,
  file: string,
  root = parseTemplate(text, file),
): readonly FunctionConfig[] {
  if (root === undefined) return [];
  // A document that the readers cannot stand declares nothing; its own linter says why.
  return readSafely<readonly FunctionConfig[]>([], () =>
    withoutSharedProperties(
      isServerlessFile(text, file)
        ? readServerless(root, file, (relative) => readReferenced(path.resolve(path.dirname(file), relative)))
        : readTemplate(root, file),
    ),
  );
}

/**
 * Why a template declares fewer functions than its text mentions: what the parser says, and where. Undefined for a sound
 * one.
 *
 * @param file absolute path
 * @param declaresSome functions were read of it: then only a mistake counts that no parser can stand
 */
export function findTemplateProblem(file: string, declaresSome: boolean): YamlProblem | undefined {
  const text = readText(file);
  if (!mayDeclareFunctions(text, file)) return undefined;
  return declaresSome ? findYamlProblemOfRead(text, file) : findYamlProblem(text, file);
}

/** The tree of a template; undefined where it cannot be parsed. Never throws. */
export function parseTemplate(text: string, file: string): ConfigNode | undefined {
  return readSafely(undefined, () => {
    const root = readYaml(text, file);
    return root !== undefined && "problem" in root ? undefined : root;
  });
}

/** A file that a serverless.yml takes a part from. Code is never run, so only data is read. */
export function readReferenced(file: string): ConfigNode | undefined {
  const stat = statFile(file);
  if (!/\.(?:ya?ml|json)$/i.test(file) || stat?.isFile() !== true || stat.size > MAX_LENGTH) return undefined;
  return parseTemplate(readText(file), file);
}
