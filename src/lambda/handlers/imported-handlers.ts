import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap } from "../../syntax/ast.js";
import { type ExportPath, pathOfExport } from "../../syntax/export-paths.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { type ModuleExport, collectExports } from "./exports.js";
import { isCommandModule } from "./foreign-handlers.js";
import { isNamed } from "./handler-names.js";
import type { HandlerOptions } from "./handlers.js";
import { importsOfPart } from "./own-wrappers.js";
import { type AppliedWrapper, type Wrappers, createWrappers } from "./wrappers.js";

/** A function of another module that the file makes a handler. */
export interface ImportedHandler {
  readonly module: string;
  readonly path: ExportPath;
  /** The name of the handler, where the file exports it. */
  readonly exportName: string | undefined;
  readonly isStreaming: boolean;
  readonly isDurable: boolean;
  /** A handler of the file calls it with what Lambda gave. */
  readonly isForwarded?: true;
  /** Of that: what comes behind the event is none of what Lambda gave. */
  readonly isEventOnly?: true;
  /** Of that: the handler takes nothing of its answer. */
  readonly isAnswerDropped?: true;
}

/** `export { main as handler } from "./impl"`, `export const handler = middy(main)`, `exports.handler = require("./impl")`. */
export function findImportedHandlers(syntax: Syntax, options: HandlerOptions): readonly ImportedHandler[] {
  const wrappers = createWrappers(syntax, options);
  const exports = collectExports(syntax.facts);
  const exported = exports.filter(
    (entry) =>
      (options.isHandlerFile || isNamed(entry, options) || options.configured.includes(entry.name)) &&
      !isCommandModule(exports),
  );
  return [
    ...exported.flatMap((entry) => fromExport(entry, syntax, wrappers)),
    ...syntax.facts.calls.flatMap((call) => {
      const wrapper = call.type === "CallExpression" ? wrappers.wrapperOf(call) : undefined;
      return wrapper === undefined ? [] : fromWrapper(call.arguments, wrapper, undefined, syntax, wrappers);
    }),
  ];
}

function fromExport(
  { name, value, nameNode, reexportedFrom }: ModuleExport,
  syntax: Syntax,
  wrappers: Wrappers,
): readonly ImportedHandler[] {
  const plain = { exportName: name, isStreaming: false, isDurable: false };
  if (reexportedFrom === undefined) return value === undefined ? [] : through(value, plain, syntax, wrappers);
  const specifier = nameNode.parent;
  if (specifier?.type !== "ExportSpecifier" || specifier.exportKind === "type") return [];
  const { local } = specifier;
  const path = pathOfExport(local.type === "Identifier" ? local.name : local.value);
  return [{ ...plain, module: reexportedFrom, path }];
}

type Described = Omit<ImportedHandler, "module" | "path">;

/** The imported functions behind a handler: itself, or what the wrappers around it were given. */
function through(
  expression: TSESTree.Node,
  described: Described,
  syntax: Syntax,
  wrappers: Wrappers,
): readonly ImportedHandler[] {
  return syntax.values.valuesOf(expression).flatMap((value) => {
    const wrapper = value.type === "CallExpression" ? wrappers.wrapperOf(value) : undefined;
    if (value.type === "CallExpression" && wrapper !== undefined)
      return fromWrapper(value.arguments, wrapper, described.exportName, syntax, wrappers);
    const given = wrappers
      .partsGivenIn(value)
      .filter(({ gets }) => gets === "handler" || gets === "event")
      .flatMap((part) => importsOfPart(part, syntax).map((imported) => ({ ...imported, ...described })));
    // A function that another file gives: `createHandler(service)`.
    const made = importPathsOf(boundIn(value), syntax).map((imported) => ({ ...imported, ...described }));
    const found = [...given, ...made];
    const callee = value.type === "CallExpression" ? unwrap(value.callee) : undefined;
    // `middy(main).use(…)`
    return callee?.type === "MemberExpression" && unwrap(callee.object).type === "CallExpression"
      ? [...found, ...through(callee.object, described, syntax, wrappers)]
      : found;
  });
}

/** `app.handler.bind(app)` is `app.handler`. */
function boundIn(value: TSESTree.Node): TSESTree.Node {
  const callee = value.type === "CallExpression" ? unwrap(value.callee) : undefined;
  return callee?.type === "MemberExpression" && memberName(callee) === "bind" ? callee.object : value;
}

function fromWrapper(
  args: readonly TSESTree.CallExpressionArgument[],
  { kind, argument, effect }: AppliedWrapper,
  exportName: string | undefined,
  syntax: Syntax,
  wrappers: Wrappers,
): readonly ImportedHandler[] {
  const wrapped = args[argument];
  if (wrapped === undefined || kind === "app" || kind === "function" || kind === "maker" || kind === "skill")
    return [];
  const described = { exportName, isStreaming: effect === "streaming", isDurable: effect === "durable" };
  return through(wrapped, described, syntax, wrappers);
}
