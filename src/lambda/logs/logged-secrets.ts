import type { TSESTree } from "@typescript-eslint/utils";
import { indexFacts } from "../../knowledge/index-facts.js";
import { temporaryCredentialFacts } from "../../knowledge/remote-calls.js";
import { credentialFields } from "../../knowledge/request-credentials.js";
import { madeTokens, secretAnswers, secretOperations } from "../../knowledge/secret-answers.js";
import { type FunctionNode, isFunction, memberName, unwrap } from "../../syntax/ast.js";
import { patternPath } from "../../syntax/imports.js";
import type { Variable } from "../../syntax/name-index.js";
import { matchesFact } from "../bindings/fact-match.js";
import { packageOf } from "../bindings/package-of.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import type { LambdaModel } from "../model.js";

/** `text`: the secret itself. `answer`: what has it in it, which is `[object Object]` in a text. */
export type SecretForm = "text" | "answer";

const secretAnswersOf = indexFacts([...temporaryCredentialFacts, ...secretAnswers]);
/** What of the answers is the secret itself. */
const SECRET_PARTS = new Set([
  "Credentials",
  "SecretAccessKey",
  "SessionToken",
  "SecretString",
  "SecretBinary",
]);
/** Those that are texts. */
const TEXT_PARTS = new Set(["SecretAccessKey", "SessionToken", "SecretString"]);
const MAX_DEPTH = 12;

/** Secrets that the code of a file has asked for, or has made. */
export class LoggedSecrets {
  /** Few files can hold a secret that is known of. */
  private readonly mayHold: boolean;

  constructor(private readonly lambda: LambdaModel) {
    const { specifiers, words } = lambda.syntax.facts;
    this.mayHold =
      [...specifiers].some((specifier) => secretAnswersOf(specifier).length > 0) ||
      secretOperations.some(({ operation }) => words.has(methodOf(operation))) ||
      madeTokens.some(({ method }) => words.has(method));
  }

  /** What the expression has of a secret; undefined where the file does not show that it has any. */
  formOf(node: TSESTree.Node): SecretForm | undefined {
    return this.mayHold ? this.find(unwrap(node), 0) : undefined;
  }

  private find(node: TSESTree.Node, depth: number): SecretForm | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const next = (inner: TSESTree.Node): SecretForm | undefined => this.find(unwrap(inner), depth + 1);
    switch (node.type) {
      case "AwaitExpression":
        return next(node.argument);
      case "MemberExpression":
        return this.partOf(memberName(node), () => next(node.object));
      case "CallExpression":
        return this.findInCall(node, next);
      case "Identifier": {
        const variable = this.lambda.syntax.facts.variableOf(node);
        return variable && this.findInVariable(variable, next);
      }
      default:
        return undefined;
    }
  }

  /** A part of an answer, or of what was parsed of one: `answer.SecretString`, `secret.password`. */
  private partOf(name: string | undefined, whole: () => SecretForm | undefined): SecretForm | undefined {
    if (name === undefined) return undefined;
    if (!SECRET_PARTS.has(name) && !credentialFields.test(name.toLowerCase())) return undefined;
    if (whole() !== "answer") return undefined;
    return SECRET_PARTS.has(name) && !TEXT_PARTS.has(name) ? "answer" : "text";
  }

  private findInCall(
    node: TSESTree.CallExpression,
    next: (inner: TSESTree.Node) => SecretForm | undefined,
  ): SecretForm | undefined {
    const { facts, values, resolveImport } = this.lambda.syntax;
    const callee = unwrap(node.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (callee.type === "MemberExpression") {
      if (name === "promise") return next(callee.object);
      if (this.makesToken(callee)) return "text";
    }
    const [argument] = node.arguments;
    if (argument !== undefined) {
      const isParse =
        callee.type === "MemberExpression" &&
        name === "parse" &&
        facts.isGlobal(unwrap(callee.object), "JSON");
      if (isParse) return next(argument) && "answer";
      const asked = [resolveImport(callee)];
      for (const value of values.valuesOf(argument))
        if (value.type === "NewExpression") asked.push(resolveImport(value.callee));
      const isAnswer = asked.some(
        (imported) =>
          imported !== undefined &&
          secretAnswersOf(imported.module).some((fact) => matchesFact(imported, fact)),
      );
      if (isAnswer || this.asksForSecret(node)) return "answer";
    }
    const functions = values.functionsOf(callee);
    const returned = functions.flatMap((fn) => facts.returnsOf(fn));
    return functions.length === 1 ? firstForm(returned, next) : undefined;
  }

  /** `secretsManager.getSecretValue(input)`, of whichever SDK. */
  private asksForSecret(node: TSESTree.CallExpression): boolean {
    const { callee } = node;
    if (callee.type !== "MemberExpression") return false;
    const name = memberName(callee);
    if (!secretOperations.some(({ operation }) => methodOf(operation) === name)) return false;
    const call = sdkCallsOf(this.lambda).find((sdkCall) => sdkCall.call === node);
    return secretOperations.some(
      ({ service, operation }) => call?.service === service && call.operation === operation,
    );
  }

  /** `signer.getAuthToken()` */
  private makesToken(callee: TSESTree.MemberExpression): boolean {
    const name = memberName(callee);
    const facts = madeTokens.filter(({ method }) => method === name);
    if (facts.length === 0) return false;
    const made = packageOf(callee.object, this.lambda.syntax);
    return (
      made !== undefined &&
      facts.some((fact) => fact.module === made.module && fact.export.test(made.path.join(".")))
    );
  }

  private findInVariable(
    variable: Variable,
    next: (inner: TSESTree.Node) => SecretForm | undefined,
  ): SecretForm | undefined {
    const [definition] = variable.defs;
    const holder = definition?.node;
    if (holder?.type === "VariableDeclarator") {
      const { id, init } = holder;
      if (init !== null && id.type !== "Identifier") {
        const path = patternPath(id, variable) ?? [];
        const [part, ...others] = path;
        return others.length > 0 ? undefined : this.partOf(part, () => next(init));
      }
      const assigned = variable.references.flatMap(({ writeExpr }) => writeExpr ?? []);
      return firstForm(assigned, next);
    }
    if (holder === undefined || !isFunction(holder)) return undefined;
    return definition?.name === holder.params[1] && this.isCallback(holder) ? "answer" : undefined;
  }

  /** `(error, data) => …`, which SDK v2 gives the answer. */
  private isCallback(fn: FunctionNode): boolean {
    const call = fn.parent;
    return call.type === "CallExpression" && call.arguments.at(-1) === fn && this.asksForSecret(call);
  }
}

function firstForm(
  expressions: readonly TSESTree.Node[],
  next: (inner: TSESTree.Node) => SecretForm | undefined,
): SecretForm | undefined {
  for (const expression of expressions) {
    const form = next(expression);
    if (form !== undefined) return form;
  }
  return undefined;
}

/** The method of a client that asks for an operation. */
function methodOf(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}
