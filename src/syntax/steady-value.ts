import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, keyName, lastNameOf, memberName, unwrap, wrapped } from "./ast.js";
import { mutatingMethods } from "./data-flow.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";

/** How many local constants a value is followed through. */
const MAX_CONSTANTS = 5;
/** Functions of the language that give the same for the same. */
const CONVERSIONS = ["Number", "String", "Boolean", "parseInt", "parseFloat"];

/**
 * True for a value that is the same whenever its function runs: literals, the environment, what the module knows, and
 * constants made of these. What any other call gives is not known.
 *
 * @param isGiven true for a variable that counts as such a value: a parameter whose arguments are asked elsewhere
 */
export function isSteadyValue(
  expression: TSESTree.Node,
  facts: SyntaxFacts,
  isGiven: (variable: Variable) => boolean = () => false,
  depth = 0,
): boolean {
  const isSteady = (part: TSESTree.Node): boolean => isSteadyValue(part, facts, isGiven, depth);
  const node = unwrap(expression);
  switch (node.type) {
    case "Literal":
      return true;
    case "Identifier": {
      const variable = facts.variableOf(node);
      if (variable === undefined) return node.name !== "arguments";
      return isGiven(variable) || isSteadyVariable(variable, facts, isGiven, depth);
    }
    case "MemberExpression":
      if (node.object.type === "ThisExpression") return isSteadyField(node, facts);
      return isSteady(node.object) && (!node.computed || isSteady(node.property));
    case "TemplateLiteral":
      return node.expressions.every(isSteady);
    case "UnaryExpression":
      return isSteady(node.argument);
    case "BinaryExpression":
    case "LogicalExpression":
      return isSteady(node.left) && isSteady(node.right);
    case "ConditionalExpression":
      return isSteady(node.test) && isSteady(node.consequent) && isSteady(node.alternate);
    case "ArrayExpression":
      return node.elements.every((element) => element === null || isSteady(element));
    case "SpreadElement":
      return isSteady(node.argument);
    case "ObjectExpression":
      return node.properties.every((property) =>
        property.type === "SpreadElement"
          ? isSteady(property.argument)
          : isSteady(property.value) && (!property.computed || isSteady(property.key)),
      );
    case "CallExpression":
      return (
        (CONVERSIONS.some((name) => facts.isGlobal(unwrap(node.callee), name)) ||
          readsSetting(node, isSteady)) &&
        node.arguments.every(isSteady)
      );
    default:
      return false;
  }
}

/** `env("TABLE_NAME")`, `config.get("table")`, `this.environment.tableName()`: what was set for the whole function. */
function readsSetting(
  { callee, arguments: given }: TSESTree.CallExpression,
  isSteady: (part: TSESTree.Node) => boolean,
): boolean {
  const named = unwrap(callee);
  if (named.type === "MemberExpression") return saysSettings(named) && isSteady(named.object);
  const isVariable = (argument: TSESTree.Node): boolean =>
    argument.type === "Literal" && typeof argument.value === "string" && VARIABLE.test(argument.value);
  return named.type === "Identifier" && given.length > 0 && given.every(isVariable);
}

/** The name of an environment variable. */
const VARIABLE = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/;
const SETTINGS = /^(?:env|environment|config|configuration|settings?)|(?:Env|Environment|Config|Settings?)/;

function saysSettings(callee: TSESTree.MemberExpression): boolean {
  const holder = unwrap(callee.object);
  const name = holder.type === "MemberExpression" ? memberName(holder) : lastNameOf(holder);
  return name !== undefined && SETTINGS.test(name);
}

/** `readonly settings = new Settings()`: a field that is made with the object, of nothing that changes, and set nowhere else. */
function isSteadyField(member: TSESTree.MemberExpression, facts: SyntaxFacts): boolean {
  const name = memberName(member);
  let holder: TSESTree.Node | undefined = member.parent;
  while (holder !== undefined && holder.type !== "ClassBody") holder = holder.parent;
  if (holder === undefined || name === undefined) return false;
  const field = holder.body.find(
    (part) => part.type === "PropertyDefinition" && !part.static && keyName(part) === name,
  );
  if (field?.type !== "PropertyDefinition" || field.value === null) return false;
  const isSet = facts.assignments.some(
    (assignment) =>
      assignment.type === "AssignmentExpression" &&
      assignment.left.type === "MemberExpression" &&
      memberName(assignment.left) === name,
  );
  const value = unwrap(field.value);
  const parts = value.type === "NewExpression" ? [value.callee, ...value.arguments] : [value];
  return !isSet && parts.every((part) => isSteadyValue(part, facts));
}

function isSteadyVariable(
  variable: Variable,
  facts: SyntaxFacts,
  isGiven: (variable: Variable) => boolean,
  depth: number,
): boolean {
  const {
    defs: [definition],
    references,
    scope,
  } = variable;
  if (definition === undefined) return false;
  const isLater = references.some(
    (reference) =>
      reference.isWrite() && reference.init !== true && enclosingFunction(reference.identifier) !== undefined,
  );
  if (isLater || isFilledInFunction(variable, facts)) return false;
  if (scope.block.type === "Program") return true;
  const { node, name } = definition;
  if (node.type !== "VariableDeclarator" || node.id !== name || node.init === null) return false;
  const isWrittenOnce = references.every((reference) => !reference.isWrite() || reference.init === true);
  return isWrittenOnce && depth < MAX_CONSTANTS && isSteadyValue(node.init, facts, isGiven, depth + 1);
}

/** True where a function puts into the object that the variable holds what may be another value each time. */
function isFilledInFunction({ references }: Variable, facts: SyntaxFacts): boolean {
  return references.some(
    ({ identifier }) => enclosingFunction(identifier) !== undefined && isFilledAt(identifier, facts),
  );
}

/** `state.region = event.region`, `queue.push(event.id)`, `Object.assign(state, event)` */
function isFilledAt(identifier: TSESTree.Node, facts: SyntaxFacts): boolean {
  const holder = wrapped(identifier);
  let part = holder;
  while (part.parent?.type === "MemberExpression" && part.parent.object === part) part = wrapped(part.parent);
  const { parent } = part;
  switch (parent?.type) {
    case "AssignmentExpression":
      return part !== holder && parent.left === part && !isFixed(parent.right, facts);
    case "UpdateExpression":
      return part !== holder;
    case "CallExpression": {
      const callee = unwrap(parent.callee);
      if (callee.type !== "MemberExpression") return false;
      const isOwnMethod = callee === unwrap(part) && mutatingMethods.has(memberName(callee) ?? "");
      const isAssigned =
        parent.arguments[0] === part &&
        memberName(callee) === "assign" &&
        facts.isGlobal(unwrap(callee.object), "Object");
      return (
        (isOwnMethod || isAssigned) &&
        !parent.arguments.every((given) => given === part || isFixed(given, facts))
      );
    }
    default:
      return false;
  }
}

/** A literal, or what the environment has. */
function isFixed(value: TSESTree.Node, facts: SyntaxFacts): boolean {
  const node = unwrap(value);
  if (node.type === "MemberExpression") return !node.computed && isFixed(node.object, facts);
  return node.type === "Literal" || facts.isGlobal(node, "process");
}

/** True for a value that is the same whenever the function is given the same: its parameters count as steady values. */
export function isMadeOfArguments(
  expression: TSESTree.Node,
  fn: TSESTree.Node | undefined,
  facts: SyntaxFacts,
): boolean {
  return isSteadyValue(
    expression,
    facts,
    ({ defs: [definition], references }) =>
      definition?.type === "Parameter" &&
      definition.node === fn &&
      references.every((reference) => !reference.isWrite() || reference.init === true),
  );
}
