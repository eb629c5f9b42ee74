import { isBuiltin } from "node:module";
import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, memberName, unwrap, wrapped } from "../syntax/ast.js";
import type { Syntax } from "../syntax/syntax.js";

/** Packages whose calls take the name of a secret or parameter, or an encrypted value, and give the secret. */
const SECRET_STORES =
  /^(@aws-sdk\/client-(secrets-manager|ssm|kms|appconfigdata)|@aws-lambda-powertools\/parameters(\/.+)?|@middy\/(ssm|secrets-manager))$/;

/** Names of functions that fetch or decrypt: what they are given is no secret yet. */
const FETCHES_SECRET = /secret|param|decrypt|kms|vault/i;
/** Names that begin so use the secret itself: `verifySecret`, `createSecretKey`, `buildParams`. */
const USES_SECRET =
  /^(?:is|has|are|verify|check|valid|assert|ensure|compare|match|create|build|make|generate|new|set|put|add|append|update|sign|encode|encrypt|hash|mask|redact|to[A-Z])/;

/**
 * True when the value is handed to something that fetches or decrypts the secret: then it is the secret's name or its
 * cipher text. Followed through the variable that holds it.
 */
export function isSecretReference(read: TSESTree.Node, syntax: Syntax): boolean {
  return isGivenToStore(read, syntax) || isHeldReference(read, syntax);
}

function isHeldReference(read: TSESTree.Node, syntax: Syntax): boolean {
  let value = wrapped(read);
  while (value.parent?.type === "LogicalExpression") value = wrapped(value.parent);
  const parent = value.parent;
  const holder =
    parent?.type === "VariableDeclarator" && parent.init === value
      ? parent.id
      : parent?.type === "Property" && parent.parent.type === "ObjectPattern"
        ? parent.value.type === "AssignmentPattern"
          ? parent.value.left
          : parent.value
        : undefined;
  const variable = holder && syntax.facts.variableOf(holder);
  return variable?.references.some(({ identifier }) => isGivenToStore(identifier, syntax)) ?? false;
}

/** True when the node stands among the arguments of a call that fetches a secret. */
function isGivenToStore(node: TSESTree.Node, syntax: Syntax): boolean {
  let child = node;
  for (let parent = node.parent; parent && !isFunction(parent); child = parent, parent = parent.parent) {
    if (parent.type.endsWith("Statement") || parent.type === "VariableDeclarator") return false;
    if (parent.type !== "CallExpression" && parent.type !== "NewExpression") continue;
    if (parent.callee !== child && takesReference(parent, syntax)) return true;
  }
  return false;
}

function takesReference(call: TSESTree.CallExpression | TSESTree.NewExpression, syntax: Syntax): boolean {
  const callee = unwrap(call.callee);
  const imported = syntax.resolveImport(callee);
  if (imported !== undefined && SECRET_STORES.test(imported.module))
    // The options of a client are what it signs in with.
    return call.type === "CallExpression" || /Command(?:Input)?$/.test(imported.path.at(-1) ?? "");
  // `new URLSearchParams({ client_secret })`, `crypto.createSecretKey(secret)`
  if (imported !== undefined ? isBuiltin(imported.module) : isGlobalName(callee, syntax)) return false;
  const name =
    callee.type === "MemberExpression"
      ? memberName(callee)
      : callee.type === "Identifier"
        ? callee.name
        : undefined;
  return name !== undefined && FETCHES_SECRET.test(name) && !USES_SECRET.test(name);
}

function isGlobalName(callee: TSESTree.Node, { facts }: Syntax): boolean {
  return callee.type === "Identifier" && facts.variableOf(callee) === undefined;
}
