import { isFunction } from "../syntax/ast.js";
import type { ExportKey } from "../syntax/export-paths.js";
import type { Syntax } from "../syntax/syntax.js";
import type { ReexportedHandler } from "./elsewhere.js";
import { collectExportedCode } from "./exported-code.js";
import { isForeignHandler } from "./foreign-handlers.js";
import { nameOf } from "./handlers.js";
import type { Handler } from "./model.js";

/** The functions of the file that other files make handlers. */
export function findExportedHandlers(
  syntax: Syntax,
  reexported: ReadonlyMap<ExportKey, ReexportedHandler>,
): readonly Handler[] {
  if (reexported.size === 0) return [];
  const code = collectExportedCode(syntax);
  return [...reexported].flatMap(([key, { isStreaming, isDurable }]) =>
    (code.get(key) ?? []).flatMap((node): readonly Handler[] => {
      if (!isFunction(node) || isForeignHandler(node, syntax)) return [];
      const exportName = /^\w+$/.test(key) ? key : key === "" ? "default" : undefined;
      const evidence = ["re-export"] as const;
      return [
        {
          node,
          nameNode: nameOf(node),
          exportName,
          evidence,
          eventType: undefined,
          isStreaming,
          isDurable,
          reexportedFrom: undefined,
        },
      ];
    }),
  );
}
