import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type Syntax, getSyntax } from "../../syntax/syntax.js";
import type { Place } from "../config-value.js";

/** A source file whose code is read. */
export interface CodeModule {
  /** Absolute. */
  readonly file: string;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly syntax: Syntax;
  placeOf(node: TSESTree.Node): Place;
}

export function createCodeModule(file: string, sourceCode: Readonly<TSESLint.SourceCode>): CodeModule {
  let lineStarts: readonly number[] | undefined;
  return {
    file,
    sourceCode,
    syntax: getSyntax(sourceCode),
    placeOf({ range }) {
      lineStarts ??= [0, ...[...sourceCode.text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map(endOf)];
      const [start, end] = range;
      let line = 0;
      for (let low = 0, high = lineStarts.length - 1; low <= high;) {
        const middle = (low + high) >> 1;
        if ((lineStarts[middle] ?? 0) <= start) {
          line = middle;
          low = middle + 1;
        } else high = middle - 1;
      }
      return { file, line: line + 1, column: start - (lineStarts[line] ?? 0) + 1, range: [start, end] };
    },
  };
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].length;
}
