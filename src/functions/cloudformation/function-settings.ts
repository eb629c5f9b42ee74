import { functionDefaults } from "../../knowledge/function-defaults.js";
import { type ConfigNode, type Scalar, entriesOf, placeOfKey } from "../config-node.js";
import { type ConfigValue, type Place, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type { Environment, FunctionConfig, Layers, ResourceReference, Vpc } from "../function-config.js";
import { readEgress } from "./egress.js";
import { type Template, isPartial } from "./template.js";

/** A function of a template, with what it inherits. */
export interface DeclaredFunction {
  readonly id: string;
  readonly isSam: boolean;
  readonly resource: ConfigNode;
  /** Where its logical id stands. */
  readonly place: Place;
  /** The maps in which its settings stand: its own first, then the globals. */
  readonly maps: readonly (ConfigNode | undefined)[];
  /** False where settings can come from an include or a macro: nothing follows from a missing one. */
  readonly isComplete: boolean;
}

/** The first of the maps that has a value at the path. */
export function settingAt(
  { maps }: DeclaredFunction,
  template: Template,
  ...path: readonly string[]
): ConfigValue<Scalar> | undefined {
  for (const map of maps) {
    const value = template.scalarAt(map, ...path);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The value, or what is there if nobody writes one; opaque where somebody else may write it. */
export function orDefault<T>(
  { isComplete, place }: DeclaredFunction,
  written: ConfigValue<T> | undefined,
  value: T,
): ConfigValue<T> {
  if (written !== undefined) return written;
  return isComplete
    ? { k: "default", value, of: functionDefaults.lambda.of }
    : { k: "opaque", text: "", place };
}

type Settings = Pick<
  FunctionConfig,
  "packageType" | "architecture" | "ephemeralStorageMb" | "layers" | "tracing" | "vpc" | "isDurable"
>;

/** What the function's own properties say of how it runs. */
export function readSettings(declared: DeclaredFunction, template: Template): Settings {
  const { isSam, maps } = declared;
  const architectures = maps
    .map((map) => template.listAt(map, "Architectures"))
    .find((list) => list?.length === 1);
  const hasArchitectures = maps.some((map) => template.at(map, "Architectures") !== undefined);
  const tracing = asText(
    isSam ? settingAt(declared, template, "Tracing") : settingAt(declared, template, "TracingConfig", "Mode"),
  );
  const [own] = maps;
  return {
    packageType: readPackageType(declared, template),
    architecture:
      hasArchitectures || !declared.isComplete
        ? asText(template.scalarAt(architectures?.[0]))
        : orDefault(declared, undefined, "x86_64"),
    ephemeralStorageMb: orDefault(
      declared,
      asNumber(settingAt(declared, template, "EphemeralStorage", "Size")),
      512,
    ),
    layers: readLayers(declared, template),
    tracing: orDefault(declared, tracing, "PassThrough"),
    vpc: readVpc(declared, template),
    isDurable: template.at(own, "DurableConfig") !== undefined || (declared.isComplete ? false : undefined),
  };
}

function readPackageType(declared: DeclaredFunction, template: Template): FunctionConfig["packageType"] {
  const { maps, isComplete } = declared;
  const [own] = maps;
  const written = settingAt(declared, template, "PackageType");
  const hasImage =
    template.at(own, "ImageUri") !== undefined || template.at(own, "Code", "ImageUri") !== undefined;
  if (written === undefined) return hasImage ? "container" : isComplete ? "zip" : undefined;
  const type = onlyValue(asText(written));
  return type === "Image" ? "container" : type === "Zip" ? "zip" : undefined;
}

/** SAM adds a function's layers to those of the globals. */
function readLayers({ maps, isComplete }: DeclaredFunction, template: Template): Layers {
  const items: ConfigValue<string>[] = [];
  let isKnown = isComplete;
  for (const map of maps) {
    const written = template.at(map, "Layers");
    if (written === undefined) continue;
    const list = template.listAt(map, "Layers");
    isKnown &&= list !== undefined;
    for (const item of list ?? []) {
      // A condition may leave a layer out, and a parameter may be a list of several.
      isKnown &&= template.branchesOf(item).length === 1;
      const value = asText(template.scalarAt(item));
      const reference = template.referenceTo(item);
      const isResource = reference?.id !== undefined;
      if (isResource) items.push({ k: "opaque", text: reference.id, place: item.place });
      else if (value !== undefined) items.push(withText(value, reference?.text));
    }
  }
  return { items, isComplete: isKnown };
}

/** What is not known in full says as much as its text does: `arn:aws:lambda:${AWS::Region}:…:layer:tools:7`. */
export function withText(value: ConfigValue<string>, text: string | undefined): ConfigValue<string> {
  return value.k === "opaque" && text !== undefined ? { ...value, text } : value;
}

function readVpc({ maps }: DeclaredFunction, template: Template): Vpc | undefined {
  for (const map of maps) {
    const [config, ...others] = template.branchesOf(template.at(map, "VpcConfig"));
    if (config === undefined) continue;
    const nodes = [config, ...others].flatMap((branch) =>
      ["SubnetIds", "SecurityGroupIds"].map((key) => template.at(branch, key)),
    );
    const isEmpty = nodes.every((node) => node?.kind === "list" && node.items.length === 0);
    if (isEmpty) return undefined;
    const references = nodes
      .flatMap((node) => (node?.kind === "list" ? node.items : node === undefined ? [] : [node]))
      .flatMap((node) => template.referenceTo(node) ?? []);
    const subnets = template.listAt(config, "SubnetIds");
    const areAllKnown =
      others.length === 0 && subnets?.every((node) => template.referenceTo(node)?.id) === true;
    return { place: config.place, references, ...readEgress(references, areAllKnown, template) };
  }
  return undefined;
}

/** Own variables go before those of the globals. */
export function readEnvironment({ maps, isComplete }: DeclaredFunction, template: Template): Environment {
  const variables = new Map<string, ConfigValue<string>>();
  const references = new Map<string, ResourceReference>();
  const places = new Map<string, Place>();
  let isKnown = isComplete;
  for (const map of maps) {
    for (const part of template.branchesOf(template.at(map, "Environment"))) {
      for (const written of template.branchesOf(template.at(part, "Variables"))) {
        isKnown &&= written.kind === "map" && !isPartial(written);
        for (const [name, node] of entriesOf(written)) {
          if (name.startsWith("Fn::") || places.has(name)) continue;
          const value = asText(template.scalarAt(node));
          if (value === undefined) continue;
          variables.set(name, value);
          places.set(name, placeOfKey(written, name));
          const reference = template.referenceTo(node);
          if (reference?.id !== undefined) references.set(name, reference);
        }
      }
      isKnown &&= part.kind === "map" && !isPartial(part);
    }
  }
  return { variables, references, places, isComplete: isKnown };
}
