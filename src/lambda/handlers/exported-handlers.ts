import { isFunction, unwrap } from "../../syntax/ast.js";
import type { ExportKey } from "../../syntax/export-paths.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Elsewhere, ReexportedHandler } from "../elsewhere.js";
import { collectExportedCode } from "./exported-code.js";
import { type ModuleExport, collectExports } from "./exports.js";
import { isForeignHandler } from "./foreign-handlers.js";
import { nameOf } from "./handler-names.js";
import { eventTypeOf } from "./handler-types.js";
import type { Handler } from "../model.js";

/**
 * The exports of the file that code of another file makes: `export const handler = createHandler(deps)`. Under the name of a
 * handler a function that awaits something is one, as it is where the file has it itself.
 */
export function findMadeHandlers(
  syntax: Syntax,
  elsewhere: Pick<Elsewhere, "givesHandler" | "givesPromise">,
  isCandidate: (entry: ModuleExport) => boolean,
  isNamed: (entry: ModuleExport) => boolean,
): readonly Handler[] {
  return collectExports(syntax.facts).flatMap((entry): readonly Handler[] => {
    const { name, value, nameNode } = entry;
    if (value === undefined || unwrap(value).type !== "CallExpression" || !isCandidate(entry)) return [];
    const makers = importPathsOf(value, syntax);
    const told = makers.find(({ module, path }) => elsewhere.givesHandler(module, path));
    const from =
      told ??
      (isNamed(entry) ? makers.find(({ module, path }) => elsewhere.givesPromise(module, path)) : undefined);
    if (from === undefined) return [];
    const plain = { node: undefined, eventType: undefined, isStreaming: false, isDurable: false } as const;
    const evidence = [told === undefined ? "export-name" : "annotation"] as const;
    return [{ ...plain, nameNode, exportName: name, evidence, reexportedFrom: from.module }];
  });
}

/** The functions of the file that other files make handlers. */
export function findExportedHandlers(
  syntax: Syntax,
  reexported: ReadonlyMap<ExportKey, ReexportedHandler>,
): readonly Handler[] {
  if (reexported.size === 0) return [];
  const code = collectExportedCode(syntax);
  return [...reexported].flatMap(
    ([key, { isStreaming, isDurable, isForwarded, isEventOnly, isAnswerDropped }]) =>
      (code.get(key) ?? []).flatMap((node): readonly Handler[] => {
        if (!isFunction(node) || isForeignHandler(node, syntax)) return [];
        if (isAnswerDropped === true && syntax.facts.returnsOf(node).length > 0) return [];
        const exportName = /^\w+$/.test(key) ? key : key === "" ? "default" : undefined;
        const evidence = ["re-export"] as const;
        return [
          {
            node,
            nameNode: nameOf(node),
            exportName,
            evidence,
            eventType: eventTypeOf(node, syntax),
            isStreaming,
            isDurable,
            reexportedFrom: undefined,
            ...(isForwarded === true && { isForwarded }),
            ...(isEventOnly === true && { isEventOnly }),
          },
        ];
      }),
  );
}
