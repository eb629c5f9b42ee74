import type { TSESTree } from "@typescript-eslint/utils";
import { credentialFields, requestCredentialFacts } from "../../knowledge/request-credentials.js";
import { memberName, unwrap } from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { LambdaModel } from "../model.js";
import { mayBeOfProject } from "../taint/imported-code.js";
import { findTaints } from "../taint/taint.js";
import type { Taint } from "../taint/taint-sources.js";
import { PARSED } from "../taint/value-path.js";

/** A look at the words of the file that spares most files the search. */
export function mayHoldCredentials({ syntax }: LambdaModel): boolean {
  return WORDS.test(syntax.facts.sourceCode.text);
}

const WORDS =
  /authorization|cookie|token|password|passwd|passphrase|jwt|api-key|secret|challengeAnswer|privateKey/i;

/**
 * True for a credential that the request brings: a token in a header, what an authorizer is given, a password of the body.
 * Its first letters are none, and neither is what has been read from it.
 */
export function isRequestCredential(node: TSESTree.Node, lambda: LambdaModel): boolean {
  return (
    // A value that has passed as a command line is whatever the sender wants: nothing but a hash ends the search.
    findTaints(node, { sink: "command", path: [], isWanted: isCredential }, lambda).length > 0 &&
    !isShortened(node, lambda)
  );
}

function isCredential({ path }: Taint): boolean {
  const name = path.at(-1)?.toLowerCase() ?? "";
  const way = path.slice(0, -1);
  if (requestCredentialFacts.some((fact) => fact.name.test(name) && isSame(fact.path, way))) return true;
  // The claims of a token are no token.
  const isClaim =
    way[0] === "requestContext" || (way.at(-1) === PARSED && /token|authorization/i.test(way.at(-2) ?? ""));
  return way.length > 0 && !isClaim && credentialFields.test(name.replace(/[-_]/g, ""));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

/** How far variables are followed to what they were made of. */
const MAX_STEPS = 3;

/** `token.slice(0, 6)`, `token.split(".")[1]`: enough to tell one from another, and too little to use it. */
export function isShortened(node: TSESTree.Node, lambda: LambdaModel, steps = 0): boolean {
  const inner = unwrap(node);
  switch (inner.type) {
    case "CallExpression": {
      const callee = unwrap(inner.callee);
      const [first] = inner.arguments;
      const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
      if (first !== undefined && takesPart(name, first)) return true;
      // What code of another file is given, it is taken to redact.
      if (importPathsOf(callee, lambda.syntax).some(({ module }) => mayBeOfProject(module))) return true;
      if ([callee, ...inner.arguments].some((part) => isShortened(part, lambda, steps))) return true;
      return steps < MAX_STEPS && returnsShortened(callee, lambda, steps + 1);
    }
    case "TemplateLiteral":
      return inner.expressions.some((part) => isShortened(part, lambda, steps));
    case "BinaryExpression":
      return isShortened(inner.left, lambda, steps) || isShortened(inner.right, lambda, steps);
    case "MemberExpression":
      return isShortened(inner.object, lambda, steps);
    case "Identifier":
      return (
        steps < MAX_STEPS &&
        lambda.syntax.values
          .valuesOf(inner)
          .some((value) => value !== inner && isShortened(value, lambda, steps + 1))
      );
    default:
      return false;
  }
}

/** `mask(token)`: a function of the file that gives a part of what it is given. */
function returnsShortened(callee: TSESTree.Node, lambda: LambdaModel, steps: number): boolean {
  const { facts, values } = lambda.syntax;
  return values
    .functionsOf(callee)
    .some((fn) => facts.returnsOf(fn).some((returned) => isShortened(returned, lambda, steps)));
}

function takesPart(method: string | undefined, argument: TSESTree.Node): boolean {
  // The parts of a JSON Web Token: only all three are one.
  if (method === "split") return argument.type === "Literal" && argument.value === ".";
  return /^(?:slice|substring|substr)$/.test(method ?? "") && isEdge(argument);
}

/** The beginning, or a number of letters from the end. */
function isEdge(start: TSESTree.Node): boolean {
  return start.type === "UnaryExpression" || (start.type === "Literal" && start.value === 0);
}
