import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type CodeUnit,
  type FunctionNode,
  isFunction,
  keyName,
  unitOf,
  unwrap,
} from "../../syntax/ast.js";
import { type ExportKey, type ExportPath, keyOf } from "../../syntax/export-paths.js";
import { type DataFlow, createDataFlow } from "../../syntax/data-flow.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import { type ParameterPath, parameterPathsOf } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { append } from "../../syntax/append.js";
import type { GivenFunction } from "../elsewhere.js";
import { type Memoisation, createMemoisation } from "../phases/memoisation.js";
import { reach } from "../phases/phases.js";
import { type ExportAlias, collectAliases } from "./export-aliases.js";
import { findExportedApps } from "./exported-apps.js";
import { collectExportedCode } from "./exported-code.js";
import { keepsRequest } from "./kept-requests.js";
import { isPartOfAnswer } from "./part-of-answer.js";
import { collectRegistered } from "./request-functions.js";
import type { Wrappers } from "./wrappers.js";

/** What a file's exports do with the functions that they are given: pure data. */
export interface GivenFunctions {
  readonly own: readonly (GivenFunction & { readonly key: ExportKey })[];
  readonly passedOn: readonly PassedOn[];
  /** The code that the file exports itself, and what it passes on of other files. */
  readonly ownKeys: ReadonlySet<ExportKey>;
  readonly aliases: readonly ExportAlias[];
}

/** A function that an export is given, and that goes on to an export of another module. */
export interface PassedOn extends Pick<GivenFunction, "argument" | "path"> {
  readonly key: ExportKey;
  readonly module: string;
  /** The code of that module, and where the function stands in its arguments. */
  readonly to: ExportKey;
  readonly toArgument: number;
  readonly toPath: ExportPath;
}

/**
 * The project's own wrappers, which a file exports: `const withUser = (fn) => async (event) => fn(event, await userOf(event))`.
 * A function that is given to one runs when Lambda calls what the wrapper makes of it, as far as the code shows.
 */
export function findGivenFunctions(syntax: Syntax, wrappers: Wrappers): GivenFunctions {
  return new Finder(syntax, wrappers).find();
}

/** `fn.call(this, event)`: an argument comes before those of the function. */
const INDIRECT_CALLS = new Set(["call", "apply"]);
/** How deep calls are nested in each other in what a wrapper returns: `instrument(middy(async (event) => fn(event)))`. */
const MAX_NESTING = 4;

/** What a known wrapper does with a handler. */
const AS_HANDLER = { isRepeated: true, requestArguments: [0] };

/** What an exported function makes. */
interface Made {
  /** What it returns that Lambda can call. */
  readonly functions: ReadonlySet<FunctionNode>;
  /** The code that runs because of a call of those. */
  readonly run: ReadonlySet<CodeUnit>;
}

/** A call of what an exported function is given, in what it makes. */
interface Called {
  readonly parameter: ParameterPath;
  readonly isEvent: boolean;
  readonly isReturned: boolean;
  readonly isRepeated: boolean;
  readonly requestArguments: readonly number[];
  readonly keepsRequest: boolean;
}

class Finder {
  private readonly own: (GivenFunction & { readonly key: ExportKey })[] = [];
  private readonly passedOn: PassedOn[] = [];
  /** The functions with parameters that other files can call. */
  private readonly keys = new Map<FunctionNode, ExportKey[]>();
  private readonly made = new Map<FunctionNode, Made>();
  private readonly called: Called[] = [];
  private readonly memoisation: Memoisation;
  /** Where the event of what is made goes. */
  private readonly flow: DataFlow<"event" | "other">;

  constructor(
    private readonly syntax: Syntax,
    private readonly wrappers: Wrappers,
  ) {
    this.flow = createDataFlow<"event" | "other">(syntax.facts, syntax.graph, {
      iteration: "other",
      unknown: "other",
      at: () => undefined,
      ofParameter: (fn, index) =>
        index === 0 && [...this.made.values()].some(({ functions }) => functions.has(fn)) ? ["event"] : [],
    });
    // What a wrapper keeps for itself outlives the calls of what it makes.
    this.memoisation = createMemoisation(syntax, (unit) =>
      [...this.made.values()].some(({ run }) => run.has(unit)),
    );
  }

  find(): GivenFunctions {
    this.collectExported();
    if (this.keys.size > 0) {
      for (const call of this.syntax.facts.calls) this.look(call);
      this.lookAtApps();
    }
    for (const { parameter, isEvent, isReturned, ...more } of this.called) {
      const isAnswer = isReturned || !this.givesAnswer(parameter.fn);
      this.add(parameter, isEvent && isAnswer ? "event" : "other", more);
    }
    return {
      own: this.own,
      passedOn: this.passedOn,
      ownKeys: new Set(collectExportedCode(this.syntax).keys()),
      aliases: collectAliases(this.syntax),
    };
  }

  private collectExported(): void {
    for (const [key, units] of collectExportedCode(this.syntax))
      for (const unit of units) if (isFunction(unit) && unit.params.length > 0) append(this.keys, unit, key);
  }

  /** Computed for the few exports that call what they are given. */
  private madeBy(fn: FunctionNode): Made {
    let made = this.made.get(fn);
    if (made === undefined) {
      const seen = new Set<TSESTree.Node>();
      const functions = new Set(
        this.syntax.facts.returnsOf(fn).flatMap((returned) => this.functionsIn(returned, seen)),
      );
      made = { functions, run: reach(this.syntax.graph, [...functions], () => true) };
      this.made.set(fn, made);
    }
    return made;
  }

  /** True where a call of what is made leads to the call every time: there is no memo guard on the way. */
  private isRepeated({ fn }: ParameterPath, call: CallNode): boolean {
    if (this.memoisation.isGuarded(call)) return false;
    const made = [...this.madeBy(fn).functions];
    const repeated = reach(this.syntax.graph, made, ({ site }) => !this.memoisation.isGuarded(site));
    return repeated.has(unitOf(call));
  }

  /** The functions in what is returned: by itself, or in the wrappers around it, whether or not anybody knows them. */
  private functionsIn(returned: TSESTree.Node, seen: Set<TSESTree.Node>, depth = 0): readonly FunctionNode[] {
    if (depth > MAX_NESTING || seen.has(returned)) return [];
    seen.add(returned);
    const known = this.wrappers.functionsThrough(returned);
    if (known.length > 0) return known;
    return this.syntax.values.valuesOf(returned).flatMap((value) => {
      if (value.type !== "CallExpression" || (value !== returned && seen.has(value))) return [];
      seen.add(value);
      const callee = unwrap(value.callee);
      const around = callee.type === "MemberExpression" ? [callee.object] : [];
      return [...value.arguments, ...around].flatMap((part) => this.functionsIn(part, seen, depth + 1));
    });
  }

  private look(call: CallNode): void {
    for (const parameter of this.parametersIn(call.callee)) this.addCalled(parameter, call);
    if (this.syntax.values.functionsOf(call.callee).length > 0) return;
    for (const [index, argument] of call.arguments.entries()) {
      for (const { parameter, toPath } of this.parametersGiven(argument))
        this.addGiven(parameter, call, index, toPath);
    }
  }

  /** `export const createApp = (routes) => { const app = express(); app.use(routes); return app; }` */
  private lookAtApps(): void {
    for (const { app } of findExportedApps(this.syntax)) {
      const { routes, plugins } = collectRegistered(app, this.syntax);
      for (const node of routes) for (const given of this.parametersIn(node)) this.add(given, "routes");
      for (const node of plugins) for (const given of this.parametersIn(node)) this.add(given, "setUp");
    }
  }

  /** The parameters of exported functions that an expression is a part of. */
  private parametersIn(expression: TSESTree.Node): readonly ParameterPath[] {
    return parameterPathsOf(expression, this.syntax).filter(({ fn }) => this.keys.has(fn));
  }

  /** Those in an argument, by itself or in an object: `createHandler({ handler: fn })`. */
  private parametersGiven(
    argument: TSESTree.Node,
  ): readonly { readonly parameter: ParameterPath; readonly toPath: ExportPath }[] {
    const node = unwrap(argument);
    if (node.type !== "ObjectExpression")
      return this.parametersIn(node).map((parameter) => ({ parameter, toPath: [] }));
    return node.properties.flatMap((property) => {
      const name = property.type === "Property" ? keyName(property) : undefined;
      return property.type === "Property" && name !== undefined
        ? this.parametersIn(property.value).map((parameter) => ({ parameter, toPath: [name] }))
        : [];
    });
  }

  private addCalled(parameter: ParameterPath, call: CallNode): void {
    const made = this.madeBy(parameter.fn);
    if (!made.run.has(unitOf(call))) return;
    const isIndirect = INDIRECT_CALLS.has(parameter.path.at(-1) ?? "");
    const path = isIndirect ? parameter.path.slice(0, -1) : parameter.path;
    const given = call.arguments.slice(isIndirect ? 1 : 0);
    this.called.push({
      parameter: { ...parameter, path },
      isEvent: given[0] !== undefined && this.isEvent(unwrap(given[0]), made.functions),
      isReturned: this.isReturned(call) || isPartOfAnswer(call, this.syntax),
      isRepeated: this.isRepeated(parameter, call),
      requestArguments: given.flatMap((argument, index) =>
        this.flow.originsOf(argument).has("event") ? [index] : [],
      ),
      keepsRequest: this.keepsRequest(parameter.fn, made),
    });
  }

  /** True where what is returned is the functions themselves, with nothing around them that may check a request, and they do not. */
  private keepsRequest(fn: FunctionNode, { functions }: Made): boolean {
    const { facts, values } = this.syntax;
    const isGiven = (callee: TSESTree.Node): boolean => this.parametersIn(callee).length > 0;
    return (
      facts
        .returnsOf(fn)
        .every((returned) => values.valuesOf(returned).every((value) => isFunction(value))) &&
      [...functions].every((made) => keepsRequest(made, isGiven, this.syntax))
    );
  }

  private isReturned(call: CallNode): boolean {
    const unit = unitOf(call);
    const { facts, values } = this.syntax;
    return isFunction(unit) && facts.returnsOf(unit).some((value) => values.valuesOf(value).includes(call));
  }

  /** True where what the wrapper makes answers by itself: what it calls on the way, for other things, is not the handler. */
  private givesAnswer(fn: FunctionNode): boolean {
    const isOfFn = this.called.filter(({ parameter, isEvent }) => parameter.fn === fn && isEvent);
    if (isOfFn.length > 1) return true;
    return [...this.madeBy(fn).functions].some((one) => this.syntax.facts.returnsOf(one).length > 0);
  }

  private addGiven(parameter: ParameterPath, call: CallNode, index: number, toPath: ExportPath): void {
    // What is handed to other code in an invocation may be called there.
    if (this.madeBy(parameter.fn).run.has(unitOf(call)))
      this.add(parameter, "other", { isRepeated: this.isRepeated(parameter, call), requestArguments: [] });
    else if (unitOf(call) === parameter.fn && call.type === "CallExpression") {
      const wrapper = this.wrappers.wrapperOf(call);
      if (wrapper === undefined) this.pass(parameter, call, index, toPath);
      else if (wrapper.argument === index && (wrapper.kind === "handler" || wrapper.kind === "builder"))
        this.add(parameter, "handler");
      else if (wrapper.argument === index && wrapper.kind === "app") this.add(parameter, "app");
    }
  }

  private pass(
    { fn, index: argument, path }: ParameterPath,
    call: CallNode,
    toArgument: number,
    toPath: ExportPath,
  ): void {
    for (const key of this.keys.get(fn) ?? [])
      for (const to of importPathsOf(call.callee, this.syntax))
        this.passedOn.push({
          key,
          argument,
          path,
          module: to.module,
          to: keyOf(to.path),
          toArgument,
          toPath,
        });
  }

  private add(
    { fn, index: argument, path }: ParameterPath,
    gets: GivenFunction["gets"],
    more: Pick<GivenFunction, "isRepeated" | "requestArguments" | "keepsRequest"> = AS_HANDLER,
  ): void {
    for (const key of this.keys.get(fn) ?? []) this.own.push({ key, argument, path, gets, ...more });
  }

  /** The event as Lambda gives it, alone or with more beside it: `fn(event)`, `fn(...args)`, `fn({ ...event, user })`. */
  private isEvent(argument: TSESTree.Node, made: ReadonlySet<FunctionNode>): boolean {
    const node = argument.type === "SpreadElement" ? unwrap(argument.argument) : argument;
    if (node.type === "ObjectExpression")
      return node.properties.some(
        (property) => property.type === "SpreadElement" && this.isEvent(property, made),
      );
    if (node.type !== "Identifier") return false;
    const variable = this.syntax.facts.variableOf(node);
    const definition = variable?.defs[0]?.node;
    if (variable === undefined || definition === undefined) return node.name === "arguments";
    if (!isFunction(definition) || !made.has(definition)) return false;
    const [parameter] = definition.params;
    const name = parameter?.type === "RestElement" ? parameter.argument : parameter;
    return name?.type === "Identifier" && variable.identifiers.includes(name);
  }
}
