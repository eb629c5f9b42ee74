import type { TSESTree } from "@typescript-eslint/utils";
import {
  remoteCallFacts,
  temporaryCredentialFacts,
  temporaryCredentialMethods,
} from "../../knowledge/remote-calls.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { type CallNode, memberName, unwrap } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { bareSpecifier } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";
import { matchesFact } from "../bindings/fact-match.js";

export interface RemoteCalls {
  /** True when the call asks another system: an SDK command, a query, an HTTP request. */
  isRemoteCall(call: CallNode): boolean;
  /** True for a template that a client takes: sql`select id from orders`. */
  isRemoteTemplate(template: TSESTree.TaggedTemplateExpression): boolean;
  /** True when the value is a set of temporary credentials, or the call that fetches one. */
  givesCredentials(node: CallNode): boolean;
}

const remoteFactsOf = indexFacts(remoteCallFacts);
const credentialFactsOf = indexFacts(temporaryCredentialFacts);
const SDK_PACKAGE = /^@aws-sdk\/(client-|lib-dynamodb$)/;
const COMMAND = /^[A-Z]\w*Command$/;

/** A look at imports and globals: false where nothing of the file can ask another system, clients of packages aside. */
export function mayHoldRemoteCalls(facts: SyntaxFacts): boolean {
  if (facts.usesGlobal("fetch")) return true;
  for (const specifier of facts.loadedSpecifiers)
    if (SDK_PACKAGE.test(specifier) || remoteFactsOf(bareSpecifier(specifier)).length > 0) return true;
  return false;
}

export function createRemoteCalls(syntax: Syntax, isClient: (node: TSESTree.Node) => boolean): RemoteCalls {
  const { facts, values, resolveImport } = syntax;

  function isRemoteCall(call: CallNode): boolean {
    const callee = unwrap(call.callee);
    if (facts.isGlobal(callee, "fetch")) return true;
    const imported = resolveImport(callee);
    if (imported !== undefined && remoteFactsOf(imported.module).some((fact) => matchesFact(imported, fact)))
      return true;
    if (call.type !== "CallExpression" || callee.type !== "MemberExpression") return false;
    return sendsCommand(call) || isMethodOfClient(callee);
  }

  /** `anything.send(new GetItemCommand(…))`: the command says that it is an SDK client, wherever that comes from. */
  function sendsCommand(call: TSESTree.CallExpression): boolean {
    const [argument] = call.arguments;
    if (argument === undefined) return false;
    return values.valuesOf(argument).some((value) => {
      if (value.type !== "NewExpression") return false;
      const command = resolveImport(value.callee);
      return (
        command !== undefined && SDK_PACKAGE.test(command.module) && COMMAND.test(command.path.at(-1) ?? "")
      );
    });
  }

  /** `client.query()`, and what is called on something that a client gave: `client.db().collection("orders").find()`. */
  function isMethodOfClient(callee: TSESTree.MemberExpression): boolean {
    const seen = new Set<TSESTree.Node>();
    for (let object: TSESTree.Node | undefined = callee.object; object; object = holderOf(object)) {
      object = unwrap(object);
      if (seen.has(object)) return false;
      seen.add(object);
      if (values.valuesOf(object).some((value) => isClient(value))) return true;
    }
    return false;
  }

  /** What the object is taken from, as long as nothing is awaited in between: an answer is no client. */
  function holderOf(object: TSESTree.Node): TSESTree.Node | undefined {
    if (object.type === "MemberExpression") return object.object;
    if (object.type === "CallExpression") return object.callee;
    const definition = facts.variableOf(object)?.defs[0]?.node;
    return definition?.type === "VariableDeclarator" && definition.id.type === "Identifier"
      ? (definition.init ?? undefined)
      : undefined;
  }

  function givesCredentials(node: CallNode): boolean {
    const callee = unwrap(node.callee);
    const imported = resolveImport(callee);
    if (
      imported !== undefined &&
      credentialFactsOf(imported.module).some((fact) => matchesFact(imported, fact))
    )
      return true;
    if (callee.type !== "MemberExpression") return false;
    return temporaryCredentialMethods.has(memberName(callee) ?? "") && isMethodOfClient(callee);
  }

  function isRemoteTemplate({ tag }: TSESTree.TaggedTemplateExpression): boolean {
    const asked = unwrap(tag);
    return (
      values.valuesOf(asked).some((value) => isClient(value)) ||
      (asked.type === "MemberExpression" && isMethodOfClient(asked))
    );
  }

  return { isRemoteCall, isRemoteTemplate, givesCredentials };
}
