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
  /** Those of some types, in the template's order. Found once: each function of a template asks for the same. */
  resourcesOf(...types: readonly string[]): readonly Resource[];
  /** What the template gives to others, as `symbolicText`. */
  readonly outputs: ReadonlySet<string | undefined>;
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
/** What is named by its ARN and is of the account itself: `arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs`, `…:table/orders/index/*`. */
const OWN_ARN =
  /^arn:(?:\$\{[^}]*\}|[\w-]+):(?:sqs|sns|dynamodb):(?:\$\{[^}]*\}|[\w-]+):\$\{(?:AWS::AccountId|aws:accountId)\}:(?:table\/)?((?:\$\{[^}]*\}|[^/:$])+)(?:\/.*)?$/;

/** Functions that a framework makes beside the resources of a template: their logical ids, with what names them, where something does. */
export type MadeFunctions = ReadonlyMap<string, ConfigNode | undefined>;

const NO_FUNCTIONS: MadeFunctions = new Map();

/**
 * @param root the whole template
 * @param follow leads through variables that are no intrinsic functions
 * @param made functions that the resources may refer to, and that are none of them
 */
export function createTemplate(
  root: ConfigNode,
  follow: (node: ConfigNode | undefined) => ConfigNode | undefined = (node) => node,
  made: MadeFunctions = NO_FUNCTIONS,
): Template {
  return new FollowedTemplate(root, follow, made);
}

class FollowedTemplate implements Template {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly outputs: ReadonlySet<string | undefined>;
  readonly isComplete: boolean;
  private readonly values: TemplateValues;
  private readonly resourcesByTypes = new Map<string, readonly Resource[]>();
  #idsByName: ReadonlyMap<string, string | undefined> | undefined;
  #functionIdsByName: ReadonlyMap<string, string> | undefined;

  constructor(
    root: ConfigNode,
    private readonly follow: (node: ConfigNode | undefined) => ConfigNode | undefined,
    private readonly made: MadeFunctions,
  ) {
    this.values = createTemplateValues(root);
    const resourceMap = this.at(root, "Resources");
    this.resources = this.readResources(resourceMap);
    const outputs = entriesOf(this.at(root, "Outputs"));
    this.outputs = new Set(outputs.map(([, output]) => this.symbolicText(this.at(output, "Value"))));
    this.isComplete = !hasUnknownParts(root, resourceMap);
  }

  private readResources(resourceMap: ConfigNode | undefined): ReadonlyMap<string, Resource> {
    const resources = new Map<string, Resource>();
    for (const [id, written] of entriesOf(resourceMap)) {
      const node = this.follow(written);
      if (node?.kind !== "map") continue;
      const type = this.textAt(node, "Type");
      const place = placeOfKey(resourceMap as ConfigNode, id);
      resources.set(id, { id, type, node, properties: this.at(node, "Properties"), place });
    }
    return resources;
  }

  resourcesOf(...types: readonly string[]): readonly Resource[] {
    const key = types.join(" ");
    let found = this.resourcesByTypes.get(key);
    if (found === undefined) {
      found = [...this.resources.values()].filter(({ type }) => type !== undefined && types.includes(type));
      this.resourcesByTypes.set(key, found);
    }
    return found;
  }

  at(node: ConfigNode | undefined, ...path: readonly string[]): ConfigNode | undefined {
    let current = this.follow(node);
    for (const key of path) current = this.follow(nodeAt(current, key));
    return current;
  }

  branchesOf(node: ConfigNode | undefined): readonly ConfigNode[] {
    return this.values.branchesOf(this.follow(node)).flatMap((branch) => this.follow(branch) ?? []);
  }

  scalarAt(node: ConfigNode | undefined, ...path: readonly string[]): ConfigValue<Scalar> | undefined {
    return this.values.scalarOf(this.at(node, ...path));
  }

  textAt(node: ConfigNode | undefined, ...path: readonly string[]): string | undefined {
    return onlyValue(asText(this.scalarAt(node, ...path)));
  }

  listAt(node: ConfigNode | undefined, ...path: readonly string[]): readonly ConfigNode[] | undefined {
    const list = this.at(node, ...path);
    return list?.kind === "list" ? list.items.map((item) => this.follow(item) ?? item) : undefined;
  }

  symbolicText(written: ConfigNode | undefined): string | undefined {
    const node = this.follow(written);
    switch (node?.kind) {
      case "scalar":
        return node.value === null ? undefined : String(node.value);
      case "opaque":
        return node.text === "" ? undefined : node.text;
      case "call":
        return this.symbolicCall(node.name, node.argument);
      default:
        return undefined;
    }
  }

  private symbolicCall(name: string, argument: ConfigNode): string | undefined {
    switch (name) {
      case "Ref":
        return argument.kind === "scalar" ? `\${${argument.value}}` : undefined;
      case "Fn::GetAtt": {
        const parts = this.symbolicTexts(argument);
        return parts && `\${${parts.join(".")}}`;
      }
      case "Fn::Join": {
        const [delimiter, list] = itemsOf(argument);
        if (delimiter?.kind !== "scalar" || list?.kind !== "list") return undefined;
        return this.symbolicTexts(list)?.join(String(delimiter.value ?? ""));
      }
      case "Fn::Sub":
        return this.symbolicSub(argument);
      default:
        return undefined;
    }
  }

  /** The texts of a list; undefined where one of them has none. */
  private symbolicTexts(list: ConfigNode): readonly string[] | undefined {
    const texts: string[] = [];
    for (const item of itemsOf(list)) {
      const text = this.symbolicText(item);
      if (text === undefined) return undefined;
      texts.push(text);
    }
    return texts;
  }

  private symbolicSub(argument: ConfigNode): string | undefined {
    const [text, own] = argument.kind === "list" ? argument.items : [argument];
    if (text?.kind !== "scalar") return undefined;
    return String(text.value).replace(/\$\{([^}!]+)\}/g, (whole, key: string) => {
      const variable = nodeAt(own, key.trim());
      return variable === undefined ? `\${${key.trim()}}` : (this.symbolicText(variable) ?? whole);
    });
  }

  referenceTo(written: ConfigNode | undefined): ResourceReference | undefined {
    const [node, ...others] = this.branchesOf(written);
    if (node === undefined || others.length > 0) return undefined;
    const text = this.symbolicText(node);
    const { place } = node;
    const id = text === undefined ? undefined : (this.idIn(text) ?? this.idsByName.get(nameIn(text)));
    if (id !== undefined)
      return { id, type: this.resources.get(id)?.type, text, place, ...this.reachOf(id, text) };
    const known = node.kind === "scalar" ? String(node.value) : onlyValue(asText(this.values.scalarOf(node)));
    return known === undefined && text === undefined
      ? undefined
      : { id: undefined, type: undefined, text: known ?? text, place };
  }

  /**
   * `Fn::GetAtt: Database.Endpoint.Address` of an instance that is not publicly accessible.
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html)
   */
  private reachOf(id: string, text: string | undefined): Pick<ResourceReference, "isPrivateAddress"> {
    const resource = this.resources.get(id);
    if (resource?.type !== "AWS::RDS::DBInstance" || text?.includes(`${id}.Endpoint.Address`) !== true)
      return {};
    const isPublic = onlyValue(this.scalarAt(resource.properties, "PubliclyAccessible"));
    return String(isPublic) === "false" ? { isPrivateAddress: true } : {};
  }

  /** `${Queue.Arn}`, `${Table}/index/*`, `arn:aws:s3:::${Bucket}`: all of them are the resource's. */
  private idIn(text: string): string | undefined {
    const ids = [...text.matchAll(/\$\{(\w+)(?:\.[\w.]+)?\}/g)].map(([, id = ""]) => id);
    return ids.find((id) => this.resources.has(id));
  }

  /** The resources by the names that the template gives them; a name that two have names none. */
  private get idsByName(): ReadonlyMap<string, string | undefined> {
    return (this.#idsByName ??= this.collectNames());
  }

  private collectNames(): ReadonlyMap<string, string | undefined> {
    const ids = new Map<string, string | undefined>();
    for (const { id, type, properties } of this.resources.values()) {
      const key = NAME_PROPERTIES.get(type ?? "");
      const name = key === undefined ? undefined : this.symbolicText(this.at(properties, key));
      if (name !== undefined) ids.set(name, ids.has(name) ? undefined : id);
    }
    return ids;
  }

  functionIdOf(node: ConfigNode | undefined, seen = NO_NAMES): string | undefined {
    const text = this.symbolicText(node);
    const id = text === undefined ? undefined : (functionIdIn(text) ?? this.functionIdByName(text));
    if (id !== undefined && this.made.has(id)) return id;
    const resource = this.resources.get(id ?? "");
    if (resource === undefined || seen.has(resource.id)) return undefined;
    if (isFunction(resource)) return resource.id;
    return VERSION.test(resource.type ?? "")
      ? this.functionIdOf(this.at(resource.properties, "FunctionName"), new Set([...seen, resource.id]))
      : undefined;
  }

  /** By the name that a function gets itself: `FunctionName: orders-create`. */
  private functionIdByName(text: string): string | undefined {
    const name = /^arn:.*:function:([^:]+)/.exec(text)?.[1] ?? text;
    return (this.#functionIdsByName ??= this.collectFunctionNames()).get(name);
  }

  private collectFunctionNames(): ReadonlyMap<string, string> {
    const ids = new Map<string, string>();
    const named = this.resourcesOf(SAM_FUNCTION, FUNCTION).map(
      ({ id, properties }) => [id, this.at(properties, "FunctionName")] as const,
    );
    for (const [id, node] of [...this.made, ...named]) {
      const name = this.symbolicText(node);
      if (name !== undefined && !ids.has(name)) ids.set(name, id);
    }
    return ids;
  }
}

function isFunction({ type }: Resource): boolean {
  return type === SAM_FUNCTION || type === FUNCTION;
}

/** The id in a reference to a function, to its version or its alias, or in the URI that API Gateway calls it by. */
function functionIdIn(text: string): string | undefined {
  return (
    /^\$\{(\w+)(?:\.(?:Arn|Alias|Version|FunctionArn|AliasArn))?\}(?::[\w-]+)?$/.exec(text)?.[1] ??
    /\/functions\/\$\{(\w+)(?:\.(?:Arn|Alias))?\}[^/]*\/invocations$/.exec(text)?.[1]
  );
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

/** The name in an ARN of the account itself; any other text is taken for a name. */
function nameIn(text: string): string {
  return OWN_ARN.exec(text)?.[1] ?? text;
}
