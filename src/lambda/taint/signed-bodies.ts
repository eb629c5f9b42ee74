import type { TSESTree } from "@typescript-eslint/utils";
import { signatureFacts } from "../../knowledge/signatures.js";
import { type CallNode, memberName, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import type { LambdaModel } from "../model.js";
import { findTaints } from "./taint.js";
import { createValueChecks } from "./value-checks.js";

/** How far a signature is followed: `hmac`, `expected` with a prefix, `isValid` of a comparison. */
const MAX_STEPS = 3;

/**
 * True where code comes to the node only after a look at the signature of the request's body: nobody without the secret has
 * written that body, whenever it was parsed.
 */
export function isSignatureChecked(node: TSESTree.Node, lambda: LambdaModel): boolean {
  return signaturesOf(lambda).some((variable) =>
    createValueChecks({ variable, path: [] }, "input", lambda.syntax).holdsAt(node),
  );
}

/** The variables that hold a signature of a request's body, and what is made of one. */
const signaturesOf = oncePer((lambda: LambdaModel): readonly Variable[] => {
  const { facts } = lambda.syntax;
  if (
    !signatureFacts.some(
      ({ module }) => facts.specifiers.has(module) || facts.specifiers.has(`node:${module}`),
    )
  )
    return [];
  let found = new Set(
    facts.calls.flatMap((call) => (signsBody(call, lambda) ? declaredAround(call, lambda) : [])),
  );
  for (let step = 0; step < MAX_STEPS && found.size > 0; step++) {
    const made = [...found].flatMap(({ references }) =>
      references.flatMap(({ identifier, init }) => (init === true ? [] : declaredAround(identifier, lambda))),
    );
    found = new Set([...found, ...made]);
  }
  return [...found];
});

/** `createHmac("sha256", secret).update(event.body)`, `HmacSHA256(event.body, secret)` */
function signsBody(call: CallNode, lambda: LambdaModel): boolean {
  const callee = unwrap(call.callee);
  const isUpdate = callee.type === "MemberExpression" && memberName(callee) === "update";
  const signer = isUpdate ? signerIn(callee.object) : callee;
  const imported = signer && lambda.syntax.resolveImport(signer);
  const isSigner =
    imported !== undefined &&
    signatureFacts.some(
      (fact) => fact.module === imported.module && fact.export.test(imported.path.join(".")),
    );
  const [text] = call.arguments;
  return isSigner && text !== undefined && text.type !== "SpreadElement" && isOfBody(text, lambda);
}

/** What is called to make a signer: `createHmac` of `createHmac("sha256", secret).update(time)`. */
function signerIn(object: TSESTree.Node): TSESTree.Node | undefined {
  let node = unwrap(object);
  while (node.type === "CallExpression") {
    const callee = unwrap(node.callee);
    const isUpdate = callee.type === "MemberExpression" && memberName(callee) === "update";
    if (!isUpdate) return callee;
    node = unwrap(callee.object);
  }
  return undefined;
}

function isOfBody(text: TSESTree.Node, lambda: LambdaModel): boolean {
  const isWanted = ({ path }: { readonly path: readonly string[] }): boolean => path[0] === "body";
  return findTaints(text, { sink: "command", path: [], isWanted }, lambda).length > 0;
}

/** What the declaration around a value declares, in the same statement. */
function declaredAround(node: TSESTree.Node, { syntax }: LambdaModel): readonly Variable[] {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === "VariableDeclarator") return syntax.facts.sourceCode.getDeclaredVariables(current);
    if (current.type.endsWith("Statement") || current.type.endsWith("FunctionExpression")) return [];
  }
  return [];
}
