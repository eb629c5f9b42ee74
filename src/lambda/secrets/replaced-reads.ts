import type { TSESTree } from "@typescript-eslint/utils";
import { matchesModule } from "../../knowledge/index-facts.js";
import { mayFetchSecret, secretStores } from "../../knowledge/secret-stores.js";
import { isFunction, lastNameOf, unwrap, wrapped } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";

/**
 * True for a read whose value a deployed function does not use: it stands in code for the developer's machine,
 * `isOffline ? process.env.DB_PASSWORD : …`, or beside what fetches the secret, `process.env.API_KEY ?? (await getSecret(id))`.
 */
export function isReplacedWhenDeployed(read: TSESTree.Node, syntax: Syntax): boolean {
  let child: TSESTree.Node = wrapped(read);
  for (let parent = child.parent; parent && !isFunction(parent); child = parent, parent = parent.parent) {
    switch (parent.type) {
      case "LogicalExpression":
        if (parent.left === child && parent.operator !== "&&" && isFetched(parent.right, syntax)) return true;
        if (parent.right === child && parent.operator === "&&" && saysLocal(parent.left)) return true;
        break;
      case "ConditionalExpression":
        if (child !== parent.test && isFetched(otherBranch(parent, child), syntax)) return true;
        if (isBranchForLocal(parent, child)) return true;
        break;
      case "IfStatement":
        if (isBranchForLocal(parent, child)) return true;
        break;
    }
  }
  return false;
}

function otherBranch(
  { consequent, alternate }: TSESTree.ConditionalExpression,
  child: TSESTree.Node,
): TSESTree.Expression {
  return child === consequent ? alternate : consequent;
}

function isBranchForLocal(
  { test, consequent, alternate }: TSESTree.ConditionalExpression | TSESTree.IfStatement,
  child: TSESTree.Node,
): boolean {
  return (child === consequent && saysLocal(test)) || (child === alternate && saysLocal(test, false));
}

/** `await getSecret(id)`, `secrets().get(name)`, `(await client.send(new GetSecretValueCommand(input))).SecretString` */
function isFetched(expression: TSESTree.Node, syntax: Syntax): boolean {
  const node = unwrap(expression);
  switch (node.type) {
    case "AwaitExpression":
      return isFetched(node.argument, syntax);
    case "MemberExpression":
      return isFetched(node.object, syntax);
    case "CallExpression": {
      const callee = unwrap(node.callee);
      if (isFetching(callee, syntax) || node.arguments.some((given) => isCommand(given, syntax))) return true;
      return callee.type === "MemberExpression" && isFetched(callee.object, syntax);
    }
    default:
      return false;
  }
}

function isFetching(callee: TSESTree.Node, syntax: Syntax): boolean {
  return isOfStore(callee, syntax) || mayFetchSecret(lastNameOf(callee) ?? "");
}

/** `new GetSecretValueCommand(input)` */
function isCommand(node: TSESTree.Node, syntax: Syntax): boolean {
  return node.type === "NewExpression" && isOfStore(unwrap(node.callee), syntax);
}

function isOfStore(callee: TSESTree.Node, syntax: Syntax): boolean {
  const module = syntax.resolveImport(callee)?.module;
  return module !== undefined && secretStores.some((store) => matchesModule(module, store.module));
}

/** Where code runs that is not deployed: `IS_OFFLINE`, `isLocal`, `AppStage.local`, `AWS_SAM_LOCAL`. */
const LOCAL =
  /(?:^|[^a-z])(?:local|localhost|localstack|offline)(?![A-Za-z])|(?:^|[a-z])(?:Local|Offline)(?![a-z])/;

/** True when the test holds, or does not hold, on the developer's machine alone. */
function saysLocal(test: TSESTree.Node, whenTrue = true): boolean {
  const node = unwrap(test);
  switch (node.type) {
    case "UnaryExpression":
      return node.operator === "!" && saysLocal(node.argument, !whenTrue);
    case "LogicalExpression": {
      const sides = [node.left, node.right];
      return (node.operator === "&&") === whenTrue
        ? sides.some((side) => saysLocal(side, whenTrue))
        : sides.every((side) => saysLocal(side, whenTrue));
    }
    case "BinaryExpression": {
      const isEqual = /^={2,3}$/.test(node.operator);
      if (!isEqual && !/^!={1,2}$/.test(node.operator)) return false;
      return isEqual === whenTrue && isLocalPair(node.left, node.right);
    }
    case "CallExpression":
      return whenTrue && isLocalName(lastNameOf(unwrap(node.callee)));
    default:
      return whenTrue && isLocalName(lastNameOf(node));
  }
}

/** `stage === "local"`, `process.env.IS_OFFLINE === "true"`, `stage() === Stage.local` */
function isLocalPair(left: TSESTree.Node, right: TSESTree.Node): boolean {
  const texts = [left, right].map((side) => literalOf(unwrap(side)));
  if (texts.some((text) => text !== undefined && isLocalName(text))) return true;
  const names = [left, right].map((side) => lastNameOf(unwrap(side)));
  if (texts.some((text) => text === "true" || text === "1")) return names.some((name) => isLocalName(name));
  // A name of a stage, beside what has one.
  return texts.every((text) => text === undefined) && names.some((name) => isLocalName(name));
}

function literalOf(node: TSESTree.Node): string | undefined {
  return node.type === "Literal" ? String(node.value) : undefined;
}

function isLocalName(name = ""): boolean {
  return LOCAL.test(/[a-z]/.test(name) ? name : name.toLowerCase());
}
