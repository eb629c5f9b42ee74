import type { TSESTree } from "@typescript-eslint/utils";
import { credentialFields } from "../../knowledge/request-credentials.js";
import { type FunctionNode, keyName, memberName, wrapped } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { LambdaModel } from "../model.js";
import { findTaints } from "../taint/taint.js";
import { PARSED, type ValuePath } from "../taint/value-path.js";
import { isShortened } from "./logged-credentials.js";

/**
 * True for the whole body of a request from which the file reads a password or a token: `console.log(event.body)` in a
 * handler that compares `JSON.parse(event.body).password`. Of other bodies nothing is known.
 *
 * @param as `text`: a body that has been parsed shows nothing
 */
export function isBodyWithCredential(
  node: TSESTree.Node,
  as: "value" | "text",
  lambda: LambdaModel,
): boolean {
  const functions = functionsGivenCredentials(lambda);
  if (functions.size === 0) return false;
  const bodies = findTaints(
    node,
    {
      sink: "command",
      path: [],
      isWanted: ({ path, fn }) => functions.has(fn) && isBody(path) && (as === "value" || path.length === 1),
    },
    lambda,
  );
  return bodies.length > 0 && !isShortened(node, lambda);
}

/** The handlers and routes whose bodies bring a credential, by what the file reads from them. */
const functionsGivenCredentials = oncePer((lambda: LambdaModel): ReadonlySet<FunctionNode> => {
  const { members, destructured } = lambda.syntax.facts;
  const found = new Set<FunctionNode>();
  const add = (holder: TSESTree.Node): void => {
    const question = {
      sink: "command",
      path: [],
      all: true,
      isWanted: ({ path }: { path: ValuePath }) => isBody(path),
    } as const;
    for (const { fn } of findTaints(holder, question, lambda)) found.add(fn);
  };
  const read = members.filter((member) => isCredentialName(memberName(member)));
  // What is taken out of a body or masked before it is logged is not in it any more.
  if (read.some((member) => isWritten(member))) return found;
  for (const { object } of read) add(object);
  for (const { id, init } of destructured)
    if (init !== null && id.type === "ObjectPattern" && takesCredential(id)) add(init);
  return found;
});

/** `event.body`, and what its JSON describes. */
function isBody([first, second, ...rest]: ValuePath): boolean {
  return first === "body" && (second === undefined || second === PARSED) && rest.length === 0;
}

function isCredentialName(name: string | undefined): boolean {
  return name !== undefined && credentialFields.test(name.toLowerCase().replace(/[-_]/g, ""));
}

/** `const { email, password } = …`: with `...rest` the password is taken out of what may be logged. */
function takesCredential({ properties }: TSESTree.ObjectPattern): boolean {
  return (
    properties.every((property) => property.type === "Property") &&
    properties.some((property) => isCredentialName(keyName(property)))
  );
}

/** `delete body.password`, `body.password = "…"` */
function isWritten(member: TSESTree.MemberExpression): boolean {
  const { parent } = wrapped(member);
  return (
    (parent?.type === "UnaryExpression" && parent.operator === "delete") ||
    (parent?.type === "AssignmentExpression" && parent.left === member)
  );
}

/** `{ ...body, password: "…" }` */
export function isMaskedCopy(node: TSESTree.Node): boolean {
  const spread = wrapped(node).parent;
  const object = spread?.type === "SpreadElement" ? spread.parent : undefined;
  return (
    object?.type === "ObjectExpression" &&
    object.properties.some((property) => property.type === "Property" && isCredentialName(keyName(property)))
  );
}
