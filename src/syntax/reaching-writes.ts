import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionNode,
  isFunction,
  isInside,
  isLoop,
  keyName,
  memberName,
  unitOf,
  unwrap,
} from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";
import { oncePer } from "./once-per.js";
import { collectPropertyWrites } from "./property-writes.js";

/** One way in which a variable, or a property of it, comes by its value. */
export interface VariableWrite {
  /** The declaration, assignment or call that writes. */
  readonly node: TSESTree.Node;
  /**
   * - `value`: the variable has the value, or what lies at `from` in it;
   * - `item`, `key`: it has the items, or the names, of the value one after the other;
   * - `added`: the value is put into the variable's, as an item;
   * - `merged`: the variable's value gets the properties of the value;
   * - `parameter`: it has what the callers give, or what lies at `from` in that.
   */
  readonly kind: "value" | "item" | "key" | "added" | "merged" | "parameter";
  /** Undefined for a parameter. */
  readonly value: TSESTree.Node | undefined;
  readonly from: readonly string[];
  /** The property that is written; undefined for the variable itself. `*` where the name is computed. */
  readonly property: string | undefined;
  readonly parameter: { readonly fn: FunctionNode; readonly index: number } | undefined;
}

/** What stands for a name that is computed, and for the items of the rest of an array. */
const ANY = "*";

/** Where a pattern takes the variable from: `[user, id]` of `{ user: { id } }`. A rest has what its pattern has. */
function bindingPath(pattern: TSESTree.Node, variable: Variable): string[] | undefined {
  switch (pattern.type) {
    case "Identifier":
      return variable.identifiers.includes(pattern) ? [] : undefined;
    case "AssignmentPattern":
      return bindingPath(pattern.left, variable);
    case "RestElement":
      return bindingPath(pattern.argument, variable);
    case "TSParameterProperty":
      return bindingPath(pattern.parameter, variable);
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") {
          const rest = bindingPath(property, variable);
          if (rest !== undefined) return rest;
          continue;
        }
        const inner = bindingPath(property.value, variable);
        if (inner !== undefined) return [keyName(property) ?? ANY, ...inner];
      }
      return undefined;
    case "ArrayPattern":
      for (const [index, element] of pattern.elements.entries()) {
        if (element === null) continue;
        const inner = bindingPath(element, variable);
        if (inner !== undefined) return element.type === "RestElement" ? inner : [String(index), ...inner];
      }
      return undefined;
    default:
      return undefined;
  }
}

const writesOf = oncePer((variable: Variable, facts: SyntaxFacts) => collectWrites(variable, facts));

/**
 * The writes whose value the variable can have where `point` reads it. Of the writes in the same stretch of code only
 * those count that can come before, and a write that always comes before hides those that come before it.
 *
 * @param adding methods whose arguments become items of the receiver
 */
export function writesReaching(
  variable: Variable,
  point: TSESTree.Node,
  facts: SyntaxFacts,
  adding: ReadonlySet<string>,
): readonly VariableWrite[] {
  const all = [...writesOf(variable, facts), ...additionsTo(variable, adding)];
  if (all.length < 2) return all.filter((write) => !isOnOtherBranch(write, point, variable));
  const unit = unitOf(point);
  const hiding = new Map<string | undefined, VariableWrite>();
  for (const write of all) {
    if (write.kind !== "value" || !hidesEarlier(write, point, unit)) continue;
    const known = hiding.get(write.property);
    if (known === undefined || write.node.range[0] > known.node.range[0]) hiding.set(write.property, write);
  }
  return all.filter((write) => {
    const last = hiding.get(undefined);
    const lastOfProperty = write.property === undefined ? undefined : hiding.get(write.property);
    if (last !== undefined && write !== last && isBefore(write, last)) return false;
    if (lastOfProperty !== undefined && write !== lastOfProperty && isBefore(write, lastOfProperty))
      return false;
    return canComeBefore(write, point, unit) && !isOnOtherBranch(write, point, variable);
  });
}

/** True when the property has been written anew on every way to the point, so that what was there before does not count. */
export function isOverwritten(
  variable: Variable,
  property: string,
  point: TSESTree.Node,
  facts: SyntaxFacts,
): boolean {
  const unit = unitOf(point);
  return writesOf(variable, facts).some(
    (write) => write.property === property && hidesEarlier(write, point, unit),
  );
}

function isBefore(write: VariableWrite, other: VariableWrite): boolean {
  // A parameter has its value before anything else of the function is evaluated.
  return write.kind === "parameter" || write.node.range[0] < other.node.range[0];
}

function hidesEarlier(write: VariableWrite, point: TSESTree.Node, unit: TSESTree.Node): boolean {
  const { node } = write;
  if (node.type === "AssignmentExpression" && node.operator !== "=") return false;
  const statement = node.parent;
  if (statement?.type !== "ExpressionStatement" && statement?.type !== "VariableDeclaration") return false;
  if (node.type === "VariableDeclarator" && node.init === null) return false;
  return unitOf(node) === unit && node.range[1] <= point.range[0] && isInside(point, statement.parent);
}

function canComeBefore(write: VariableWrite, point: TSESTree.Node, unit: TSESTree.Node): boolean {
  if (write.kind === "parameter" || unitOf(write.node) !== unit) return true;
  // The write of `x = f(x)` comes after the read.
  if (write.node.range[0] < point.range[0] && !isInside(point, write.node)) return true;
  if (write.node.type === "VariableDeclarator") return true;
  for (let node = point.parent; node && node !== unit; node = node.parent)
    if (isLoop(node) && isInside(write.node, node)) return true;
  return false;
}

/**
 * True where no way leads from the write to the point: it stands in the other branch of an `if` or `switch`, or in a block that
 * ends the function. A variable from outside keeps what another call has written, and one from outside a loop what another
 * pass has.
 */
function isOnOtherBranch(write: VariableWrite, point: TSESTree.Node, variable: Variable): boolean {
  if (write.kind === "parameter") return false;
  const unit = unitOf(point);
  if (
    unitOf(write.node) !== unit ||
    !variable.defs.every(({ node }) => node === unit || unitOf(node) === unit)
  )
    return false;
  let leaves = false;
  let child: TSESTree.Node = write.node;
  for (let node = child.parent; node && node !== unit; child = node, node = node.parent) {
    if (!isInside(point, node)) {
      // What is thrown or returned comes to `catch` and `finally` first.
      if (node.type === "TryStatement") leaves = false;
      else leaves ||= node.type === "BlockStatement" && endsFunction(node.body.at(-1));
      continue;
    }
    if (node.type === "TryStatement") return false;
    return leaves || (areApart(node, child, point) && !isInLoopBelow(node, variable, unit));
  }
  return false;
}

function endsFunction(statement: TSESTree.Statement | undefined): boolean {
  return statement?.type === "ReturnStatement" || statement?.type === "ThrowStatement";
}

/** `child` and the point are branches of the statement of which one call takes but one. */
function areApart(statement: TSESTree.Node, child: TSESTree.Node, point: TSESTree.Node): boolean {
  if (statement.type === "IfStatement")
    return child !== statement.test && !isInside(point, child) && !isInside(point, statement.test);
  if (statement.type !== "SwitchStatement" || child.type !== "SwitchCase" || isInside(point, child))
    return false;
  const last = child.consequent.at(-1);
  const end = last?.type === "BlockStatement" ? last.body.at(-1) : last;
  return end?.type === "BreakStatement" || endsFunction(end);
}

function isInLoopBelow(statement: TSESTree.Node, variable: Variable, unit: TSESTree.Node): boolean {
  for (let node = statement.parent; node && node !== unit; node = node.parent)
    if (isLoop(node) && !variable.defs.every((definition) => isInside(definition.node, node))) return true;
  return false;
}

function collectWrites(variable: Variable, facts: SyntaxFacts): readonly VariableWrite[] {
  const writes: VariableWrite[] = [];
  const add = (write: Partial<VariableWrite> & Pick<VariableWrite, "node" | "kind">): void => {
    writes.push({ value: undefined, from: [], property: undefined, parameter: undefined, ...write });
  };
  for (const { node } of variable.defs) {
    if (isFunction(node)) {
      for (const [index, parameter] of node.params.entries()) {
        const from = bindingPath(parameter, variable);
        if (from !== undefined) add({ node, kind: "parameter", from, parameter: { fn: node, index } });
      }
    } else if (node.type === "VariableDeclarator") {
      const from = bindingPath(node.id, variable) ?? [];
      const loop = node.parent.parent;
      if (node.init !== null) add({ node, kind: "value", value: node.init, from });
      else if (loop.type === "ForOfStatement" && loop.left === node.parent)
        add({ node, kind: "item", value: loop.right, from });
      else if (loop.type === "ForInStatement" && loop.left === node.parent)
        add({ node, kind: "key", value: loop.right });
    }
  }
  for (const reference of variable.references) {
    if (reference.init === true) continue;
    const { identifier } = reference;
    if (reference.isWrite()) {
      const assignment = assignmentOf(identifier);
      if (assignment !== undefined)
        add({
          node: assignment,
          kind: "value",
          value: assignment.right,
          from: bindingOf(assignment.left, identifier),
        });
    } else {
      const merged = mergedInto(identifier);
      if (merged !== undefined)
        for (const value of merged.arguments.slice(1)) add({ node: merged, kind: "merged", value });
    }
  }
  for (const write of collectPropertyWrites(facts).byVariable.get(variable) ?? [])
    add({ node: write.node, kind: "value", value: write.value, property: write.name ?? ANY });
  return writes;
}

function assignmentOf(identifier: TSESTree.Node): TSESTree.AssignmentExpression | undefined {
  for (let node = identifier.parent; node; node = node.parent) {
    if (node.type === "AssignmentExpression") return isInside(identifier, node.left) ? node : undefined;
    if (isFunction(node) || node.type.endsWith("Statement")) return undefined;
  }
  return undefined;
}

function bindingOf(pattern: TSESTree.Node, identifier: TSESTree.Node): string[] {
  return bindingPath(pattern, { identifiers: [identifier] } as unknown as Variable) ?? [];
}

/** `Object.assign(target, …)` */
function mergedInto(identifier: TSESTree.Node): TSESTree.CallExpression | undefined {
  const call = identifier.parent;
  if (call?.type !== "CallExpression" || call.arguments[0] !== identifier) return undefined;
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" && memberName(callee) === "assign" ? call : undefined;
}

/** `list.push(value)`, `map.set(key, value)` */
function additionsTo(variable: Variable, adding: ReadonlySet<string>): VariableWrite[] {
  return variable.references.flatMap(({ identifier }) => {
    const member = identifier.parent;
    if (member.type !== "MemberExpression" || member.object !== identifier) return [];
    const call = member.parent;
    if (call.type !== "CallExpression" || call.callee !== member) return [];
    const name = memberName(member) ?? "";
    const values = adding.has(name) ? call.arguments : name === "set" ? call.arguments.slice(1) : [];
    return values.map((value): VariableWrite => ({
      node: call,
      kind: "added",
      value,
      from: [],
      property: undefined,
      parameter: undefined,
    }));
  });
}
