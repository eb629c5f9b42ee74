import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, keyName, lastNameOf, memberName, parameterTarget, unwrap } from "../../syntax/ast.js";
import { argumentsOf } from "../../syntax/call-site.js";
import { oncePer } from "../../syntax/once-per.js";
import { forwardingCallOf } from "../handlers/forwarded-handlers.js";
import { isQuiet, logCallsOf } from "./log-calls.js";
import { isBodyWithCredential, isMaskedCopy } from "./logged-bodies.js";
import { isRequestCredential, mayHoldCredentials } from "./logged-credentials.js";
import { isAuthorization, isSentToken } from "./sent-tokens.js";
import { collectLogged } from "./logged-parts.js";
import { LoggedSecrets } from "./logged-secrets.js";
import type { LambdaModel } from "../model.js";
import { importedCode } from "../taint/imported-code.js";
import { isWholeWebPart } from "../taint/web-data.js";

/** Something that should not be in a log, in the arguments of a call that writes one. */
export interface LoggedData {
  readonly kind: "event" | "record" | "headers" | "body" | "credential" | "environment" | "secret";
  /** The expression in the log call: the event, or the variable that holds its text. */
  readonly node: TSESTree.Expression;
  /** The event itself stands there, so that a part of it can stand in its place. */
  readonly isDirect: boolean;
  /** The function of another file that writes it, by the name that it has here. */
  readonly writer?: string;
}

const HEADERS = new Set(["headers", "multiValueHeaders"]);
const MAX_DEPTH = 12;
const MAY_HOLD = /^(?:Identifier|MemberExpression|AwaitExpression|CallExpression)$/;

/** The whole event, its headers, the environment and secrets, wherever the file writes them to a log. */
export const loggedDataOf = oncePer((lambda: LambdaModel): readonly LoggedData[] => {
  const logs = logCallsOf(lambda.syntax);
  const kinds = new Kinds(lambda);
  const collect = (argument: TSESTree.Expression): readonly LoggedData[] =>
    collectLogged(argument, (node, as) => kinds.kindOf(node, as), lambda.syntax)
      .filter(({ kind, place }) => kind !== "body" || !isMaskedCopy(place))
      .map(({ kind, node, place }) => {
        const isDirect = node === place && !lambda.isRecords(unwrap(node));
        return { kind, node: place, isDirect };
      });
  return lambda.syntax.facts.calls.flatMap((call) => {
    if (logs.isLog(call))
      return isQuiet(call.callee, lambda.syntax) && !logs.isConsole(call)
        ? []
        : call.arguments.flatMap((argument) => (argument.type === "SpreadElement" ? [] : collect(argument)));
    // `logStart(event)` of another file. Most calls are given nothing of the kind.
    if (call.type !== "CallExpression" || importedCode(call, lambda.syntax).length === 0) return [];
    const given = call.arguments.map((argument) =>
      argument.type === "SpreadElement" ? [] : collect(argument),
    );
    if (given.every((data) => data.length === 0) || isForwarding(call, lambda)) return [];
    return lambda.otherFiles
      .loggedArgumentsOf(call)
      .flatMap((index) => given[index] ?? [])
      .map((data) => ({ ...data, isDirect: false, writer: lastNameOf(call.callee) ?? "a function" }));
  });
});

/** `(event, context) => create(event, context)`: what the event is handed on to is a handler itself, with findings of its own. */
function isForwarding(call: TSESTree.CallExpression, { handlers, syntax }: LambdaModel): boolean {
  return handlers.some(({ node }) => node !== undefined && forwardingCallOf(node, syntax) === call);
}

/** What is of interest in a log. */
class Kinds {
  private readonly secrets: LoggedSecrets;
  private readonly mayHoldCredentials: boolean;
  /** What {@link isHeaders} has answered: where functions hand a value on to each other, the ways multiply. */
  private readonly headers = new Map<TSESTree.Node, boolean>();

  constructor(private readonly lambda: LambdaModel) {
    this.mayHoldCredentials = mayHoldCredentials(lambda);
    this.secrets = new LoggedSecrets(lambda);
  }

  /** As `text` an object is nothing but `[object Object]`. */
  kindOf(node: TSESTree.Node, as: "value" | "text"): LoggedData["kind"] | undefined {
    if (isAuthorization(node)) return "secret";
    if (as === "text") return this.kindOfText(node, as);
    if (!MAY_HOLD.test(node.type)) return undefined;
    // The event of a queue, a topic or a stream has nothing but its records.
    if (this.lambda.isWholeEvent(node) || this.lambda.isRecords(node)) return "event";
    // Which record has failed is what somebody will look for.
    if (this.lambda.isRecord(node)) return isInCatch(node) ? undefined : "record";
    if (this.isHeaders(node)) return "headers";
    if (this.isEnvironment(node)) return "environment";
    if (this.secrets.formOf(node) !== undefined) return "secret";
    return this.kindOfText(node, as);
  }

  /** What is a text by itself: an object among others shows nothing. */
  private kindOfText(node: TSESTree.Node, as: "value" | "text"): LoggedData["kind"] | undefined {
    if (!this.mayHoldCredentials || !MAY_HOLD.test(node.type)) return undefined;
    if (isRequestCredential(node, this.lambda)) return "credential";
    if (isSentToken(node, this.lambda.syntax)) return "secret";
    if (this.secrets.formOf(node) === "text") return "secret";
    return isBodyWithCredential(node, as, this.lambda) ? "body" : undefined;
  }

  /** `event.headers`, the variable that a pattern takes them into, or a parameter that some call passes them to. */
  private isHeaders(node: TSESTree.Node, depth = 0): boolean {
    let answer = this.headers.get(node);
    if (answer === undefined) {
      this.headers.set(node, false); // ends recursion: a function that calls itself
      answer = this.findHeaders(node, depth);
      this.headers.set(node, answer);
    }
    return answer;
  }

  private findHeaders(node: TSESTree.Node, depth: number): boolean {
    if (isWholeWebPart(node, "headers", this.lambda)) return true;
    if (this.isAppSyncRequest(node) || this.isEdgeRequest(node)) return true;
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
        return graph.callSitesOf(definition.node).some((site) => {
          const argument = argumentsOf(site)?.[index];
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
    return this.lambda.isWholeEvent(node) || this.isRequestOfEvent(node) || this.isEdgeRequest(node);
  }

  /** `event.Records[0].cf.request` of Lambda@Edge, which has the headers and the cookies of the viewer. */
  private isEdgeRequest(node: TSESTree.Node): boolean {
    const { facts } = this.lambda.syntax;
    const isOfRecord = (part: TSESTree.Node): boolean =>
      part.type === "MemberExpression" &&
      memberName(part) === "cf" &&
      this.lambda.isRecord(unwrap(part.object));
    if (node.type === "MemberExpression")
      return memberName(node) === "request" && isOfRecord(unwrap(node.object));
    const definition = facts.variableOf(node)?.defs[0];
    const holder = definition?.node;
    if (holder?.type !== "VariableDeclarator" || holder.init === null) return false;
    if (holder.id === definition?.name) return this.isEdgeRequest(unwrap(holder.init));
    const property = definition?.name.parent;
    return (
      property?.type === "Property" &&
      property.parent === holder.id &&
      keyName(property) === "request" &&
      isOfRecord(unwrap(holder.init))
    );
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
}

function isInCatch(node: TSESTree.Node): boolean {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === "CatchClause") return true;
    if (isFunction(current)) return false;
  }
  return false;
}
