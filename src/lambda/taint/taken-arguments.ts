import type { TSESTree } from "@typescript-eslint/utils";
import { type ExportKey, INSTANCE } from "../../syntax/export-paths.js";
import type { ImportPath } from "../../syntax/import-paths.js";
import { type CallNode, type CodeUnit, isFunction, unwrap } from "../../syntax/ast.js";
import { append } from "../../syntax/append.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { collectExportedCode } from "../handlers/exported-code.js";
import type { GivenBack, ResultQuestion, TakenArgument } from "../elsewhere.js";
import type { LambdaModel } from "../model.js";
import { mayTakeWebRequests } from "../events/web-requests.js";
import { packageOf } from "../bindings/package-of.js";
import { handedEventOf } from "../handlers/forwarded-handlers.js";
import { importedCode, isOfAws, mayCallOthers } from "./imported-code.js";
import { injectionSinksOf, isStatement } from "./injection-sinks.js";
import { inputSinksOf } from "./input-sinks.js";
import { spellTaker } from "./spell-taker.js";
import { traceData } from "./taint.js";
import { DEEP } from "./value-path.js";

/** An argument of an exported function that a call gives a function of another file, whole or in part. */
export interface PassedArgument extends ImportPath {
  /** Where the call stands in the file: calls of a chain begin at the same place. */
  readonly call: string;
  /** Index of the argument of that call. */
  readonly argument: number;
}

/** What the functions that a file exports do with their arguments, by export. */
export interface TakenInFile {
  readonly taken: ReadonlyMap<ExportKey, readonly TakenArgument[]>;
  readonly passed: ReadonlyMap<ExportKey, readonly PassedArgument[]>;
}

/** A sink, or an argument of a call that leads to one in another file. */
export interface ReachedSink extends Omit<TakenArgument, "argument"> {
  readonly node: TSESTree.Node;
}

/** @param isOfProject whether a specifier of the file names another file of the project */
export function findTakenArguments(
  lambda: LambdaModel,
  isOfProject: (module: string) => boolean,
): TakenInFile {
  const taken = new Map<ExportKey, TakenArgument[]>();
  const passed = new Map<ExportKey, PassedArgument[]>();
  for (const sink of [...ownInputsOf(lambda), ...ownInjectionsOf(lambda)])
    for (const [key, argument] of takenAt(sink, lambda)) append(taken, key, argument);
  for (const call of lambda.syntax.facts.calls) {
    const imported = importedCode(call, lambda.syntax).filter(({ module }) => isOfProject(module));
    for (const [argument, node] of imported.length === 0 ? [] : call.arguments.entries())
      for (const key of keysIn(node, lambda))
        for (const code of imported) append(passed, key, { ...code, call: call.range.join(), argument });
  }
  return { taken, passed };
}

/** What an export does with its arguments by passing one on to a function that does these things with its own. */
export function findTakenThrough(
  { call: place, argument }: PassedArgument,
  taken: readonly TakenArgument[],
  lambda: LambdaModel,
): readonly (readonly [ExportKey, TakenArgument])[] {
  const call = lambda.syntax.facts.calls.find(({ range }) => range.join() === place);
  const node = call?.arguments[argument];
  if (call === undefined || node === undefined) return [];
  return taken.flatMap((reached) => {
    if (reached.argument !== argument) return [];
    const { isStatementOnly, ...rest } = spelledAt(call, reached, lambda);
    const isLeftOpen = isStatementOnly === true && !isTakenAsGiven(node, reached, lambda);
    return takenAt({ ...rest, ...(isLeftOpen && { isStatementOnly }), node }, lambda);
  });
}

/** No file has what a package made: then the call says best what takes the argument. */
function spelledAt(call: CallNode, taken: TakenArgument, { syntax }: LambdaModel): TakenArgument {
  return taken.file === undefined ? { ...taken, taker: spellTaker(call, syntax) } : taken;
}

/** The arguments of exports that reach a sink. */
function takenAt(
  { node, ...reached }: ReachedSink,
  lambda: LambdaModel,
): readonly (readonly [ExportKey, TakenArgument])[] {
  const { sink, path, intact, isBuiltIn } = reached;
  const { parameters } = traceData(node, { sink, path, intact, isBuiltIn, all: true }, lambda);
  return parameters.flatMap(({ fn, index, path, intact, isBuiltIn, isEvent }) =>
    // What a function does with an event of its own is told of in its file.
    (isEvent ? [] : (exportKeysOf(lambda.syntax).get(fn) ?? [])).map((key) => {
      const isToldThere = index === 0 && lambda.mayBeForwarded(fn);
      return [key, { ...reached, argument: index, path, intact, isBuiltIn, isToldThere }] as const;
    }),
  );
}

/** The exports of whose arguments something is in a value. */
function keysIn(node: TSESTree.Node, lambda: LambdaModel): ReadonlySet<ExportKey> {
  if (node.type === "Literal" || node.type === "SpreadElement") return new Set();
  const { parameters } = traceData(node, { sink: "input", path: [DEEP], all: true }, lambda);
  return new Set(parameters.flatMap(({ fn }) => exportKeysOf(lambda.syntax).get(fn) ?? []));
}

/** The arguments that an exported function gives back. */
export function findGivenBack(
  key: ExportKey,
  question: ResultQuestion,
  lambda: LambdaModel,
): readonly GivenBack[] {
  const functions = (collectExportedCode(lambda.syntax).get(key) ?? []).filter((unit) => isFunction(unit));
  return functions.flatMap((fn) =>
    lambda.syntax.facts.returnsOf(fn).flatMap((returned) =>
      traceData(returned, { ...question, all: true }, lambda)
        .parameters.filter((parameter) => parameter.fn === fn)
        .map(({ index: argument, path, intact, isBuiltIn }) => ({ argument, path, intact, isBuiltIn })),
    ),
  );
}

/** The arguments with event data that functions of other files take to a sink, in source order. Those files are read. */
const sinksElsewhereOf = oncePer((lambda: LambdaModel): readonly ReachedSink[] => {
  const { facts } = lambda.syntax;
  if (!mayCallOthers(facts)) return [];
  const isOfWeb = mayTakeWebRequests(lambda.syntax);
  return facts.calls.flatMap((call) => {
    const others = importedCode(call, lambda.syntax);
    if (others.length === 0) return [];
    if (!isOfWeb && !call.arguments.some((argument) => lambda.originsOf(argument).has("event"))) return [];
    const taken = others.flatMap((imported) => lambda.otherFiles.argumentsTakenBy(imported));
    const isForwarded = lambda.ownHandlers.some(
      ({ node }) => node !== undefined && handedEventOf(node, lambda.syntax)?.call === call,
    );
    return taken.flatMap((one) => {
      const { argument, ...reached } = spelledAt(call, one, lambda);
      if (isForwarded && reached.isToldThere === true) return [];
      const node = call.arguments[argument];
      return node === undefined || !isTakenAsGiven(node, reached, lambda) ? [] : [{ ...reached, node }];
    });
  });
});

/** False for what has to read as a statement, and does not: then nobody knows what the other file makes of it. */
function isTakenAsGiven(
  node: TSESTree.Node,
  { isStatementOnly, path }: Pick<TakenArgument, "isStatementOnly" | "path">,
  { syntax }: LambdaModel,
): boolean {
  if (isStatementOnly !== true) return true;
  const [name, ...deeper] = path;
  if (deeper.length > 0) return false;
  const texts = name === undefined ? [node] : syntax.values.membersOf(node, name);
  return texts.some((text) => isStatement(text, syntax));
}

/** What takes values for text that does something, in the file or in those whose functions it calls. */
export const injectionsTakenIn = oncePer((lambda: LambdaModel): readonly ReachedSink[] => [
  ...ownInjectionsOf(lambda).filter(({ isStatementOnly }) => isStatementOnly !== true),
  ...sinksElsewhereOf(lambda).filter(({ sink }) => sink !== "input"),
]);

/** What stores, looks up or sends values, in the file or in those whose functions it calls, in source order. */
export const inputsTakenIn = oncePer((lambda: LambdaModel): readonly ReachedSink[] =>
  [...ownInputsOf(lambda), ...sinksElsewhereOf(lambda).filter(({ sink }) => sink === "input")].sort(
    (a, b) => a.node.range[0] - b.node.range[0],
  ),
);

function ownInputsOf(lambda: LambdaModel): readonly ReachedSink[] {
  return inputSinksOf(lambda).map((sink) => ({
    ...sink,
    sink: "input",
    path: [DEEP],
    intact: 1,
    isBuiltIn: false,
  }));
}

/** A command whose input is the event has every expression of it: that is one of the inputs. */
function ownInjectionsOf(lambda: LambdaModel): readonly ReachedSink[] {
  return injectionSinksOf(lambda).flatMap((sink) =>
    sink.sink === "input" ? [] : { ...sink, intact: sink.path.length, isBuiltIn: false },
  );
}

/** The exports of functions; none for a constructor, whose object need not do anything. */
const exportKeysOf = oncePer((syntax: Syntax): ReadonlyMap<CodeUnit, readonly ExportKey[]> => {
  const keys = new Map<CodeUnit, ExportKey[]>();
  for (const [key, units] of collectExportedCode(syntax))
    for (const unit of key.endsWith(INSTANCE) || units.some((unit) => isDecorated(unit, syntax)) ? [] : units)
      append(keys, unit, key);
  return keys;
});

/** `@Validate(Order) create(order)`, `create(@Valid() order)`: a decorator may look at the arguments first. */
function isDecorated(unit: CodeUnit, syntax: Syntax): boolean {
  if (!isFunction(unit)) return false;
  const { parent } = unit;
  const ofMethod = parent.type === "MethodDefinition" ? parent.decorators : [];
  const ofParameters = unit.params.flatMap((parameter) => parameter.decorators);
  return [...ofMethod, ...ofParameters].some(({ expression }) => {
    const node = unwrap(expression);
    const decorator = node.type === "CallExpression" ? node.callee : node;
    return !isOfAws(packageOf(decorator, syntax)?.module ?? "");
  });
}
