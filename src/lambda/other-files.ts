import type { TSESTree } from "@typescript-eslint/utils";
import { type ImportPath, importPathsOf } from "../syntax/import-paths.js";
import type { ClassNode, FunctionNode } from "../syntax/ast.js";
import { type ExportKey, type ExportPath, INSTANCE, keyOf, pathOfExport } from "../syntax/export-paths.js";
import type { NamedReading } from "../syntax/environment-readers.js";
import type { Syntax } from "../syntax/syntax.js";
import type {
  AnswerShare,
  Elsewhere,
  GivenBack,
  HandlerHolder,
  OutsideCaller,
  OutsideUse,
  ReexportedHandler,
  RequestOrigin,
  ResultQuestion,
  SdkExport,
  SentArgument,
  TakenArgument,
} from "./elsewhere.js";
import { argumentsOfExports, partsOf, untypedArguments } from "./handlers/export-arguments.js";
import { collectExportedCode, collectExportedInstances } from "./handlers/exported-code.js";
import { importedCode } from "./taint/imported-code.js";
import type { SleepingFunction } from "./promises/sleeps.js";
import { isFilled } from "./secrets/filled-variables.js";

interface OwnHandler {
  readonly exportName: string | undefined;
  readonly node: FunctionNode | undefined;
}

/**
 * What the code of other files does that a file calls. Each question reads those files: it is the last one to ask. Without a
 * project around the file nothing is known.
 */
export class OtherFiles {
  constructor(
    private readonly syntax: Syntax,
    private readonly elsewhere: Elsewhere | undefined,
  ) {}

  /** The nearest handler because of which other files call what this one exports under the key. */
  callerOf(key: ExportKey): OutsideCaller | undefined {
    return this.elsewhere?.usesOf(key).callers[0];
  }

  /** The exports of other files that are a handler of this one: `export { main as handler } from "./main"`. */
  holdersOf({ exportName, node }: OwnHandler): readonly HandlerHolder[] {
    const handlers = this.elsewhere?.handlers;
    if (handlers === undefined || handlers.size === 0) return [];
    const code = collectExportedCode(this.syntax);
    const own = exportName === undefined ? undefined : keyOf(pathOfExport(exportName));
    return holdersIn(
      handlers,
      (key) => key === own || (node !== undefined && code.get(key)?.includes(node) === true),
    );
  }

  /** The exports of further files that are what another file exports, under one name or any. */
  holdersIn(file: string, exportName: string | undefined): readonly HandlerHolder[] {
    const own = exportName === undefined ? undefined : keyOf(pathOfExport(exportName));
    return holdersIn(
      this.elsewhere?.handlersIn(file) ?? new Map(),
      (key) => own === undefined || key === own,
    );
  }

  /** True for a class of the file that other files make instances of at init, and nowhere else. */
  isMadeAtInit(cls: ClassNode): boolean {
    const { elsewhere } = this;
    const paths = elsewhere === undefined ? [] : pathsOfInstances(cls, this.syntax);
    const uses = paths.flatMap((path) => elsewhere?.usesOf(keyOf(path)) ?? []);
    return (
      uses.some(({ runsAtInit }) => runsAtInit) &&
      uses.every(({ callers, isComplete }) => isComplete && callers.length === 0)
    );
  }

  /** What becomes of the answer of code that this file exports under the key. */
  answerTakenOf(key: ExportKey): OutsideUse["answer"] {
    return this.elsewhere?.usesOf(key).answer;
  }

  /** True when a call of the node begins work that goes on after it, in an `async` function. */
  goesOn(callee: TSESTree.Node): boolean {
    return this.isEach(callee, ({ module, path }) => this.elsewhere?.givesPromise(module, path));
  }

  /** True when a call of the node asks other systems and changes nothing, in `async` functions. */
  onlyReads(callee: TSESTree.Node): boolean {
    return this.isEach(callee, ({ module, path }) => this.elsewhere?.onlyReads(module, path));
  }

  /** What a call gives of other systems' answers; undefined for nothing, or unknown. */
  answerOf({ module, path }: ImportPath): AnswerShare | undefined {
    return this.elsewhere?.answerOf(module, path);
  }

  /** Whether the code has a function of the name; undefined for a package, and where nothing is seen. */
  hasFunction({ module, path }: ImportPath, name: string): boolean | undefined {
    return this.elsewhere?.hasFunction(module, path, name);
  }

  /** What another file passes on from a package of the AWS SDK or of Powertools, by what this one imports. */
  sdkExportOf({ module, path }: ImportPath): SdkExport | undefined {
    return this.elsewhere?.sdkExportOf(module, path);
  }

  /**
   * The client that an expression is, where other files hand it to the code around it, by the way from its package. Undefined
   * where it has a type: that would say what it is.
   */
  clientGivenAt(expression: TSESTree.Node): ImportPath | undefined {
    const { elsewhere, syntax } = this;
    if (elsewhere === undefined) return undefined;
    for (const argument of untypedArguments(expression, syntax)) {
      const client = elsewhere.clientGivenTo(argument);
      if (client !== undefined) return client;
    }
    return undefined;
  }

  /** What of Lambda's requests other files hand to the code around an expression that is an argument, or is made of some. */
  requestGivenAt(expression: TSESTree.Node): RequestOrigin | undefined {
    const { elsewhere, syntax } = this;
    if (elsewhere === undefined) return undefined;
    for (const { value } of partsOf(expression, syntax))
      for (const argument of argumentsOfExports(value, syntax)) {
        const origin = elsewhere.requestGivenTo(argument);
        if (origin !== undefined) return origin;
      }
    return undefined;
  }

  /** What functions do with their arguments, by what the file imports. */
  argumentsTakenBy({ module, path }: ImportPath): readonly TakenArgument[] {
    return this.elsewhere?.argumentsTakenBy(module, path) ?? [];
  }

  /** The arguments that the result of a call has. */
  argumentsGivenBackBy(call: TSESTree.CallExpression, question: ResultQuestion): readonly GivenBack[] {
    const { elsewhere } = this;
    if (elsewhere === undefined) return [];
    return importedCode(call, this.syntax).flatMap(({ module, path }) =>
      elsewhere.argumentsGivenBackBy(module, path, question),
    );
  }

  /** True for an environment variable that code of another file sets to a secret that it fetches. */
  fillsVariable(name: string): boolean {
    return isFilled(name, this.elsewhere?.filledVariables ?? []);
  }

  /** How a call reads the environment variable that it is given the name of; undefined where it does not, or may not. */
  namedReadingOf(call: TSESTree.CallExpression): NamedReading | undefined {
    const { elsewhere } = this;
    if (elsewhere === undefined) return undefined;
    const code = importedCode(call, this.syntax);
    const [first, ...others] = code.map(({ module, path }) => elsewhere.namedReadingOf(module, path));
    return others.every((other) => other?.parameter === first?.parameter) ? first : undefined;
  }

  /** How long a call sleeps that does nothing else, by the function of another file. */
  sleepingFunctionOf(call: TSESTree.CallExpression): SleepingFunction | undefined {
    const { elsewhere } = this;
    if (elsewhere === undefined) return undefined;
    const [first, ...others] = importedCode(call, this.syntax);
    return first && others.length === 0 ? elsewhere.sleepingFunctionOf(first.module, first.path) : undefined;
  }

  /** Indices of the arguments that a call of another file's function writes to a log as a whole. */
  loggedArgumentsOf(call: TSESTree.CallExpression): readonly number[] {
    const { elsewhere } = this;
    if (elsewhere === undefined) return [];
    const [first, ...others] = importedCode(call, this.syntax);
    return first && others.length === 0 ? elsewhere.loggedArgumentsOf(first.module, first.path) : [];
  }

  /** What a call puts of its arguments into an answer. */
  sentArgumentsOf(call: TSESTree.CallExpression): readonly SentArgument[] {
    const { elsewhere } = this;
    if (elsewhere === undefined) return [];
    return importedCode(call, this.syntax).flatMap(({ module, path }) =>
      elsewhere.sentArgumentsOf(module, path),
    );
  }

  /** Of all that a callee may be. */
  private isEach(callee: TSESTree.Node, holds: (imported: ImportPath) => boolean | undefined): boolean {
    if (this.elsewhere === undefined) return false;
    const paths = importPathsOf(callee, this.syntax);
    return paths.length > 0 && paths.every((imported) => holds(imported) === true);
  }
}

/** `Store.new()`: the ways from exports of a class to an instance of it. */
function pathsOfInstances(cls: ClassNode, syntax: Syntax): readonly ExportPath[] {
  return collectExportedInstances(syntax).flatMap((instance) =>
    instance.cls === cls && instance.path.at(-1) === INSTANCE ? [instance.path] : [],
  );
}

/** Those of which the export is the function itself: a handler that hands its event on may do more. */
function holdersIn(
  handlers: ReadonlyMap<ExportKey, ReexportedHandler>,
  isAsked: (key: ExportKey) => boolean,
): readonly HandlerHolder[] {
  return [...handlers].flatMap(([key, { holders, isForwarded }]) =>
    isForwarded !== true && isAsked(key) ? holders : [],
  );
}
