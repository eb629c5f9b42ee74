import type { TSESTree } from "@typescript-eslint/utils";
import { contextType } from "../../knowledge/handler-types.js";
import { type FunctionNode, isFunction, keyName, memberName, unwrap } from "../../syntax/ast.js";
import { argumentsOf } from "../../syntax/call-site.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import type { Handler, LambdaModel } from "../model.js";

/** A property of Lambda's context object that the code names. */
export interface ContextUse {
  readonly name: string;
  /** `context.done`, or the property of a pattern that takes it. */
  readonly node: TSESTree.MemberExpression | TSESTree.Property;
  /** The handler whose own parameter it is, if it is one. */
  readonly handler: Handler | undefined;
}

/**
 * Where the file names properties of the context object: of a handler's parameter, of one whose type says so, and of what
 * the file hands on under another name. A durable handler's context is another object.
 */
export function findContextUses(names: ReadonlySet<string>, lambda: LambdaModel): readonly ContextUse[] {
  const { facts, graph } = lambda.syntax;
  const handlers = new Map(lambda.handlers.map((handler) => [handler.node, handler]));

  function isContextParameter(fn: FunctionNode, index: number): boolean {
    const handler = handlers.get(fn);
    if (handler !== undefined && handler.isEventOnly !== true)
      return !handler.isDurable && index === (handler.isStreaming ? 2 : 1);
    return lambdaTypeName(parameterType(fn.params[index]), lambda.syntax) === contextType;
  }

  /** The function whose parameter the expression is, where it is the context. */
  function sourceOf(node: TSESTree.Node, seen = new Set<TSESTree.Node>()): FunctionNode | undefined {
    const value = unwrap(node);
    const [definition, ...others] = facts.variableOf(value)?.defs ?? [];
    if (definition === undefined || others.length > 0 || seen.has(definition.name)) return undefined;
    seen.add(definition.name);
    const { node: holder, name } = definition;
    if (holder.type === "VariableDeclarator")
      return holder.id === name && holder.init !== null ? sourceOf(holder.init, seen) : undefined;
    if (!isFunction(holder)) return undefined;
    const index = holder.params.findIndex((parameter) => parameter === name);
    if (index === -1) return undefined;
    if (isContextParameter(holder, index)) return holder;
    const sites = graph.callSitesOf(holder);
    const isGiven = sites.every((site) => {
      const argument = argumentsOf(site)?.[index];
      return argument !== undefined && sourceOf(argument, seen) !== undefined;
    });
    return sites.length > 0 && isGiven ? holder : undefined;
  }

  const members = facts.members.flatMap((node): readonly ContextUse[] => {
    const name = memberName(node);
    if (name === undefined || !names.has(name)) return [];
    const source = sourceOf(node.object);
    return source === undefined ? [] : [{ name, node, handler: handlers.get(source) }];
  });
  const taken = [
    ...facts.destructured.flatMap(({ id, init }) => {
      const source = init === null ? undefined : sourceOf(init);
      return source === undefined ? [] : [{ pattern: id, handler: handlers.get(source) }];
    }),
    ...facts.functions.flatMap((fn) =>
      fn.params.flatMap((parameter, index) =>
        parameter.type === "ObjectPattern" && isContextParameter(fn, index)
          ? [{ pattern: parameter, handler: handlers.get(fn) }]
          : [],
      ),
    ),
  ].flatMap(({ pattern, handler }) =>
    pattern.type !== "ObjectPattern"
      ? []
      : pattern.properties.flatMap((node): readonly ContextUse[] => {
          const name = node.type === "Property" ? keyName(node) : undefined;
          return node.type === "Property" && name !== undefined && names.has(name)
            ? [{ name, node, handler }]
            : [];
        }),
  );
  return [...members, ...taken];
}
