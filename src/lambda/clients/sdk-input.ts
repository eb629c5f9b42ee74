import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, keyName, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { readStatic } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import { callersOf } from "../handlers/known-callers.js";

/** What the file shows of an object that is handed to an operation, and how far it shows all of it. */
export interface ObjectShape {
  /** `yes` and `no` hold on every path; `unknown` where a spread, a write or a caller outside the file may decide. */
  has(name: string): "yes" | "no" | "unknown";
  /** The values that the property can have as far as the file shows them, as they are written. */
  valuesOf(name: string): readonly TSESTree.Node[];
}

/** Deeper than any input that people write; beyond it the shape is unknown. */
const MAX_DEPTH = 6;
/** More values than a helper returns or is given; with the depth it bounds the work. */
const MAX_BRANCHES = 6;

interface Literals {
  /** `undefined` for a value that has no properties: `undefined`, `false`, a missing argument. */
  readonly objects: readonly (TSESTree.ObjectExpression | undefined)[];
  readonly isComplete: boolean;
  /** Variables that held the object, through which the file may write to it. */
  readonly variables: readonly Variable[];
}

const NOTHING: Literals = { objects: [], isComplete: false, variables: [] };
const EMPTY: Literals = { objects: [undefined], isComplete: true, variables: [] };

/** Reads an object through variables, branches, functions of the file and the parameters of those nobody else calls. */
export function readShape(expression: TSESTree.Node | undefined, syntax: Syntax): ObjectShape {
  const { objects, isComplete, variables } =
    expression === undefined ? EMPTY : literalsOf(expression, syntax, 0);
  const writes = variables.flatMap((variable) => [
    ...(collectPropertyWrites(syntax.facts).byVariable.get(variable) ?? []),
  ]);
  const isOpen = !isComplete || variables.some((variable) => isChangedElsewhere(variable));
  return {
    has(name) {
      const answers = objects.map((object) => hasProperty(object, name, syntax, 0));
      if (isOpen || writes.some((write) => write.name === name || write.name === undefined)) {
        // What comes later may add a property, and cannot take one away.
        return !isOpen && answers.length > 0 && answers.every((answer) => answer === "yes")
          ? "yes"
          : "unknown";
      }
      return agree(answers);
    },
    valuesOf(name) {
      return [
        ...objects.flatMap((object) => propertyValues(object, name, syntax, 0)),
        ...writes.flatMap((write) => (write.name === name ? [write.value] : [])),
      ];
    },
  };
}

function literalsOf(expression: TSESTree.Node, syntax: Syntax, depth: number): Literals {
  if (depth > MAX_DEPTH) return NOTHING;
  const node = unwrap(expression);
  switch (node.type) {
    case "ObjectExpression":
      return { objects: [node], isComplete: true, variables: [] };
    case "Literal":
      return EMPTY;
    case "Identifier":
      if (syntax.facts.isGlobal(node, "undefined")) return EMPTY;
      return literalsOfVariable(syntax.facts.variableOf(node), syntax, depth);
    case "ConditionalExpression":
      return join([node.consequent, node.alternate], syntax, depth);
    case "LogicalExpression": {
      if (node.operator !== "&&") return join([node.left, node.right], syntax, depth);
      return merge([EMPTY, literalsOf(node.right, syntax, depth + 1)]);
    }
    case "AwaitExpression":
      return literalsOf(node.argument, syntax, depth + 1);
    case "CallExpression": {
      const functions = syntax.values.functionsOf(node.callee);
      if (functions.length === 0) return NOTHING;
      return join(
        functions.flatMap((fn) => syntax.facts.returnsOf(fn)),
        syntax,
        depth,
      );
    }
    default: {
      const objects = syntax.values
        .valuesOf(node)
        .filter((value): value is TSESTree.ObjectExpression => value.type === "ObjectExpression");
      return { objects, isComplete: false, variables: [] };
    }
  }
}

function literalsOfVariable(variable: Variable | undefined, syntax: Syntax, depth: number): Literals {
  const [definition, ...others] = variable?.defs ?? [];
  if (variable === undefined || definition === undefined || others.length > 0) return NOTHING;
  const node: TSESTree.Node = definition.node;
  const assigned = variable.references.flatMap(({ identifier, init, writeExpr }) => {
    if (init === true || !writeExpr) return [];
    return identifier.parent.type === "AssignmentExpression" && identifier.parent.left === identifier
      ? [writeExpr]
      : [undefined];
  });
  const known = assigned.filter((value) => value !== undefined);
  const written = merge([
    ...(known.length < assigned.length ? [NOTHING] : []),
    ...known.map((value) => literalsOf(value, syntax, depth + 1)),
  ]);
  if (node.type === "VariableDeclarator") {
    if (node.id.type !== "Identifier") return NOTHING;
    const initial = node.init === null ? undefined : literalsOf(node.init, syntax, depth + 1);
    return withVariable(merge([...(initial ? [initial] : []), written]), variable);
  }
  if (!isFunction(node)) return NOTHING;
  const index = node.params.findIndex((parameter) =>
    parameter.type === "AssignmentPattern"
      ? parameter.left === definition.name
      : parameter === definition.name,
  );
  if (index === -1) return NOTHING;
  const isKnown = callersOf(node, syntax) !== undefined;
  const given = join(syntax.values.argumentsFor(node, index), syntax, depth);
  return withVariable(merge([given, written, ...(isKnown ? [] : [NOTHING])]), variable);
}

function join(expressions: readonly TSESTree.Node[], syntax: Syntax, depth: number): Literals {
  if (expressions.length > MAX_BRANCHES) return NOTHING;
  return merge(expressions.map((expression) => literalsOf(expression, syntax, depth + 1)));
}

function merge(parts: readonly Literals[]): Literals {
  return {
    objects: parts.flatMap(({ objects }) => objects),
    isComplete: parts.every(({ isComplete }) => isComplete),
    variables: parts.flatMap(({ variables }) => variables),
  };
}

function withVariable(literals: Literals, variable: Variable): Literals {
  return { ...literals, variables: [...literals.variables, variable] };
}

/** `Object.assign(input, …)`, `delete input.name`: the object changes in a way that nothing here follows. */
function isChangedElsewhere(variable: Variable): boolean {
  return variable.references.some(({ identifier }) => {
    const { parent } = identifier;
    if (parent.type === "CallExpression" && parent.arguments[0] === identifier) {
      const { callee } = parent;
      return callee.type === "MemberExpression" && /^(?:assign|defineProperty|merge)$/.test(nameOf(callee));
    }
    return (
      parent.type === "MemberExpression" &&
      parent.parent.type === "UnaryExpression" &&
      parent.parent.operator === "delete"
    );
  });
}

function nameOf({ property }: TSESTree.MemberExpression): string {
  return property.type === "Identifier" ? property.name : "";
}

type Answer = "yes" | "no" | "unknown";

function agree(answers: readonly Answer[]): Answer {
  const [first = "unknown", ...others] = answers;
  return others.every((answer) => answer === first) ? first : "unknown";
}

function hasProperty(
  object: TSESTree.ObjectExpression | undefined,
  name: string,
  syntax: Syntax,
  depth: number,
): Answer {
  let answer: Answer = "no";
  for (const property of object?.properties ?? []) {
    if (property.type === "SpreadElement") {
      const spread = spreadHas(property.argument, name, syntax, depth);
      if (spread === "yes") answer = "yes";
      else if (spread === "unknown" && answer !== "yes") answer = "unknown";
      continue;
    }
    const key = keyName(property);
    if (key === name) answer = isUndefined(property.value, syntax) ? "no" : "yes";
    else if (key === undefined && answer !== "yes") answer = "unknown";
  }
  return answer;
}

function isUndefined(node: TSESTree.Node, { facts }: Syntax): boolean {
  const value = readStatic(facts, node);
  return value.k === "known" && value.value === undefined;
}

function spreadHas(argument: TSESTree.Node, name: string, syntax: Syntax, depth: number): Answer {
  if (depth > MAX_DEPTH) return "unknown";
  const { objects, isComplete } = literalsOf(argument, syntax, depth + 1);
  if (!isComplete) return "unknown";
  return agree(objects.map((object) => hasProperty(object, name, syntax, depth + 1)));
}

function propertyValues(
  object: TSESTree.ObjectExpression | undefined,
  name: string,
  syntax: Syntax,
  depth: number,
): readonly TSESTree.Node[] {
  if (object === undefined || depth > MAX_DEPTH) return [];
  return object.properties.flatMap((property) => {
    if (property.type !== "SpreadElement") return keyName(property) === name ? [property.value] : [];
    return literalsOf(property.argument, syntax, depth + 1).objects.flatMap((inner) =>
      propertyValues(inner, name, syntax, depth + 1),
    );
  });
}
