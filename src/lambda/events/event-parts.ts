import type { TSESTree } from "@typescript-eslint/utils";
import { recordTypes } from "../../knowledge/handler-types.js";
import {
  type FunctionNode,
  isFunction,
  keyName,
  memberName,
  parameterTarget,
  unwrap,
} from "../../syntax/ast.js";
import { argumentsOf } from "../../syntax/call-site.js";
import type { Syntax } from "../../syntax/syntax.js";
import { eventKindOf, lambdaTypeName, parameterType } from "../bindings/lambda-types.js";

/** A part of the event, by the expressions that read it, and by the parameters that code outside the file gives it to. */
interface Part {
  isReadBy(node: TSESTree.Node): boolean;
  isGivenTo(fn: FunctionNode, index: number): boolean;
}

/** Array methods that call their first argument with each item first. */
const ITEM_CALLBACKS = new Set(["map", "forEach", "filter", "flatMap", "some", "every", "find", "findIndex"]);

/** Tells a handler's event, its `Records` and each of them, under whatever names the file has them. */
export class EventParts {
  private readonly event: Part = {
    isReadBy: () => false,
    isGivenTo: (fn, index) => this.isEventParameter(fn, index),
  };

  private readonly records: Part = {
    isReadBy: (node) => this.isRecordsExpression(node),
    isGivenTo: () => false,
  };

  private readonly record: Part = {
    isReadBy: (node) => this.isRecordExpression(node),
    isGivenTo: (fn, index) => this.isRecordParameter(fn, index),
  };

  /** @param trustsTypes a parameter of the type of an event or a record is one, whoever calls its function */
  constructor(
    private readonly syntax: Syntax,
    private readonly handlerFunctions: ReadonlySet<FunctionNode>,
    private readonly trustsTypes = true,
  ) {}

  isWholeEvent(node: TSESTree.Node): boolean {
    return isAlways(this.event, node, this.syntax);
  }

  /** Of a handler, or by its type. */
  isEventParameter(fn: FunctionNode, index: number): boolean {
    if (index === 0 && this.handlerFunctions.has(fn)) return true;
    return this.trustsTypes && eventKindOf(fn.params[index], this.syntax) !== undefined;
  }

  isRecords(node: TSESTree.Node): boolean {
    return isAlways(this.records, node, this.syntax);
  }

  /** `event.Records`, or the name in a pattern that takes them off the event. */
  private isRecordsExpression(node: TSESTree.Node): boolean {
    if (node.type === "MemberExpression")
      return memberName(node) === "Records" && this.isWholeEvent(node.object);
    const definition = this.syntax.facts.variableOf(node)?.defs[0];
    const property = definition?.name.parent;
    if (property?.type !== "Property" || keyName(property) !== "Records") return false;
    const holder = definition?.node;
    if (isFunction(holder))
      return parameterTarget(holder.params[0]) === property.parent && this.isEventParameter(holder, 0);
    return (
      holder?.type === "VariableDeclarator" &&
      holder.id === property.parent &&
      holder.init !== null &&
      this.isWholeEvent(holder.init)
    );
  }

  isRecord(node: TSESTree.Node): boolean {
    return isAlways(this.record, node, this.syntax);
  }

  /** `event.Records[0]`, `event.Records[i]`, or the variable of a loop over them. */
  private isRecordExpression(node: TSESTree.Node): boolean {
    if (node.type === "MemberExpression")
      return (
        node.computed &&
        !(node.property.type === "Literal" && typeof node.property.value !== "number") &&
        this.isRecords(node.object)
      );
    const definition = this.syntax.facts.variableOf(node)?.defs[0];
    const holder = definition?.node;
    if (holder?.type !== "VariableDeclarator" || holder.id !== definition?.name) return false;
    const loop = holder.parent.parent;
    return loop.type === "ForOfStatement" && loop.left === holder.parent && this.isRecords(loop.right);
  }

  /** By its type, or as the callback of an array method of the records. */
  isRecordParameter(fn: FunctionNode, index: number): boolean {
    if (index !== 0) return false;
    if (this.trustsTypes && recordTypes.has(lambdaTypeName(parameterType(fn.params[0]), this.syntax) ?? ""))
      return true;
    return this.syntax.graph.callbackUsesOf(fn).some(({ call }) => {
      const callee = unwrap(call.callee);
      return (
        callee.type === "MemberExpression" &&
        ITEM_CALLBACKS.has(memberName(callee) ?? "") &&
        this.isRecords(callee.object)
      );
    });
  }
}

/**
 * True when every value that the expression can stand for is that part: through `const`, and through the calls of the file.
 *
 * @param answers those of the expressions on the way, which may lead to each other
 */
function isAlways(
  part: Part,
  node: TSESTree.Node,
  syntax: Syntax,
  answers = new Map<TSESTree.Node, boolean>(),
): boolean {
  const value = unwrap(node);
  const known = answers.get(value);
  if (known !== undefined) return known;
  answers.set(value, false); // ends recursion: what a name stands for beside itself decides
  const answer =
    part.isReadBy(value) ||
    isNameOf(part, value, syntax, (source) => isAlways(part, source, syntax, answers));
  answers.set(value, answer);
  return answer;
}

/** True for a name that is declared once, as the part or as what is always the part. */
function isNameOf(
  part: Part,
  name: TSESTree.Node,
  { facts, graph }: Syntax,
  isAlwaysPart: (source: TSESTree.Node) => boolean,
): boolean {
  const [definition, ...others] = facts.variableOf(name)?.defs ?? [];
  if (definition === undefined || others.length > 0) return false;
  const { node: holder, name: declared } = definition;
  if (holder.type === "VariableDeclarator")
    return holder.id === declared && holder.init !== null && isAlwaysPart(holder.init);
  if (!isFunction(holder)) return false;
  const index = holder.params.findIndex((parameter) => parameterTarget(parameter) === declared);
  if (index === -1) return false;
  if (part.isGivenTo(holder, index)) return true;
  const sites = graph.callSitesOf(holder);
  return (
    sites.length > 0 &&
    sites.every((site) => {
      const argument = argumentsOf(site)?.[index];
      return argument !== undefined && isAlwaysPart(argument);
    })
  );
}
