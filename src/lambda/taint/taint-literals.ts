import type { TSESTree } from "@typescript-eslint/utils";
import { keyName } from "../../syntax/ast.js";
import type { TaintVisitor } from "./taint-calls.js";
import type { Place } from "./taint-place.js";
import { ANY, DEEP, KEYS, PARSED } from "./value-path.js";

/** Goes on with the items of a list that count. */
export function followArray(node: TSESTree.ArrayExpression, place: Place, search: TaintVisitor): void {
  const [step, ...rest] = place.path;
  if (step === undefined || step === KEYS || step === PARSED) return; // a list is no text
  const path = step === DEEP ? [DEEP] : rest;
  const wanted = /^\d+$/.test(step) && !node.elements.some((element) => element?.type === "SpreadElement");
  for (const [index, element] of node.elements.entries()) {
    if (element?.type === "SpreadElement") search.visit(element.argument, place);
    else if (!wanted || String(index) === step) search.visit(element, { ...place, path });
  }
}

/** Goes on with the properties of an object that count. */
export function followObject(node: TSESTree.ObjectExpression, place: Place, search: TaintVisitor): void {
  const [step, ...rest] = place.path;
  if (step === undefined || step === PARSED) return; // an object is no text
  const isOneName = step !== DEEP && step !== KEYS && step !== ANY;
  // Of several properties of one name the last one counts.
  for (const property of isOneName ? node.properties.toReversed() : node.properties) {
    if (property.type === "SpreadElement") {
      search.visit(property.argument, place);
      continue;
    }
    const name = keyName(property);
    if (step === KEYS || step === DEEP) {
      if (property.computed) search.visit(property.key, { ...place, path: [] });
      if (step === DEEP) search.visit(property.value, place);
    } else if (step === ANY || name === undefined) search.visit(property.value, { ...place, path: rest });
    else if (name === step) {
      search.visit(property.value, { ...place, path: rest });
      return; // it hides what the spreads before it bring
    }
  }
}
