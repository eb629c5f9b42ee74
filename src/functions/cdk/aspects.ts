import type { TSESTree } from "@typescript-eslint/utils";
import { changesNoSetting, isQuietModule, remarks } from "../../knowledge/cdk-aspects.js";
import { keyName } from "../../syntax/ast.js";
import type { CodeModule } from "../code/code-module.js";
import type { ClassValue, CodeValue, InstanceValue, ResultValue, Site } from "../code/code-value.js";
import { cdkNameOf, classNameOf } from "./construct-name.js";

const MAX_DEPTH = 20;

/**
 * Whether a call adds an aspect that may change a function: `Aspects.of(app).add(new Defaults())` visits every construct below,
 * and may change each. Checks of cdk-nag change none, aspects of a network or a bucket do not come to it, and of those that the
 * project writes itself some tell by their classes which constructs they change.
 */
export function mayChangeByAspect(
  { method, receiver, args: [visitor] }: ResultValue,
  fn: InstanceValue,
): boolean {
  if (method !== "add" || receiver?.kind !== "result" || cdkNameOf(receiver.callee) !== "core.Aspects.of")
    return false;
  if (visitor?.kind === "instance" && visitor.base?.specifier === "cdk-nag") return false;
  return mayBeAround(receiver.args[0], fn) && !changesOthersOnly(visitor);
}

/** Whether a construct may be the function, one in which it stands, or one of those that decide on its settings. */
function mayBeAround(construct: CodeValue | undefined, fn: InstanceValue): boolean {
  const isKnown = construct?.kind === "instance" && construct.classes.length === 0 && !construct.isUnknown;
  if (!isKnown || !isQuietModule(classNameOf(construct) ?? "")) return true;
  let scope: CodeValue | undefined = fn;
  for (let depth = 0; scope?.kind === "instance" && depth < MAX_DEPTH; depth++) {
    if (scope === construct) return true;
    scope = scope.args[0];
  }
  return false;
}

/** Whether a class of the project shows that it changes neither functions nor what is read of roles, logs and queues for them. */
function changesOthersOnly(visitor: CodeValue | undefined): boolean {
  if (visitor?.kind !== "instance" || visitor.isUnknown || visitor.base !== undefined) return false;
  const visits = visitor.classes.flatMap((cls) => visitOf(cls) ?? []);
  const [visit] = visits;
  return visit !== undefined && areHarmless(visit.body, visit.module);
}

interface Visit {
  readonly body: readonly TSESTree.Statement[];
  readonly module: CodeModule;
}

function visitOf({ node, site }: ClassValue): Visit | undefined {
  for (const member of node.body.body)
    if (
      member.type === "MethodDefinition" &&
      keyName(member) === "visit" &&
      member.value.type === "FunctionExpression"
    )
      return { body: member.value.body.body, module: site.module };
  return undefined;
}

function areHarmless(statements: readonly TSESTree.Statement[], module: CodeModule): boolean {
  for (const statement of statements) {
    // `if (!(node instanceof CfnBucket)) return;`: what follows is for those alone.
    if (isWayOut(statement) && statement.test.type === "UnaryExpression" && statement.test.operator === "!")
      if (isOther(statement.test.argument, module)) return true;
    if (!isHarmless(statement, module)) return false;
  }
  return true;
}

function isWayOut(statement: TSESTree.Statement): statement is TSESTree.IfStatement {
  if (statement.type !== "IfStatement") return false;
  const { consequent } = statement;
  const [last] = consequent.type === "BlockStatement" ? consequent.body.slice(-1) : [consequent];
  return last?.type === "ReturnStatement";
}

function isHarmless(statement: TSESTree.Statement, module: CodeModule): boolean {
  switch (statement.type) {
    case "BlockStatement":
      return areHarmless(statement.body, module);
    case "IfStatement":
      return (
        (isOther(statement.test, module) || isHarmless(statement.consequent, module)) &&
        (statement.alternate === null || isHarmless(statement.alternate, module))
      );
    case "VariableDeclaration":
      return statement.declarations.every(({ init }) => init === null || isRead(init));
    case "ReturnStatement":
      return statement.argument === null;
    case "ExpressionStatement":
      return statement.expression.type === "CallExpression" && isQuietCall(statement.expression, module);
    default:
      return false;
  }
}

/** `node instanceof CfnBucket`: what is below it is done to constructs that decide nothing about a function. */
function isOther(test: TSESTree.Expression, module: CodeModule): boolean {
  if (test.type === "LogicalExpression") {
    const sides = [test.left, test.right].map((side) => isOther(side, module));
    return test.operator === "&&" ? sides.some(Boolean) : sides.every(Boolean);
  }
  if (test.type !== "BinaryExpression" || test.operator !== "instanceof") return false;
  const imported = module.syntax.resolveImport(test.right);
  const name = imported && cdkNameOf({ specifier: imported.module, path: imported.path });
  return name !== undefined && isQuietModule(name);
}

/** Whether code runs for constructs alone that decide nothing about a function: `if (node instanceof CfnBucket) { … }`. */
export function isForOthers({ node, module }: Site): boolean {
  for (let child: TSESTree.Node = node; child.parent; child = child.parent)
    if (child.parent.type === "IfStatement" && child.parent.consequent === child)
      if (isOther(child.parent.test, module)) return true;
  return false;
}

/** A name, or a member of one, by whatever type. */
function isRead(node: TSESTree.Expression): boolean {
  if (node.type === "TSAsExpression" || node.type === "TSNonNullExpression") return isRead(node.expression);
  if (node.type === "MemberExpression") return isRead(node.object);
  return node.type === "Identifier" || node.type === "Literal" || node.type === "ThisExpression";
}

/** A call that changes no setting of what the aspect visits: a remark, a log. */
function isQuietCall({ callee }: TSESTree.CallExpression, { syntax }: CodeModule): boolean {
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier")
    return false;
  const imported = syntax.resolveImport(callee.object);
  return (
    changesNoSetting(callee.property.name) ||
    syntax.facts.isGlobal(callee.object, "console") ||
    (imported?.module === remarks.module && imported.path.join(".") === remarks.export)
  );
}
