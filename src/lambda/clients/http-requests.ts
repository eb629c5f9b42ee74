import type { TSESTree } from "@typescript-eslint/utils";
import { type HttpRequestFact, httpRequestFacts } from "../../knowledge/http-requests.js";
import { matchesModule } from "../../knowledge/index-facts.js";
import { isFunction, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { bareSpecifier } from "../../syntax/imports.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { LambdaModel } from "../model.js";
import { readShape } from "./sdk-input.js";

/** A request over HTTP that nothing in the file bounds in time. */
export interface UnboundedRequest {
  readonly call: TSESTree.CallExpression;
  readonly fact: HttpRequestFact;
  /** The options of the call, or where they would stand. */
  readonly options: TSESTree.Node | undefined;
  readonly optionsIndex: number;
}

interface Callee {
  readonly fact: HttpRequestFact;
  readonly optionsIndex: number;
  readonly takesOptionsAlone: boolean;
  /** The calls that made the instance: `axios.create({ timeout })`. */
  readonly instances: readonly TSESTree.CallExpression[];
  /** What the method belongs to, or the function itself. */
  readonly holder: TSESTree.Node;
}

/** What a file says that ends such a request by its result: `request.setTimeout(…)`, `request.on("timeout", …)`. */
const BOUNDS_LATER = ["setTimeout", "timeout"];
/** Words of files that ask the runtime or an extension, which answer on the same machine. */
const LOCAL_NAMES = ["AWS_LAMBDA_RUNTIME_API", "localhost", "127.0.0.1"];
const LOCAL = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|$)/;
const SHARED = /^(?:defaults|interceptors)$/;

/** The requests in invocation phase for which the file shows that neither a timeout nor a signal ends them. */
export function findUnboundedRequests(lambda: LambdaModel): readonly UnboundedRequest[] {
  const { facts } = lambda.syntax;
  const modules = [...facts.specifiers].map((specifier) => bareSpecifier(specifier));
  const offered = httpRequestFacts.filter(({ module, exports }) =>
    module === undefined
      ? exports.some((name) => facts.words.has(name))
      : modules.some((specifier) => matchesModule(specifier, module)),
  );
  if (offered.length === 0) return [];
  return facts.calls.flatMap((call) => {
    if (call.type !== "CallExpression") return [];
    const callee = resolveCallee(call, offered, lambda);
    if (callee === undefined || !isUnbounded(call, callee, lambda)) return [];
    const { fact } = callee;
    const [first] = call.arguments;
    const isAlone =
      callee.takesOptionsAlone && first !== undefined && unwrap(first).type === "ObjectExpression";
    const optionsIndex = isAlone ? 0 : callee.optionsIndex;
    return [{ call, fact, options: argumentsOf(call, fact)[optionsIndex], optionsIndex }];
  });
}

/** Without the function that gets the answer. */
function argumentsOf(
  { arguments: all }: TSESTree.CallExpression,
  { takesCallback }: HttpRequestFact,
): readonly TSESTree.CallExpressionArgument[] {
  if (takesCallback !== true || all.length < 2) return all;
  const last = all.at(-1);
  return last !== undefined && isFunction(unwrap(last)) ? all.slice(0, -1) : all;
}

function resolveCallee(
  call: TSESTree.CallExpression,
  offered: readonly HttpRequestFact[],
  lambda: LambdaModel,
): Callee | undefined {
  const callee = unwrap(call.callee);
  for (const fact of offered) {
    const direct = isExport(callee, fact, lambda) ? [] : instancesOf(callee, fact, lambda);
    if (direct !== undefined) {
      const { optionsIndex, takesOptionsAlone } = fact;
      return { fact, optionsIndex, takesOptionsAlone, instances: direct, holder: callee };
    }
    if (callee.type !== "MemberExpression") continue;
    const name = memberName(callee) ?? "";
    const optionsIndex = Object.hasOwn(fact.methods, name) ? fact.methods[name] : undefined;
    if (optionsIndex === undefined) continue;
    const holder = unwrap(callee.object);
    const instances = isExport(holder, fact, lambda) ? [] : instancesOf(holder, fact, lambda);
    if (instances === undefined) continue;
    const takesOptionsAlone = fact.methodsTakeOptionsAlone === true;
    return { fact, optionsIndex, takesOptionsAlone, instances, holder };
  }
  return undefined;
}

function isExport(node: TSESTree.Node, { module, exports }: HttpRequestFact, lambda: LambdaModel): boolean {
  if (module === undefined) return exports.some((name) => lambda.syntax.facts.isGlobal(node, name));
  if (node.type !== "Identifier" && node.type !== "MemberExpression") return false;
  const imported = lambda.syntax.resolveImport(node);
  if (imported === undefined || !matchesModule(imported.module, module)) return false;
  return exports.includes(imported.path.length === 0 ? "default" : imported.path.join("."));
}

/** The calls that made an instance; undefined when the value is no instance, or when one of its origins is unknown. */
function instancesOf(
  node: TSESTree.Node,
  fact: HttpRequestFact,
  lambda: LambdaModel,
): readonly TSESTree.CallExpression[] | undefined {
  if (fact.factory === undefined) return undefined;
  const made = lambda.syntax.values
    .valuesOf(node)
    .map((value) => (isInstance(value, fact, lambda) ? value : undefined));
  return made.length > 0 && made.every((call) => call !== undefined) ? made : undefined;
}

/** `axios.create(…)` */
function isInstance(
  value: TSESTree.Node,
  fact: HttpRequestFact,
  lambda: LambdaModel,
): value is TSESTree.CallExpression {
  return (
    value.type === "CallExpression" &&
    value.callee.type === "MemberExpression" &&
    memberName(value.callee) === fact.factory &&
    isExport(unwrap(value.callee.object), fact, lambda)
  );
}

/** True for a call that makes an instance whose requests nothing in the file bounds in time. */
export function isUnboundedInstance(
  call: TSESTree.CallExpression,
  fact: HttpRequestFact,
  lambda: LambdaModel,
): boolean {
  const [defaults] = call.arguments;
  return (
    isInstance(call, fact, lambda) && !isBoundedBy(defaults, fact, lambda) && !hasDefaults(call, fact, lambda)
  );
}

/** What is not seen may bound the request as well. */
function isBoundedBy(
  options: TSESTree.Node | undefined,
  { bounds }: HttpRequestFact,
  { syntax }: LambdaModel,
): boolean {
  const shape = readShape(options, syntax);
  return bounds.some((name) => shape.has(name) !== "no");
}

function isUnbounded(call: TSESTree.CallExpression, callee: Callee, lambda: LambdaModel): boolean {
  const { fact, instances } = callee;
  const args = argumentsOf(call, fact);
  if (args.some((argument) => argument.type === "SpreadElement")) return false;
  const [first] = args;
  if (first === undefined || (fact.takesCallback === true && mayBeBoundedLater(lambda))) return false;
  const isBounded = (options: TSESTree.Node | undefined): boolean => isBoundedBy(options, fact, lambda);
  const given = args[callee.optionsIndex];
  if (isBounded(given) || instances.some(({ arguments: [defaults] }) => isBounded(defaults))) return false;
  if (callee.takesOptionsAlone && given === undefined && !isAddress(first, lambda, false)) {
    if (isBounded(first)) return false;
  } else if (callee.optionsIndex > 0 && given === undefined && !isAddress(first, lambda, true)) return false;
  if (isLocal(first, lambda) || isBoundedAround(call)) return false;
  if (hasDefaults(callee.holder, fact, lambda)) return false;
  return lambda.isInInvocation(call);
}

function mayBeBoundedLater({ syntax: { facts } }: LambdaModel): boolean {
  return [...BOUNDS_LATER, ...LOCAL_NAMES].some((word) => facts.words.has(word));
}

/**
 * True for a text or a URL; a `Request` and whatever else comes from elsewhere may have a signal of its own.
 *
 * @param isOfEvent whether what the event holds, which is plain data, counts as an address
 */
function isAddress(argument: TSESTree.Node, lambda: LambdaModel, isOfEvent: boolean): boolean {
  const { facts, values } = lambda.syntax;
  const node = unwrap(argument);
  switch (node.type) {
    case "Literal":
    case "TemplateLiteral":
    case "BinaryExpression":
      return true;
    case "NewExpression":
      return facts.isGlobal(unwrap(node.callee), "URL");
    case "CallExpression": {
      const callee = unwrap(node.callee);
      return (
        callee.type === "MemberExpression" && /^(?:toString|concat|replace)$/.test(memberName(callee) ?? "")
      );
    }
    case "LogicalExpression":
      return isAddress(node.left, lambda, isOfEvent) || isAddress(node.right, lambda, isOfEvent);
    case "ConditionalExpression":
      return isAddress(node.consequent, lambda, isOfEvent) && isAddress(node.alternate, lambda, isOfEvent);
    case "MemberExpression": {
      if (memberName(node) === "href") return true;
      const found = values.valuesOf(node).filter((value) => value !== node);
      if (found.length > 0) return found.every((value) => isAddress(value, lambda, isOfEvent));
      return isEnvironment(node) || (isOfEvent && lambda.originsOf(node).has("event"));
    }
    case "Identifier": {
      const type = facts.variableOf(node)?.identifiers[0];
      const annotation = type?.type === "Identifier" ? type.typeAnnotation?.typeAnnotation : undefined;
      if (annotation?.type === "TSStringKeyword") return true;
      const found = values.valuesOf(node).filter((value) => value !== node);
      if (found.length > 0) return found.every((value) => isAddress(value, lambda, isOfEvent));
      return isOfEvent && lambda.originsOf(node).has("event");
    }
    default:
      return false;
  }
}

function isEnvironment(node: TSESTree.MemberExpression): boolean {
  const object = unwrap(node.object);
  return object.type === "MemberExpression" && memberName(object) === "env";
}

/** Extensions of the function answer on the same machine. */
function isLocal(address: TSESTree.Node, lambda: LambdaModel): boolean {
  return lambda.syntax.values.valuesOf(address).some((value) => {
    const text =
      value.type === "TemplateLiteral"
        ? value.quasis[0]?.value.cooked
        : value.type === "BinaryExpression"
          ? leftmostText(value)
          : readStaticString(lambda.syntax.facts, value);
    return text !== undefined && text !== null && LOCAL.test(text);
  });
}

function leftmostText(node: TSESTree.Node): string | undefined {
  if (node.type === "BinaryExpression") return leftmostText(node.left);
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}

/** `Promise.race([fetch(url), timeout])`, `withTimeout(fetch(url), 1000)` */
function isBoundedAround(call: TSESTree.CallExpression): boolean {
  const node = wrapped(call);
  const { parent } = node;
  if (parent?.type === "CallExpression" && parent.arguments.includes(node as TSESTree.Expression))
    return true;
  if (parent?.type !== "ArrayExpression") return false;
  const outer = wrapped(parent).parent;
  const callee = outer?.type === "CallExpression" ? unwrap(outer.callee) : undefined;
  return callee?.type === "MemberExpression" && memberName(callee) === "race";
}

/** `axios.defaults.timeout = 5000`, an interceptor: what is set for all requests may bound them. */
function hasDefaults(holder: TSESTree.Node, fact: HttpRequestFact, lambda: LambdaModel): boolean {
  if (fact.factory === undefined) return false;
  const { facts, values } = lambda.syntax;
  const own = new Set(values.valuesOf(holder));
  return facts.members.some((member) => {
    if (!SHARED.test(memberName(member) ?? "")) return false;
    const object = unwrap(member.object);
    const isSame = isExport(object, fact, lambda) || values.valuesOf(object).some((value) => own.has(value));
    return isSame && isTimeSetting(member);
  });
}

/** `defaults.timeout`, or `defaults` as a whole; headers and base addresses bound nothing. */
function isTimeSetting(member: TSESTree.MemberExpression): boolean {
  if (memberName(member) === "interceptors") {
    const kind = member.parent;
    return kind.type !== "MemberExpression" || memberName(kind) !== "response";
  }
  const { parent } = member;
  if (parent.type !== "MemberExpression" || parent.object !== member) return true;
  return !/^(?:headers|baseURL|withCredentials|validateStatus|responseType)$/.test(memberName(parent) ?? "");
}
