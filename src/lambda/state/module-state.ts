import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import {
  chainRoot,
  type ClassNode,
  isFunction,
  isInside,
  memberName,
  memberRoot,
  unitOf,
  unwrap,
} from "../../syntax/ast.js";
import { thisOwner } from "../../syntax/this-owner.js";
import type { Variable } from "../../syntax/name-index.js";
import { isConstantOfContext } from "../events/constant-context.js";
import type { LambdaModel } from "../model.js";
import { holdsWebRequest } from "../taint/web-data.js";

/** A value of one request that is put where the next invocation finds it. */
export interface StateWrite {
  /** What is written: the target of the assignment, or the method that is called. */
  readonly node: TSESTree.Node;
  /** The value of the request. */
  readonly value: TSESTree.Node;
  /** What of the request it is. */
  readonly source: "event data" | "context" | "request data" | "response";
  /** How the code spells the place: `currentUser`, `state.user`, `this.tenant`, `seen`. */
  readonly target: string;
  /** The variable that holds the place, if it is one of the file. */
  readonly variable: Variable | undefined;
}

/** Methods that put an argument into an array, a Map or a Set, with the index of the argument that is kept. */
const CONTAINER_WRITES: ReadonlyMap<string, number> = new Map([
  ["push", 0],
  ["unshift", 0],
  ["add", 0],
  ["set", 1],
]);

/** Commands that read configuration, which belongs to no request. */
const CONFIGURATION_COMMANDS =
  /^(Get(Parameters?|ParametersByPath|SecretValue|LatestConfiguration)|BatchGetSecretValue)Command$/;

/** Methods by which a client hands out a connection or a part of itself. */
const HANDLE_METHODS = new Set([
  "connect",
  "db",
  "collection",
  "getConnection",
  "duplicate",
  "createChannel",
  "useDb",
]);

/** Every write of request data, in invocation phase, to something that outlives the invocation. */
export function findStateWrites(lambda: LambdaModel): readonly StateWrite[] {
  const { facts } = lambda.syntax;
  const found: StateWrite[] = [];
  for (const node of facts.assignments) {
    if (node.type === "AssignmentExpression") found.push(...fromAssignment(node, lambda));
  }
  for (const call of facts.calls) {
    if (call.type === "CallExpression") found.push(...fromCall(call, lambda));
  }
  return found;
}

const NONE: readonly StateWrite[] = [];

function fromAssignment(node: TSESTree.AssignmentExpression, lambda: LambdaModel): readonly StateWrite[] {
  // The place first: most assignments are told by it, without a call graph.
  const targets = targetsOf(node.left).filter((target) => mayOutlive(target, lambda));
  const source = targets.length === 0 ? undefined : keptSourceOf(node.right, lambda);
  if (source === undefined) return NONE;
  return targets.flatMap((target) => {
    const place = placeOf(target, lambda);
    if (place === undefined) return [];
    if (node.operator !== "=" && place.variable !== undefined && isCounter(place.variable)) return [];
    if (target.type === "MemberExpression" && target.computed && isReadByKey(target.object, lambda))
      return [];
    if (source === "response" && setsUpClient(place.variable, lambda)) return [];
    const { variable } = place;
    return [{ node: target, value: node.right, source, target: spell(target, lambda), variable }];
  });
}

/** The variables and properties that an assignment writes, those in patterns too. */
function targetsOf(left: TSESTree.Node): TSESTree.Node[] {
  const target = unwrap(left);
  switch (target.type) {
    case "Identifier":
    case "MemberExpression":
      return [target];
    case "AssignmentPattern":
      return targetsOf(target.left);
    case "RestElement":
      return targetsOf(target.argument);
    case "ObjectPattern":
      return target.properties.flatMap((property) =>
        targetsOf(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return target.elements.flatMap((element) => (element ? targetsOf(element) : []));
    default:
      return [];
  }
}

function fromCall(node: TSESTree.CallExpression, lambda: LambdaModel): readonly StateWrite[] {
  const callee = unwrap(node.callee);
  if (callee.type !== "MemberExpression") return NONE;
  const index = CONTAINER_WRITES.get(memberName(callee) ?? "");
  const value = index === undefined ? undefined : node.arguments[index];
  if (value === undefined || !mayOutlive(callee, lambda) || !isContainer(callee.object, lambda)) return NONE;
  const source = keptSourceOf(value, lambda);
  if (source === undefined) return NONE;
  const place = placeOf(callee, lambda);
  if (place === undefined || isReadByKey(callee.object, lambda)) return [];
  const { variable } = place;
  return [{ node: callee, value, source, target: spell(callee.object, lambda), variable }];
}

/** What of the request a value is that is kept without a guard. Other files are asked last whether they run the code. */
function keptSourceOf(value: TSESTree.Node, lambda: LambdaModel): StateWrite["source"] | undefined {
  if (lambda.isGuarded(value)) return undefined;
  const source = lambda.mayRunPerInvocation(value) ? sourceOf(value, lambda) : undefined;
  return source !== undefined && lambda.runsPerInvocation(value) ? source : undefined;
}

/** False for variables of the function that writes them, which no call graph has to be asked about. */
function mayOutlive(target: TSESTree.Node, lambda: LambdaModel): boolean {
  const root = stateRoot(target, lambda);
  const variable = root && lambda.syntax.facts.variableOf(root);
  if (variable === undefined) return root !== undefined;
  const unit = unitOf(target);
  return variable.identifiers.every((identifier) => unitOf(identifier) !== unit);
}

/** The place that outlives the invocation: a variable, a field of an object made at init, the global object. */
function placeOf(target: TSESTree.Node, lambda: LambdaModel): { variable: Variable | undefined } | undefined {
  const root = stateRoot(target, lambda);
  if (root === undefined) return undefined;
  if (root.type === "ThisExpression") {
    const owner = thisOwner(root);
    if (owner?.kind !== "class") return undefined;
    return owner.isStatic || hasLastingInstances(owner.node, lambda) ? { variable: undefined } : undefined;
  }
  if (root.type !== "Identifier") return undefined;
  const variable = lambda.syntax.facts.variableOf(root);
  if (variable === undefined) {
    const isGlobalObject = root.name === "globalThis" || root.name === "global";
    return isGlobalObject && root !== target ? { variable: undefined } : undefined;
  }
  return isModuleState(variable, lambda) ? { variable } : undefined;
}

/** The root of a plain member chain; undefined when a call stands in it, whose result nobody knows. */
function plainRoot(target: TSESTree.Node): TSESTree.Node | undefined {
  const node = memberRoot(target);
  return node.type === "CallExpression" ? undefined : node;
}

/** How many names one object is followed through. */
const MAX_NAMES = 3;

/** The same of an object under its first name: `const body = template; body.user = event.user`. */
function stateRoot(target: TSESTree.Node, { syntax: { facts } }: LambdaModel): TSESTree.Node | undefined {
  let root = plainRoot(target);
  // Another value for the variable changes no object.
  if (root === target) return root;
  for (let names = 0; names < MAX_NAMES && root?.type === "Identifier"; names++) {
    const original = originalOf(facts.variableOf(root));
    if (original === undefined) break;
    root = plainRoot(original);
  }
  return root;
}

/** What a variable is another name for: never written again, and no item of a collection, which has a key. */
function originalOf(variable: Variable | undefined): TSESTree.Node | undefined {
  const [definition, ...others] = variable?.defs ?? [];
  if (definition?.node.type !== "VariableDeclarator" || others.length > 0) return undefined;
  const { id, init } = definition.node;
  if (id.type !== "Identifier" || init == null) return undefined;
  if (variable?.references.some((reference) => reference.init !== true && reference.isWrite()) === true)
    return undefined;
  const original = unwrap(init);
  const isPart = original.type === "MemberExpression" && isNamedPart(original);
  return (original.type === "Identifier" || isPart) && memberRoot(original).type === "Identifier"
    ? original
    : undefined;
}

function isNamedPart(member: TSESTree.MemberExpression): boolean {
  if (member.computed || member.optional) return false;
  const object = unwrap(member.object);
  return object.type !== "MemberExpression" || isNamedPart(object);
}

function isModuleState(variable: Variable, lambda: LambdaModel): boolean {
  if (!lambda.outlivesInvocation(variable)) return false;
  const isModuleLevel = variable.scope.type === "module" || variable.scope.type === "global";
  if (isModuleLevel) return true;
  const [identifier] = variable.identifiers;
  return identifier !== undefined && lambda.phasesOf(identifier).has("init");
}

/** True when instances are made once, at init or behind a memo guard: their fields are shared by all requests. */
function hasLastingInstances(cls: ClassNode, lambda: LambdaModel): boolean {
  const { facts, values } = lambda.syntax;
  const creations = facts.calls.filter(
    (call) => call.type === "NewExpression" && values.classOf(call.callee) === cls,
  );
  if (creations.length === 0) return lambda.otherFiles.isMadeAtInit(cls);
  return creations.every((call) => isMadeOnce(call, lambda));
}

function isMadeOnce(creation: TSESTree.Node, lambda: LambdaModel): boolean {
  if (lambda.runsPerInvocation(creation)) return false;
  return lambda.isMemoised(creation) || lambda.phasesOf(creation).has("init");
}

function sourceOf(value: TSESTree.Node, lambda: LambdaModel): StateWrite["source"] | undefined {
  const origins = lambda.originsOf(value);
  const isOfContext = origins.has("context") && !isConstantOfContext(value);
  if (origins.has("event") || isOfContext) {
    const source = origins.has("event") ? "event data" : "context";
    return origins.has("credentials") || !isClient(value, lambda) ? source : undefined;
  }
  if (holdsWebRequest(value, lambda)) return isClient(value, lambda) ? undefined : "request data";
  if (origins.has("response") && !isHandle(value, lambda) && !readsConfiguration(lambda)) return "response";
  return origins.has("unknown") && !isHandle(value, lambda) ? sourceGivenTo(value, lambda) : undefined;
}

/** What of a request other files hand to the code around a value: `context.setUser(event.user)` at a singleton of the file. */
function sourceGivenTo(value: TSESTree.Node, lambda: LambdaModel): StateWrite["source"] | undefined {
  const given = lambda.otherFiles.requestGivenAt(value);
  return given === "event" ? "event data" : given;
}

/** A client, which holds no more of the request than the region or the endpoint it was made for. */
function isClient(value: TSESTree.Node, lambda: LambdaModel): boolean {
  return lambda.syntax.values.valuesOf(value).some((node) => lambda.clientAt(node) !== undefined);
}

/** A connection or a client, which is meant to be kept. */
function isHandle(value: TSESTree.Node, lambda: LambdaModel): boolean {
  if (isClient(value, lambda)) return true;
  return lambda.syntax.values.valuesOf(value).some((node) => {
    const callee = node.type === "CallExpression" ? unwrap(node.callee) : node;
    return callee.type === "MemberExpression" && HANDLE_METHODS.has(memberName(callee) ?? "");
  });
}

/** What a client is made of, be it fetched: `config = await load(); pool = new Pool(config)`. */
function setsUpClient(variable: Variable | undefined, lambda: LambdaModel): boolean {
  return (
    variable?.references.some(({ identifier }) => {
      for (let node: TSESTree.Node | undefined = identifier.parent; node; node = node.parent) {
        if (node.type === "NewExpression" || node.type === "CallExpression")
          return !isInside(identifier, node.callee) && lambda.clientAt(node) !== undefined;
        if (node.type.endsWith("Statement") || isFunction(node)) return false;
      }
      return false;
    }) === true
  );
}

/** A file that fetches parameters or secrets: its answers without request data may be configuration. */
function readsConfiguration(lambda: LambdaModel): boolean {
  const { facts, resolveImport } = lambda.syntax;
  return facts.calls.some((call) => {
    const imported = resolveImport(call.callee);
    if (imported === undefined) return false;
    return (
      CONFIGURATION_COMMANDS.test(imported.path.at(-1) ?? "") ||
      imported.module.startsWith("@aws-lambda-powertools/parameters")
    );
  });
}

/** True when the object is an array, a Map or a Set of the file; a WeakMap lets go of what it holds. */
function isContainer(object: TSESTree.Node, lambda: LambdaModel): boolean {
  return lambda.syntax.values.valuesOf(object).some((value) => {
    if (value.type === "ArrayExpression") return true;
    const callee = value.type === "NewExpression" ? unwrap(value.callee) : undefined;
    return (
      callee?.type === "Identifier" &&
      (callee.name === "Map" || callee.name === "Set" || callee.name === "Array") &&
      lambda.syntax.facts.variableOf(callee) === undefined
    );
  });
}

const KEYED_READS = new Set(["get", "has", "delete", "includes", "indexOf"]);

/** True when something in the file looks a key up in the object: it is a cache, or a record of what was seen. */
function isReadByKey(object: TSESTree.Node, lambda: LambdaModel, names = 0): boolean {
  const { facts } = lambda.syntax;
  const original = names < MAX_NAMES ? originalOf(facts.variableOf(unwrap(object))) : undefined;
  if (original !== undefined && isReadByKey(original, lambda, names + 1)) return true;
  const text = facts.sourceCode.getText(unwrap(object));
  return facts.members.some((member) => {
    if (facts.sourceCode.getText(unwrap(member.object)) !== text) return false;
    const parent = member.parent;
    const isCall = parent.type === "CallExpression" && parent.callee === member;
    if (isCall) return KEYED_READS.has(memberName(member) ?? "");
    const isWritten = parent.type === "AssignmentExpression" && parent.left === member;
    return member.computed && memberName(member) === undefined && !isWritten;
  });
}

/** A variable that begins as a number only counts. */
function isCounter(variable: TSESLint.Scope.Variable): boolean {
  return variable.defs.some(
    ({ node }) =>
      node.type === "VariableDeclarator" &&
      node.init?.type === "Literal" &&
      typeof node.init.value === "number",
  );
}

function spell(target: TSESTree.Node, lambda: LambdaModel): string {
  const root = chainRoot(target);
  const text = lambda.syntax.facts.sourceCode.getText(target);
  return text.length <= 40 ? text : lambda.syntax.facts.sourceCode.getText(root);
}
