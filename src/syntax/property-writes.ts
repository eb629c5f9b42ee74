import type { TSESTree } from "@typescript-eslint/utils";
import { append } from "./append.js";
import { type ClassNode, type FunctionNode, isFunction, keyName, memberName, unwrap } from "./ast.js";
import { isExportsObject, isNameOfExports } from "./exports-object.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";
import { oncePer } from "./once-per.js";
import { thisOwner } from "./this-owner.js";

export interface PropertyWrite {
  readonly name: string | undefined;
  readonly value: TSESTree.Node;
  readonly node: TSESTree.AssignmentExpression;
}

export interface PropertyWrites {
  readonly byVariable: ReadonlyMap<Variable, readonly PropertyWrite[]>;
  readonly byClass: ReadonlyMap<ClassNode, readonly PropertyWrite[]>;
  /** `Store.prototype.save = save`, `Store.prototype = { save }`, by the function that makes the instances. */
  readonly byConstructor: ReadonlyMap<FunctionNode, readonly PropertyWrite[]>;
  /** `exports.name = value`, `module.exports.name = value`, and by a name that the file gives the object */
  readonly ofExports: readonly PropertyWrite[];
}

/** Every `x.name = value`, `x.prototype.name = value`, `this.name = value` and `exports.name = value` of the file, collected once. */
export const collectPropertyWrites = oncePer(findPropertyWrites);

function findPropertyWrites(facts: SyntaxFacts): PropertyWrites {
  const byVariable = new Map<Variable, PropertyWrite[]>();
  const byClass = new Map<ClassNode, PropertyWrite[]>();
  const byConstructor = new Map<FunctionNode, PropertyWrite[]>();
  const ofExports: PropertyWrite[] = [];
  for (const node of facts.assignments) {
    if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") continue;
    const write: PropertyWrite = { name: memberName(node.left), value: node.right, node };
    const object = unwrap(node.left.object);
    if (object.type === "ThisExpression") {
      const owner = thisOwner(object);
      if (owner?.kind === "class") append(byClass, owner.node, write);
    } else {
      const variable = facts.variableOf(object);
      const constructed = constructorIn(object, facts);
      if (constructed !== undefined) append(byConstructor, constructed, write);
      else if (variable !== undefined) append(byVariable, variable, write);
      if (isExportsObject(object, facts) || isNameOfExports(object, facts)) ofExports.push(write);
    }
    const replaced = write.name === "prototype" ? constructorOf(object, facts) : undefined;
    const members = unwrap(node.right);
    if (replaced === undefined || members.type !== "ObjectExpression") continue;
    for (const member of members.properties)
      if (member.type === "Property")
        append(byConstructor, replaced, { name: keyName(member), value: member.value, node });
  }
  return { byVariable, byClass, byConstructor, ofExports };
}

/** The function of `Store.prototype`. */
function constructorIn(object: TSESTree.Node, facts: SyntaxFacts): FunctionNode | undefined {
  return object.type === "MemberExpression" && memberName(object) === "prototype"
    ? constructorOf(unwrap(object.object), facts)
    : undefined;
}

function constructorOf(node: TSESTree.Node, facts: SyntaxFacts): FunctionNode | undefined {
  const definition = facts.variableOf(node)?.defs[0]?.node;
  const fn = definition?.type === "VariableDeclarator" ? definition.init : definition;
  return fn && isFunction(fn) ? fn : undefined;
}

/** False for `count += 1`, which computes a value. */
export function givesRightSide({ operator }: TSESTree.AssignmentExpression): boolean {
  return operator === "=" || operator === "??=" || operator === "||=" || operator === "&&=";
}

/** What `object.name = value` gives the property; a prototype's object gives what stands in it. */
export function valueOfWrite({ value, node }: PropertyWrite): TSESTree.Node {
  return node.right === value && !givesRightSide(node) ? node : value;
}
