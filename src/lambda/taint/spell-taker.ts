import type { CallNode } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";

/** The callee as the message names it. */
export function spellTaker(call: CallNode, syntax: Syntax): string {
  const text = syntax.facts.sourceCode.getText(call.callee).replace(/\s+/g, "");
  const name = text.length <= 40 ? text : `…${text.slice(-30).replace(/^[^.]*/, "")}`;
  return `${call.type === "NewExpression" ? "new " : ""}${name}()`;
}
