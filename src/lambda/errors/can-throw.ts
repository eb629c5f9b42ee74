import type { TSESTree } from "@typescript-eslint/utils";
import { isLoop } from "../../syntax/ast.js";

/** True when a `throw` stands in the statement, nested functions apart. */
export function canThrow(statement: TSESTree.Statement): boolean {
  switch (statement.type) {
    case "ThrowStatement":
      return true;
    case "BlockStatement":
      return statement.body.some((inner) => canThrow(inner));
    case "IfStatement":
      return (
        canThrow(statement.consequent) || (statement.alternate !== null && canThrow(statement.alternate))
      );
    case "SwitchStatement":
      return statement.cases.some(({ consequent }) => consequent.some((inner) => canThrow(inner)));
    case "TryStatement":
      return (
        canThrow(statement.handler?.body ?? statement.block) ||
        (statement.finalizer !== null && canThrow(statement.finalizer))
      );
    default:
      return isLoop(statement) && canThrow(statement.body);
  }
}
