import type { TSESTree } from "@typescript-eslint/utils";
import { middlewarePhases, middlewareTypes, middyModule } from "../../knowledge/middlewares.js";
import { type FunctionNode, isFunction, memberName, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Wrappers } from "./wrappers.js";

/**
 * The functions of the file that Middy calls around every request: those of a middleware that the file uses, and those that
 * their types say to be one. A middleware of another file uses none of them there.
 */
export function findMiddlewareFunctions(syntax: Syntax, wrappers: Wrappers): ReadonlySet<FunctionNode> {
  const { facts, values } = syntax;
  const found = new Set<FunctionNode>();
  if (!facts.specifiers.has(middyModule)) return found;
  const add = (nodes: readonly TSESTree.Node[]): void => {
    for (const node of nodes) if (isFunction(node)) found.add(node);
  };
  const addObject = (object: TSESTree.Node): void => {
    for (const phase of middlewarePhases) add(values.membersOf(object, phase));
  };

  for (const { argument, phase } of findAttached(syntax, wrappers)) {
    if (phase !== undefined) add(values.functionsOf(argument));
    else for (const object of listed(argument, syntax)) addObject(object);
  }
  for (const fn of facts.functions) {
    const returned = fn.returnType?.typeAnnotation;
    if (isMiddlewareType(returned, "object", syntax)) facts.returnsOf(fn).forEach(addObject);
    else if (isMiddlewareType(returned, "function", syntax)) add(facts.returnsOf(fn));
    else if (isDeclaredMiddleware(fn, syntax)) found.add(fn);
  }
  return found;
}

/** What a chain of `middy()` is given: a middleware, or a function for one phase. */
export interface AttachedMiddleware {
  readonly argument: TSESTree.Node;
  /** Undefined for `use`. */
  readonly phase: string | undefined;
}

/** `middy(f).use(audit()).onError(report)` */
export function findAttached(syntax: Syntax, wrappers: Wrappers): readonly AttachedMiddleware[] {
  return syntax.facts.calls.flatMap((call) => {
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    const phase = middlewarePhases.find((one) => one === name);
    const [argument] = call.arguments;
    if (callee.type !== "MemberExpression" || argument === undefined) return [];
    return (phase !== undefined || name === "use") && wrappers.isBuilder(callee.object)
      ? [{ argument, phase }]
      : [];
  });
}

/** `use` takes a middleware or a list of them. */
export function listed(argument: TSESTree.Node, { values }: Syntax): readonly TSESTree.Node[] {
  return values.valuesOf(argument).flatMap((value): readonly TSESTree.Node[] => {
    if (value.type !== "ArrayExpression") return [value];
    return value.elements.filter((element) => element !== null);
  });
}

/** `const before: MiddlewareFn = …`, and a member of `const audit: MiddlewareObj = { … }` */
function isDeclaredMiddleware(fn: FunctionNode, syntax: Syntax): boolean {
  const isMember = fn.parent.type === "Property" && fn.parent.parent.type === "ObjectExpression";
  const holder = isMember ? fn.parent.parent?.parent : fn.parent;
  return (
    holder?.type === "VariableDeclarator" &&
    isMiddlewareType(holder.id.typeAnnotation?.typeAnnotation, isMember ? "object" : "function", syntax)
  );
}

function isMiddlewareType(
  type: TSESTree.TypeNode | undefined,
  kind: keyof typeof middlewareTypes,
  { resolveImport }: Syntax,
): boolean {
  if (type?.type !== "TSTypeReference") return false;
  const imported = resolveImport(type.typeName);
  return imported?.module === middyModule && imported.path.at(-1) === middlewareTypes[kind];
}
