import type { TSESTree } from "@typescript-eslint/utils";
import { type ClassNode, isClass } from "./ast.js";

type ThisOwner =
  | { readonly kind: "class"; readonly node: ClassNode; readonly isStatic: boolean }
  | { readonly kind: "object"; readonly node: TSESTree.ObjectExpression };

/** What `this` (or `super`) refers to at the node, where syntax alone says it. */
export function thisOwner(node: TSESTree.Node): ThisOwner | undefined {
  let child: TSESTree.Node = node;
  for (let parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (parent.type === "StaticBlock") return ownerClass(parent.parent.parent, true);
    if (
      (parent.type === "PropertyDefinition" || parent.type === "AccessorProperty") &&
      child === parent.value
    )
      return ownerClass(parent.parent.parent, parent.static);
    if (parent.type === "FunctionDeclaration") return undefined;
    if (parent.type !== "FunctionExpression") continue;
    const holder = parent.parent;
    if (holder.type === "MethodDefinition") return ownerClass(holder.parent.parent, holder.static);
    if (holder.type === "Property" && holder.parent.type === "ObjectExpression")
      return { kind: "object", node: holder.parent };
    return undefined;
  }
  return undefined;
}

function ownerClass(node: TSESTree.Node | undefined, isStatic: boolean): ThisOwner | undefined {
  return isClass(node) ? { kind: "class", node, isStatic } : undefined;
}
