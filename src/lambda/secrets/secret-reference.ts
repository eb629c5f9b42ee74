import { isBuiltin } from "node:module";
import type { TSESTree } from "@typescript-eslint/utils";
import { matchesModule } from "../../knowledge/index-facts.js";
import { namesReference } from "../../knowledge/secret-names.js";
import { mayFetchSecret, secretStores } from "../../knowledge/secret-stores.js";
import {
  type CallNode,
  isFunction,
  keyName,
  lastNameOf,
  parameterTarget,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { isOwnModule } from "../taint/value-tests.js";

/** How many functions of the file, and objects in variables, a name is followed through. */
const MAX_STEPS = 3;

/**
 * True when the value is handed to something that fetches or decrypts the secret: then it is the secret's name or its
 * cipher text. True too when it is nothing but a key, by which something else is looked up: `JSON.parse(secret)[name]`.
 * Followed through the variable that holds it, and through functions of the file.
 */
export function isSecretReference(read: TSESTree.Node, syntax: Syntax, depth = 0): boolean {
  return isGivenToStore(read, syntax, depth) || isMemberKey(read) || isHeldReference(read, syntax, depth);
}

function isHeldReference(read: TSESTree.Node, syntax: Syntax, depth: number): boolean {
  let value = wrapped(read);
  while (value.parent?.type === "LogicalExpression") value = wrapped(value.parent);
  const parent = value.parent;
  if (namesReference(nameOfHolder(value) ?? "")) return true;
  const holder =
    parent?.type === "VariableDeclarator" && parent.init === value
      ? parent.id
      : parent?.type === "Property" && parent.parent.type === "ObjectPattern"
        ? parent.value.type === "AssignmentPattern"
          ? parent.value.left
          : parent.value
        : undefined;
  const variable = holder && syntax.facts.variableOf(holder);
  const uses = variable?.references.filter((reference) => reference.isRead()) ?? [];
  return (
    uses.some(({ identifier }) => isGivenToStore(identifier, syntax, depth)) ||
    (uses.length > 0 && uses.every(({ identifier }) => isMemberKey(identifier)))
  );
}

/** What the code calls a value: `apiKeySecretName` of `{ apiKeySecretName: process.env.API_KEY }`. */
function nameOfHolder(value: TSESTree.Node): string | undefined {
  const { parent } = value;
  switch (parent?.type) {
    case "VariableDeclarator":
      return parent.init === value ? lastNameOf(parent.id) : undefined;
    case "AssignmentExpression":
      return parent.right === value ? lastNameOf(unwrap(parent.left)) : undefined;
    case "Property":
      if (parent.parent.type === "ObjectPattern") return lastNameOf(parent.value);
      return parent.value === value ? keyName(parent) : undefined;
    case "PropertyDefinition":
      return parent.value === value ? keyName(parent) : undefined;
    default:
      return undefined;
  }
}

/** `values[name]` */
function isMemberKey(node: TSESTree.Node): boolean {
  const value = wrapped(node);
  const { parent } = value;
  return parent?.type === "MemberExpression" && parent.computed && parent.property === value;
}

/** True when the node stands among the arguments of a call that fetches a secret. */
function isGivenToStore(node: TSESTree.Node, syntax: Syntax, depth: number): boolean {
  let child = node;
  for (let parent = node.parent; parent && !isFunction(parent); child = parent, parent = parent.parent) {
    if (parent.type === "VariableDeclarator") return isInGivenInput(child, parent, syntax, depth);
    if (parent.type.endsWith("Statement")) return false;
    if (parent.type !== "CallExpression" && parent.type !== "NewExpression") continue;
    if (parent.callee === child) continue;
    if (isKeyOfDecryption(parent, child, syntax)) return false;
    if (takesReference(parent, syntax) || passesReference(parent, child, syntax, depth)) return true;
  }
  return false;
}

/** `const input = { SecretId: name }; new GetSecretValueCommand(input)` */
function isInGivenInput(
  input: TSESTree.Node,
  { id, init }: TSESTree.VariableDeclarator,
  syntax: Syntax,
  depth: number,
): boolean {
  if (depth >= MAX_STEPS || input !== init || unwrap(init).type !== "ObjectExpression") return false;
  const references = syntax.facts.variableOf(id)?.references ?? [];
  return references.some(
    ({ identifier }) =>
      // `config.id` hands on something else of the object.
      identifier.parent.type !== "MemberExpression" && isGivenToStore(identifier, syntax, depth + 1),
  );
}

/** `AES.decrypt(text, key)` of a package: what stands behind the cipher text is the key. */
function isKeyOfDecryption(call: CallNode, argument: TSESTree.Node, syntax: Syntax): boolean {
  const callee = unwrap(call.callee);
  if (!/^(?:\w+D|d)ecrypt$/.test(lastNameOf(callee) ?? "")) return false;
  const module = syntax.resolveImport(callee)?.module;
  if (module === undefined || isOwnModule(module)) return false;
  const isStore = secretStores.some((store) => matchesModule(module, store.module));
  return !isStore && call.arguments.findIndex((given) => given === argument) > 0;
}

function takesReference(call: CallNode, syntax: Syntax): boolean {
  const callee = unwrap(call.callee);
  const imported = syntax.resolveImport(callee);
  if (imported !== undefined && secretStores.some(({ module }) => matchesModule(imported.module, module)))
    // The options of a client are what it signs in with.
    return call.type === "CallExpression" || /Command(?:Input)?$/.test(imported.path.at(-1) ?? "");
  // `new URLSearchParams({ client_secret })`, `crypto.createSecretKey(secret)`
  if (imported !== undefined ? isBuiltin(imported.module) : isGlobalName(callee, syntax)) return false;
  const name = lastNameOf(callee);
  return name !== undefined && mayFetchSecret(name);
}

/** True when a function of the file hands the argument on to what fetches the secret. */
function passesReference(call: CallNode, argument: TSESTree.Node, syntax: Syntax, depth: number): boolean {
  if (depth >= MAX_STEPS) return false;
  const index = call.arguments.findIndex((given) => given === argument);
  return syntax.values.functionsOf(call.callee).some((fn) => {
    const parameter = parameterTarget(fn.params[index]);
    const variable = parameter && syntax.facts.variableOf(parameter);
    return (
      variable?.references.some(({ identifier }) => isSecretReference(identifier, syntax, depth + 1)) ?? false
    );
  });
}

function isGlobalName(callee: TSESTree.Node, { facts }: Syntax): boolean {
  return callee.type === "Identifier" && facts.variableOf(callee) === undefined;
}
