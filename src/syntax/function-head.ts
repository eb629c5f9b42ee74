import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { getFunctionHeadLocation } from "@typescript-eslint/utils/ast-utils";
import type { FunctionNode } from "./ast.js";

/** Where a function begins, its name or arrow included: a squiggle under the whole of it points at nothing. */
export function headLocationOf(
  fn: FunctionNode,
  sourceCode: Readonly<TSESLint.SourceCode>,
): TSESTree.SourceLocation {
  return getFunctionHeadLocation(fn, sourceCode);
}
