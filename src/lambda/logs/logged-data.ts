import type { TSESTree } from "@typescript-eslint/utils";
import { temporaryCredentialFacts } from "../../knowledge/remote-calls.js";
import { secretAnswers } from "../../knowledge/secret-answers.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { isFunction, keyName, memberName, parameterTarget, unwrap } from "../../syntax/ast.js";
import { patternPath } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import { matchesFact } from "../bindings/fact-match.js";
import { isQuiet, logCallsOf } from "./log-calls.js";
import { isRequestCredential, mayHoldCredentials } from "./logged-credentials.js";
import type { LambdaModel } from "../model.js";
import { isWholeWebPart } from "../taint/web-data.js";

/** Something that should not be in a log, in the arguments of a call that writes one. */
export interface LoggedData {
  readonly kind: "event" | "record" | "headers" | "credential" | "environment" | "secret";
  /** The expression in the log call: the event, or the variable that holds its text. */
  readonly node: TSESTree.Expression;
  /** The event itself stands there, so that a part of it can stand in its place. */
  readonly isDirect: boolean;
}

const HEADERS = new Set(["headers", "multiValueHeaders"]);
const secretAnswersOf = indexFacts([...temporaryCredentialFacts, ...secretAnswers]);
/** What of the answers is the secret itself. */
const SECRET_PARTS = new Set([
  "Credentials",
  "SecretAccessKey",
  "SessionToken",
  "SecretString",
  "SecretBinary",
]);
const MAX_DEPTH = 12;
const MAY_HOLD = /^(?:Identifier|MemberExpression|AwaitExpression|CallExpression)$/;

/** The whole event, its headers, the environment and secrets, wherever the file writes them to a log. */
export const loggedDataOf = oncePer((lambda: LambdaModel): readonly LoggedData[] => {
  const logs = logCallsOf(lambda.syntax);
  const search = new Search(lambda);
  for (const call of lambda.syntax.facts.calls) {
    if (!logs.isLog(call) || (isQuiet(call.callee) && !logs.isConsole(call))) continue;
    for (const argument of call.arguments)
      if (argument.type !== "SpreadElement") search.collect(argument, argument, "value", 0);
  }
  return search.found;
});

class Search {
  readonly found: LoggedData[] = [];
  /** Few files can hold a secret that the rule knows of. */
  private readonly mayHoldSecrets: boolean;
  private readonly mayHoldCredentials: boolean;

  constructor(private readonly lambda: LambdaModel) {
    const { specifiers } = lambda.syntax.facts;
    this.mayHoldCredentials = mayHoldCredentials(lambda);
    this.mayHoldSecrets = [...specifiers].some((specifier) => secretAnswersOf(specifier).length > 0);
  }

  /**
   * Looks for what the expression holds. As `text` an object is nothing but `[object Object]`; `place` is the expression in
   * the log call, also when a variable of it is followed.
   */
  collect(expression: TSESTree.Node, place: TSESTree.Expression, as: "value" | "text", depth: number): void {
    const node = unwrap(expression);
    if (depth > MAX_DEPTH) return;
    const kind = as === "value" ? this.kindOf(node) : this.kindOfText(node);
    if (kind !== undefined) {
      const isDirect = expression === place && !this.lambda.isRecords(node);
      this.found.push({ kind, node: place, isDirect });
      return;
    }
    const into = (part: TSESTree.Node, how = as): void => {
      // A variable that is followed stays the place: what it was declared with stands elsewhere.
      const isHere = part.range[0] >= place.range[0] && part.range[1] <= place.range[1];
      this.collect(part, isHere ? (part as TSESTree.Expression) : place, how, depth + 1);
    };
    switch (node.type) {
      case "Identifier": {
        const init = this.initOf(node);
        if (init !== undefined) into(init);
        return;
      }
      case "TemplateLiteral":
        for (const part of node.expressions) into(part, "text");
        return;
      case "BinaryExpression":
        if (node.operator !== "+") return;
        into(node.left, "text");
        into(node.right, "text");
        return;
      case "ConditionalExpression":
        into(node.consequent);
        into(node.alternate);
        return;
      case "LogicalExpression":
        // Of `token && "there"` the first part is written only where there is none.
        if (node.operator !== "&&") into(node.left);
        into(node.right);
        return;
      case "ObjectExpression":
        for (const property of node.properties)
          into(property.type === "SpreadElement" ? property.argument : property.value);
        return;
      case "ArrayExpression":
        for (const element of node.elements)
          if (element !== null && element.type !== "SpreadElement") into(element);
        return;
      case "CallExpression": {
        const [first, replacer] = node.arguments;
        if (first === undefined || first.type === "SpreadElement" || !this.givesText(node)) return;
        // `JSON.stringify(event, ["id"])` picks; the second argument of `inspect` does not.
        const picks = replacer?.type === "ArrayExpression" || isFunction(replacer);
        if (!picks) into(first, "value");
        return;
      }
      default:
    }
  }

  private kindOf(node: TSESTree.Node): LoggedData["kind"] | undefined {
    if (!MAY_HOLD.test(node.type)) return undefined;
    // The event of a queue, a topic or a stream has nothing but its records.
    if (this.lambda.isWholeEvent(node) || this.lambda.isRecords(node)) return "event";
    // Which record has failed is what somebody will look for.
    if (this.lambda.isRecord(node)) return isInCatch(node) ? undefined : "record";
    if (this.isHeaders(node)) return "headers";
    if (this.isEnvironment(node)) return "environment";
    if (this.mayHoldSecrets && this.isSecret(node, 0)) return "secret";
    return this.kindOfText(node);
  }

  /** What is a text by itself: an object among others shows nothing. */
  private kindOfText(node: TSESTree.Node): LoggedData["kind"] | undefined {
    const isOne =
      this.mayHoldCredentials && MAY_HOLD.test(node.type) && isRequestCredential(node, this.lambda);
    return isOne ? "credential" : undefined;
  }

  /** `event.headers`, the variable that a pattern takes them into, or a parameter that some call passes them to. */
  private isHeaders(node: TSESTree.Node, depth = 0): boolean {
    if (isWholeWebPart(node, "headers", this.lambda)) return true;
    if (this.isAppSyncRequest(node)) return true;
    if (node.type === "MemberExpression")
      return HEADERS.has(memberName(node) ?? "") && this.holdsHeaders(unwrap(node.object));
    const { facts, graph } = this.lambda.syntax;
    const definition = facts.variableOf(node)?.defs[0];
    if (definition === undefined || depth > MAX_DEPTH) return false;
    if (isFunction(definition.node)) {
      const index = definition.node.params.findIndex(
        (parameter) => parameterTarget(parameter) === definition.name,
      );
      if (index !== -1)
        return graph.callSitesOf(definition.node).some(({ call, skip }) => {
          const argument = skip === undefined ? undefined : call.arguments[index + skip];
          return argument !== undefined && this.isHeaders(unwrap(argument), depth + 1);
        });
    }
    const property = definition.name.parent;
    if (property.type !== "Property" || !HEADERS.has(keyName(property) ?? "")) return false;
    const holder = definition.node;
    if (isFunction(holder))
      return (
        holder.params[0] === property.parent &&
        this.lambda.handlers.some((handler) => handler.node === holder)
      );
    return (
      holder.type === "VariableDeclarator" &&
      holder.id === property.parent &&
      holder.init !== null &&
      this.holdsHeaders(unwrap(holder.init))
    );
  }

  /** The event, or `event.request`, where AppSync has them. */
  private holdsHeaders(node: TSESTree.Node): boolean {
    return this.lambda.isWholeEvent(node) || this.isRequestOfEvent(node);
  }

  /** `event.request` of a resolver, which is the headers and the name of the domain. */
  private isAppSyncRequest(node: TSESTree.Node): boolean {
    return (
      this.isRequestOfEvent(node) &&
      this.lambda.handlers.length > 0 &&
      this.lambda.handlers.every((handler) => {
        const kinds = this.lambda.eventKindsOf(handler);
        return kinds.size === 1 && kinds.has("appsync");
      })
    );
  }

  private isRequestOfEvent(node: TSESTree.Node): boolean {
    return (
      node.type === "MemberExpression" &&
      memberName(node) === "request" &&
      this.lambda.isWholeEvent(unwrap(node.object))
    );
  }

  /** `process.env`, also of `import process from "node:process"` and `import { env } from "node:process"`. */
  private isEnvironment(node: TSESTree.Node): boolean {
    const { facts, resolveImport } = this.lambda.syntax;
    const imported = resolveImport(node);
    if (imported?.module === "process") return imported.path.join(".") === "env";
    return (
      node.type === "MemberExpression" &&
      memberName(node) === "env" &&
      facts.isGlobal(unwrap(node.object), "process")
    );
  }

  /** The answer that holds a secret or credentials, or the part of it that is one. */
  private isSecret(node: TSESTree.Node, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    const { facts, values, resolveImport } = this.lambda.syntax;
    switch (node.type) {
      case "AwaitExpression":
        return this.isSecret(unwrap(node.argument), depth + 1);
      case "MemberExpression":
        return SECRET_PARTS.has(memberName(node) ?? "") && this.isSecret(unwrap(node.object), depth + 1);
      case "CallExpression": {
        const callee = unwrap(node.callee);
        const [argument] = node.arguments;
        if (argument === undefined) return false;
        const isParse =
          callee.type === "MemberExpression" &&
          memberName(callee) === "parse" &&
          facts.isGlobal(unwrap(callee.object), "JSON");
        if (isParse) return this.isSecret(unwrap(argument), depth + 1);
        const asked = [resolveImport(callee)];
        for (const value of values.valuesOf(argument))
          if (value.type === "NewExpression") asked.push(resolveImport(value.callee));
        return asked.some(
          (imported) =>
            imported !== undefined &&
            secretAnswersOf(imported.module).some((fact) => matchesFact(imported, fact)),
        );
      }
      case "Identifier": {
        const variable = facts.variableOf(node);
        const holder = variable?.defs[0]?.node;
        if (variable === undefined || holder?.type !== "VariableDeclarator" || holder.init === null)
          return false;
        const path = patternPath(holder.id, variable) ?? [];
        return path.every((name) => SECRET_PARTS.has(name)) && this.isSecret(unwrap(holder.init), depth + 1);
      }
      default:
        return false;
    }
  }

  /** What a variable that is written once was declared with. */
  private initOf(node: TSESTree.Identifier): TSESTree.Expression | undefined {
    const variable = this.lambda.syntax.facts.variableOf(node);
    const definition = variable?.defs[0];
    if (definition?.node.type !== "VariableDeclarator" || definition.node.id !== definition.name)
      return undefined;
    const isChanged = variable?.references.some(
      (reference) => reference.isWrite() && reference.init !== true,
    );
    return isChanged === true ? undefined : (definition.node.init ?? undefined);
  }

  /** `JSON.stringify(…)`, `inspect(…)`, `structuredClone(…)`: what they are given is in what they give. */
  private givesText(call: TSESTree.CallExpression): boolean {
    const { facts, resolveImport } = this.lambda.syntax;
    const callee = unwrap(call.callee);
    if (callee.type === "MemberExpression" && facts.isGlobal(unwrap(callee.object), "JSON"))
      return memberName(callee) === "stringify";
    if (facts.isGlobal(callee, "structuredClone")) return true;
    const imported = resolveImport(callee);
    return imported?.module === "util" && /^(?:inspect|format)$/.test(imported.path.join("."));
  }
}

function isInCatch(node: TSESTree.Node): boolean {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === "CatchClause") return true;
    if (isFunction(current)) return false;
  }
  return false;
}
