import type { TSESTree } from "@typescript-eslint/utils";
import { harmlessIn } from "../../knowledge/sanitizers.js";
import { holdingConstructors } from "../../knowledge/text-flow.js";
import { type ClassNode, constructorOf, isInside, keyName, unwrap } from "../../syntax/ast.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import { thisOwner } from "../../syntax/this-owner.js";
import { type TaintVisitor, followArgument } from "./taint-calls.js";
import { followObject } from "./taint-literals.js";
import { type Place, isWhole } from "./taint-place.js";
import { ANY, DEEP } from "./value-path.js";

/** Goes on with what a new object holds: one of a class of the file, a `URL`, a `Map`. */
export function followNew(node: TSESTree.NewExpression, place: Place, search: TaintVisitor): void {
  const cls = search.syntax.values.classOf(node.callee);
  if (cls !== undefined) {
    followField(cls, node, place, search);
    return;
  }
  const callee = unwrap(node.callee);
  if (callee.type !== "Identifier" || !holdingConstructors.has(callee.name)) return;
  if (
    !search.syntax.facts.isGlobal(callee, callee.name) &&
    search.syntax.resolveImport(callee)?.module !== "url"
  )
    return;
  const [first, second] = node.arguments;
  if (callee.name === "URLSearchParams" && isWhole(place.path)) {
    // Written out, its values are encoded.
    if (!harmlessIn["uri-component"].includes(search.sink)) search.visit(first, { ...place, path: [DEEP] });
  } else if (callee.name === "URLSearchParams") search.visit(first, { ...place, path: [] });
  else if (callee.name === "URL") {
    search.visit(first, { ...place, path: [] });
    if (search.sink === "url") search.visit(second, { ...place, path: [] });
  } else if (callee.name === "Map")
    search.visit(first, { ...place, path: [ANY, "1", ...place.path.slice(1)] });
  else search.visit(first, place);
}

/** Goes on with what the object or the class of `this` keeps under the first name of the path. */
export function followThis(self: TSESTree.ThisExpression, place: Place, search: TaintVisitor): void {
  const owner = thisOwner(self);
  if (owner?.kind === "object") followObject(owner.node, place, search);
  if (owner?.kind === "class") followField(owner.node, undefined, place, search);
}

/** What the fields of an instance are set to: by their initialisers, and by the class's own methods. */
function followField(
  cls: ClassNode,
  creation: TSESTree.NewExpression | undefined,
  place: Place,
  search: TaintVisitor,
): void {
  const [step, ...rest] = place.path;
  const constructor = constructorOf(cls);
  const inner: Place = { ...place, path: rest, isFixed: false };
  const inConstructor =
    constructor && creation ? search.enter(constructor, creation, inner, creation) : undefined;
  for (const write of collectPropertyWrites(search.syntax.facts).byClass.get(cls) ?? []) {
    if (write.name !== step) continue;
    const isOwn = constructor !== undefined && isInside(write.node, constructor);
    const frame = isOwn ? inConstructor : undefined;
    search.visit(write.value, { ...inner, frame, use: write.node });
  }
  for (const member of cls.body.body)
    if (member.type === "PropertyDefinition" && keyName(member) === step) search.visit(member.value, inner);
  for (const [index, parameter] of (constructor?.params ?? []).entries()) {
    if (constructor === undefined || parameter.type !== "TSParameterProperty") continue;
    const target =
      parameter.parameter.type === "AssignmentPattern" ? parameter.parameter.left : parameter.parameter;
    if (target.name !== step) continue;
    if (creation !== undefined) followArgument(constructor, creation, index, inner, search);
    else search.visitParameter({ fn: constructor, index }, { ...inner, frame: undefined }, place.use);
  }
}
