import type { TSESTree } from "@typescript-eslint/utils";
import { append } from "./append.js";
import { type ClassNode, memberName, unwrap } from "./ast.js";
import { isExportsObject } from "./exports-object.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";
import { oncePer } from "./once-per.js";
import { thisOwner } from "./this-owner.js";

export interface PropertyWrite {
  readonly name: string | undefined;
  readonly value: TSESTree.Expression;
  readonly node: TSESTree.AssignmentExpression;
}

export interface PropertyWrites {
  readonly byVariable: ReadonlyMap<Variable, readonly PropertyWrite[]>;
  readonly byClass: ReadonlyMap<ClassNode, readonly PropertyWrite[]>;
  /** `exports.name = value`, `module.exports.name = value` */
  readonly ofExports: readonly PropertyWrite[];
}

/** Every `x.name = value`, `this.name = value` and `exports.name = value` of the file, collected once. */
export const collectPropertyWrites = oncePer(findPropertyWrites);

function findPropertyWrites(facts: SyntaxFacts): PropertyWrites {
  const byVariable = new Map<Variable, PropertyWrite[]>();
  const byClass = new Map<ClassNode, PropertyWrite[]>();
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
      if (variable !== undefined) append(byVariable, variable, write);
      else if (isExportsObject(object, facts)) ofExports.push(write);
    }
  }
  return { byVariable, byClass, ofExports };
}
