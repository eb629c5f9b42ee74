import { type ConfigNode, type Scalar, entriesOf, itemsOf, nodeAt, placeOfKey } from "../config-node.js";
import { type ConfigValue, type Place, onlyValue } from "../config-value.js";
import { asText } from "../convert-value.js";
import type { ResourceReference } from "../function-config.js";
import { type TemplateValues, createTemplateValues } from "./evaluate.js";

/** A resource that a template declares. */
export interface Resource {
  /** The logical id. */
  readonly id: string;
  readonly type: string | undefined;
  readonly node: ConfigNode;
  readonly properties: ConfigNode | undefined;
  /** Where the logical id stands. */
  readonly place: Place;
}

/** The questions that all readers ask of a template, or of the `resources` of a serverless.yml. None of them throws. */
export interface Template {
  readonly resources: ReadonlyMap<string, Resource>;
  /** False where a macro, an include or a loop can add to what stands there. */
  readonly isComplete: boolean;
  /** The node below a path of keys, through variables. */
  at(node: ConfigNode | undefined, ...path: readonly string[]): ConfigNode | undefined;
  /** The nodes that one with conditions can stand for: itself, or the branches of `Fn::If`. */
  branchesOf(node: ConfigNode | undefined): readonly ConfigNode[];
  /** The scalar that the node below the path comes to. */
  scalarAt(node: ConfigNode | undefined, ...path: readonly string[]): ConfigValue<Scalar> | undefined;
  /** The same, where it can be only one text. */
  textAt(node: ConfigNode | undefined, ...path: readonly string[]): string | undefined;
  /** The items of a list below a path; undefined where it is no list. */
  listAt(node: ConfigNode | undefined, ...path: readonly string[]): readonly ConfigNode[] | undefined;
  /**
   * The text with what is not known left in it as `${Name}`: two texts that are equal are equal in every deployment.
   */
  symbolicText(node: ConfigNode | undefined): string | undefined;
  /** What a `Ref`, a `GetAtt`, a `Sub` or a plain ARN names. */
  referenceTo(node: ConfigNode | undefined): ResourceReference | undefined;
  /** The function that a name or an ARN leads to: its own id, or that of its version or alias. */
  functionIdOf(node: ConfigNode | undefined): string | undefined;
}

/** Transforms that change nothing but what they are known to change. */
const KNOWN_TRANSFORMS = /^AWS::(?:Serverless|CodeDeployBlueGreen|SecretsManager)-|^AWS::LanguageExtensions$/;
const NO_NAMES: ReadonlySet<string> = new Set();
const SAM_FUNCTION = "AWS::Serverless::Function";
const FUNCTION = "AWS::Lambda::Function";
/** The property by which a resource gets a name that code can use, of those that functions write to. */
const NAME_PROPERTIES: ReadonlyMap<string, string> = new Map([
  ["AWS::S3::Bucket", "BucketName"],
  ["AWS::SNS::Topic", "TopicName"],
  ["AWS::SQS::Queue", "QueueName"],
  ["AWS::DynamoDB::Table", "TableName"],
]);
const VERSION = /^AWS::Lambda::(?:Version|Alias)$/;

/**
 * @param root the whole template
 * @param follow leads through variables that are no intrinsic functions
 */
export function createTemplate(
  root: ConfigNode,
  follow: (node: ConfigNode | undefined) => ConfigNode | undefined = (node) => node,
): Template {
  const values: TemplateValues = createTemplateValues(root);
  const resourceMap = at(root, "Resources");
  let names: Map<string, string | undefined> | undefined;
  const resources = new Map<string, Resource>();
  for (const [id, written] of entriesOf(resourceMap)) {
    const node = follow(written);
    if (node?.kind !== "map") continue;
    const type = onlyValue(asText(values.scalarOf(at(node, "Type"))));
    const place = placeOfKey(resourceMap as ConfigNode, id);
    resources.set(id, { id, type, node, properties: at(node, "Properties"), place });
  }

  function at(node: ConfigNode | undefined, ...path: readonly string[]): ConfigNode | undefined {
    let current = follow(node);
    for (const key of path) current = follow(nodeAt(current, key));
    return current;
  }

  function branchesOf(node: ConfigNode | undefined): readonly ConfigNode[] {
    return values.branchesOf(follow(node)).flatMap((branch) => follow(branch) ?? []);
  }

  function scalarAt(node: ConfigNode | undefined, ...path: readonly string[]) {
    return values.scalarOf(at(node, ...path));
  }

  function textAt(node: ConfigNode | undefined, ...path: readonly string[]): string | undefined {
    return onlyValue(asText(scalarAt(node, ...path)));
  }

  function listAt(node: ConfigNode | undefined, ...path: readonly string[]) {
    const list = at(node, ...path);
    return list?.kind === "list" ? list.items.map((item) => follow(item) ?? item) : undefined;
  }

  function symbolicText(written: ConfigNode | undefined): string | undefined {
    const node = follow(written);
    if (node?.kind === "scalar") return node.value === null ? undefined : String(node.value);
    if (node?.kind === "opaque") return node.text === "" ? undefined : node.text;
    if (node?.kind !== "call") return undefined;
    const { name, argument } = node;
    if (name === "Ref") return argument.kind === "scalar" ? `\${${argument.value}}` : undefined;
    if (name === "Fn::GetAtt") {
      const parts = itemsOf(argument).map((part) => symbolicText(part));
      return parts.includes(undefined) ? undefined : `\${${parts.join(".")}}`;
    }
    if (name === "Fn::Join") {
      const [delimiter, list] = itemsOf(argument);
      const parts = itemsOf(list).map((part) => symbolicText(part));
      return delimiter?.kind !== "scalar" || list?.kind !== "list" || parts.includes(undefined)
        ? undefined
        : parts.join(String(delimiter.value ?? ""));
    }
    if (name !== "Fn::Sub") return undefined;
    const [text, own] = argument.kind === "list" ? argument.items : [argument];
    if (text?.kind !== "scalar") return undefined;
    return String(text.value).replace(/\$\{([^}!]+)\}/g, (whole, key: string) => {
      const variable = nodeAt(own, key.trim());
      return variable === undefined ? `\${${key.trim()}}` : (symbolicText(variable) ?? whole);
    });
  }

  function referenceTo(written: ConfigNode | undefined): ResourceReference | undefined {
    const [node, ...others] = branchesOf(written);
    if (node === undefined || others.length > 0) return undefined;
    const text = symbolicText(node);
    const { place } = node;
    // `${Queue.Arn}`, `${Table}/index/*`, `arn:aws:s3:::${Bucket}`: all of them are the resource's.
    const ids = [...(text ?? "").matchAll(/\$\{(\w+)(?:\.[\w.]+)?\}/g)].map(([, id = ""]) => id);
    const [id] = ids.filter((name) => resources.has(name));
    if (id !== undefined) return { id, type: resources.get(id)?.type, text, place };
    const named = text === undefined ? undefined : idsByName().get(text);
    if (named !== undefined) return { id: named, type: resources.get(named)?.type, text, place };
    const known = node.kind === "scalar" ? String(node.value) : onlyValue(asText(values.scalarOf(node)));
    return known === undefined && text === undefined
      ? undefined
      : { id: undefined, type: undefined, text: known ?? text, place };
  }

  /** The resources by the names that the template gives them; a name that two have names none. */
  function idsByName(): ReadonlyMap<string, string | undefined> {
    if (names !== undefined) return names;
    names = new Map();
    for (const { id, type, properties } of resources.values()) {
      const key = NAME_PROPERTIES.get(type ?? "");
      const name = key === undefined ? undefined : symbolicText(at(properties, key));
      if (name !== undefined) names.set(name, names.has(name) ? undefined : id);
    }
    return names;
  }

  function functionIdOf(node: ConfigNode | undefined, seen = NO_NAMES): string | undefined {
    const text = symbolicText(node);
    const id =
      /^\$\{(\w+)(?:\.(?:Arn|Alias|Version|FunctionArn|AliasArn))?\}(?::[\w-]+)?$/.exec(text ?? "")?.[1] ??
      // The URI that API Gateway calls a function by.
      /\/functions\/\$\{(\w+)(?:\.(?:Arn|Alias))?\}[^/]*\/invocations$/.exec(text ?? "")?.[1] ??
      idOfName(text);
    const resource = resources.get(id ?? "");
    if (resource === undefined || seen.has(resource.id)) return undefined;
    if (resource.type === SAM_FUNCTION || resource.type === FUNCTION) return resource.id;
    return VERSION.test(resource.type ?? "")
      ? functionIdOf(at(resource.properties, "FunctionName"), new Set([...seen, resource.id]))
      : undefined;
  }

  /** By the name that a function gets itself: `FunctionName: orders-create`. */
  function idOfName(text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const name = /^arn:.*:function:([^:]+)/.exec(text)?.[1] ?? text;
    for (const { id, type, properties } of resources.values()) {
      if (type !== SAM_FUNCTION && type !== FUNCTION) continue;
      if (symbolicText(at(properties, "FunctionName")) === name) return id;
    }
    return undefined;
  }

  return {
    resources,
    isComplete: !hasUnknownParts(root, resourceMap),
    at,
    branchesOf,
    scalarAt,
    textAt,
    listAt,
    symbolicText,
    referenceTo,
    functionIdOf: (node) => functionIdOf(node),
  };
}

/** Macros of one's own, `AWS::Include` and loops write parts of a template that do not stand in it. */
function hasUnknownParts(root: ConfigNode, resourceMap: ConfigNode | undefined): boolean {
  const transform = nodeAt(root, "Transform");
  const transforms =
    transform?.kind === "list" ? transform.items : transform === undefined ? [] : [transform];
  const areKnown = transforms.every(
    (item) => item.kind === "scalar" && KNOWN_TRANSFORMS.test(String(item.value)),
  );
  return !areKnown || isPartial(root) || isPartial(resourceMap);
}

/** Whether an include or a loop can add to what stands in a map. */
export function isPartial(node: ConfigNode | undefined): boolean {
  if (node?.kind === "call") return true;
  return entriesOf(node).some(([key]) => key.startsWith("Fn::"));
}
