import type { TSESTree } from "@typescript-eslint/utils";
import {
  fetchFacts,
  groupCommand,
  groupMethod,
  isReadCommand,
  isReadMethod,
  readCallFacts,
} from "../../knowledge/read-calls.js";
import { isComputing } from "../../knowledge/computing-packages.js";
import { matchesModule } from "../../knowledge/index-facts.js";
import {
  chainRoot,
  type CodeUnit,
  type FunctionNode,
  isFunction,
  isInside,
  memberName,
  memberRoot,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { ExportKey } from "../../syntax/export-paths.js";
import { type ImportPath, importPathsOf } from "../../syntax/import-paths.js";
import { append } from "../../syntax/append.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStaticString } from "../../syntax/static-value.js";
import { matchesFact } from "../bindings/fact-match.js";
import { type SdkCall, sdkCallsOf } from "../clients/sdk-commands.js";
import { collectExportedCode } from "../handlers/exported-code.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
import { promiseCallsOf } from "./promise-calls.js";

/** Which calls may be made in any order, as far as the file proves it. */
export interface IndependentCalls {
  /** True when the call asks another system and changes nothing. */
  isRead(call: TSESTree.CallExpression): boolean;
  /** True when the call asks another system, once for its arguments: no batch, no transaction, and no state of the file. */
  isIndependent(call: TSESTree.CallExpression): boolean;
  /** True when the expression only works on what is there. */
  isHarmless(expression: TSESTree.Node): boolean;
}

export const independentCallsOf = oncePer((lambda: LambdaModel): IndependentCalls => new Calls(lambda));

/**
 * The exported `async` functions of a file that ask other systems and change nothing, each with the functions of other files
 * that it calls: it only reads if those do.
 */
export function findReadingCode(lambda: LambdaModel): ReadonlyMap<ExportKey, readonly ImportPath[]> {
  const found = new Map<ExportKey, readonly ImportPath[]>();
  if (!lambda.syntax.facts.functions.some(({ async }) => async)) return found;
  for (const [key, units] of collectExportedCode(lambda.syntax)) {
    const passed: ImportPath[] = [];
    const calls = new Calls(lambda, passed);
    const isReading = (unit: CodeUnit): boolean => isFunction(unit) && unit.async && calls.reads(unit);
    if (units.length > 0 && units.every(isReading)) found.set(key, passed);
  }
  return found;
}

const GLOBALS = new Set([
  ...["Array", "Boolean", "Buffer", "Date", "JSON", "Math", "Number", "Object", "Promise", "String", "URL"],
  ...[
    "URLSearchParams",
    "console",
    "decodeURIComponent",
    "encodeURIComponent",
    "parseFloat",
    "parseInt",
    "Map",
    "Set",
  ],
  ...["AbortSignal", "Error", "Headers", "TypeError", "RangeError", "structuredClone"],
]);
/** Methods of data: strings, arrays, answers, dates. */
const DATA_METHODS = new Set([
  ...[
    "arrayBuffer",
    "at",
    "blob",
    "concat",
    "entries",
    "every",
    "filter",
    "find",
    "flat",
    "flatMap",
    "forEach",
  ],
  ...[
    "has",
    "includes",
    "indexOf",
    "join",
    "json",
    "keys",
    "map",
    "match",
    "padStart",
    "pop",
    "push",
    "reduce",
  ],
  ...[
    "replace",
    "replaceAll",
    "shift",
    "slice",
    "some",
    "sort",
    "split",
    "startsWith",
    "endsWith",
    "test",
    "text",
  ],
  ...["transformToByteArray", "transformToString", "trim", "values"],
]);
/** `toISOString`, `toLowerCase`, `toFormat`, `getTime`, `getUTCMonth` */
const CONVERSION = /^(?:to[A-Z]\w*|get(?:UTC)?(?:Time|FullYear|Month|Date|Day|Hours|Minutes|Seconds))$/;
const LOG_METHODS = new Set(["debug", "error", "info", "log", "trace", "warn"]);
const MAX_DEPTH = 4;

const sdkCallsByCall = oncePer((lambda: LambdaModel): ReadonlyMap<TSESTree.Node, readonly SdkCall[]> => {
  const calls = new Map<TSESTree.Node, SdkCall[]>();
  for (const sdkCall of sdkCallsOf(lambda)) append(calls, sdkCall.call, sdkCall);
  return calls;
});

class Calls implements IndependentCalls {
  private readonly functions = new Map<FunctionNode, boolean>();

  /** @param passed collects what is called of other files, which then counts as a read */
  constructor(
    private readonly lambda: LambdaModel,
    private readonly passed?: ImportPath[],
  ) {}

  isRead(call: TSESTree.CallExpression): boolean {
    const { syntax } = this.lambda;
    const functions = syntax.values.functionsOf(call.callee);
    if (functions.length > 0) return functions.every((fn) => fn.async && this.onlyReads(fn, 0));
    return this.readsItself(call) || this.readsElsewhere(call);
  }

  reads(fn: FunctionNode): boolean {
    return this.onlyReads(fn, 0);
  }

  /** An awaited call of code of another file that only reads. */
  private readsElsewhere(call: TSESTree.CallExpression): boolean {
    const { parent } = wrapped(call);
    const isTaken = parent?.type === "AwaitExpression" || parent?.type === "ReturnStatement";
    if (!isTaken && !isFunction(parent)) return false;
    if (this.passed === undefined) return this.lambda.otherFiles.onlyReads(call.callee);
    const paths = importPathsOf(unwrap(call.callee), this.lambda.syntax);
    // `answer.json()` is no call of the package that has sent the request.
    if (paths.some(({ module }) => isOfFact(module))) return false;
    this.passed.push(...paths);
    return paths.length > 0;
  }

  private readsItself(call: TSESTree.CallExpression): boolean {
    const { syntax } = this.lambda;
    if (call.arguments.some((argument) => argument.type === "SpreadElement")) return false;
    const callee = unwrap(call.callee);
    if (syntax.facts.isGlobal(callee, "fetch")) return this.fetchesOnly(call);
    // The command says what is asked, wherever the client comes from.
    const command = this.commandOf(call);
    if (command !== undefined) return isReadCommand(command);
    const asked = this.askedThroughOther(call);
    if (asked !== undefined) return isReadMethod(asked);
    const imported = syntax.resolveImport(callee);
    if (imported !== undefined && fetchFacts.some((fact) => matchesFact(imported, fact)))
      return this.fetchesOnly(call);
    if (imported !== undefined) return readCallFacts.some((fact) => matchesFact(imported, fact));
    if (callee.type !== "MemberExpression") return false;
    if (memberName(callee) === "promise") return this.isReadOfVersion2(callee.object);
    const calls = promiseCallsOf(this.lambda);
    return (
      isReadMethod(memberName(callee) ?? "") && this.isSdkClient(callee.object) && calls.givesPromise(call)
    );
  }

  isIndependent(call: TSESTree.CallExpression): boolean {
    if (this.isRead(call)) return true;
    const { syntax } = this.lambda;
    const functions = syntax.values.functionsOf(call.callee);
    if (functions.length > 0)
      return functions.every((fn) => fn.async && this.isClosed(fn, 0) && this.asksSomething(fn, 0));
    return this.asksOnce(call);
  }

  private asksOnce(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const command = this.commandOf(call);
    if (command !== undefined) return !groupCommand.test(command);
    const asked = this.askedThroughOther(call);
    if (asked !== undefined) return !groupMethod.test(asked);
    if (callee.type === "MemberExpression" && this.isSdkClient(callee.object))
      return !groupMethod.test(memberName(callee) ?? "");
    const isHttp =
      this.lambda.syntax.facts.isGlobal(callee, "fetch") ||
      /^(?:axios|got|ky|node-fetch|undici)$/.test(this.lambda.syntax.resolveImport(callee)?.module ?? "");
    return isHttp && promiseCallsOf(this.lambda).givesPromise(call);
  }

  /** A function of the file that only reads, and keeps nothing. */
  private onlyReads(fn: FunctionNode, depth: number): boolean {
    const known = this.functions.get(fn);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH || this.writesOutside(fn)) return false;
    this.functions.set(fn, false);
    const { facts, values } = this.lambda.syntax;
    let reads = 0;
    const answer = facts.calls.every((call) => {
      if (!isInside(call, fn.body)) return true;
      if (call.type === "CallExpression") {
        const functions = values.functionsOf(call.callee);
        if (functions.length > 0 && functions.every((inner) => this.onlyReads(inner, depth + 1))) {
          reads++;
          return true;
        }
        if (functions.length > 0) return functions.every((inner) => this.isPure(inner, depth + 1));
        if (this.readsItself(call)) {
          reads++;
          return true;
        }
        // `store.find(id)` may be no method of an array.
        const isOwn = logCallsOf(this.lambda.syntax).isLog(call) || this.isOfComputing(call);
        if (!isOwn && this.readsElsewhere(call)) {
          reads++;
          return true;
        }
      }
      return this.isHarmless(call);
    });
    this.functions.set(fn, answer && reads > 0);
    return answer && reads > 0;
  }

  private isPure(fn: FunctionNode, depth: number): boolean {
    if (depth > MAX_DEPTH || this.writesOutside(fn)) return false;
    return this.lambda.syntax.facts.calls.every((call) => !isInside(call, fn.body) || this.isHarmless(call));
  }

  /** True when everything that the function calls is known, and nothing outlives it but what it asks of other systems. */
  private isClosed(fn: FunctionNode, depth: number): boolean {
    if (depth > MAX_DEPTH || this.writesOutside(fn)) return false;
    const { facts, values } = this.lambda.syntax;
    return facts.calls.every((call) => {
      if (!isInside(call, fn.body) || this.isHarmless(call)) return true;
      if (call.type !== "CallExpression") return false;
      const functions = values.functionsOf(call.callee);
      if (functions.length > 0) return functions.every((inner) => this.isClosed(inner, depth + 1));
      return this.readsItself(call) || this.asksOnce(call);
    });
  }

  private asksSomething(fn: FunctionNode, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    const { facts, values } = this.lambda.syntax;
    return facts.calls.some((call) => {
      if (call.type !== "CallExpression" || !isInside(call, fn.body)) return false;
      if (this.readsItself(call) || this.asksOnce(call)) return true;
      return values.functionsOf(call.callee).some((inner) => this.asksSomething(inner, depth + 1));
    });
  }

  isHarmless(expression: TSESTree.Node): boolean {
    const { facts, resolveImport } = this.lambda.syntax;
    const node = unwrap(expression);
    if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
    if (node.type === "NewExpression" && wrapped(node).parent?.type === "ThrowStatement") return true;
    if (logCallsOf(this.lambda.syntax).isLog(node) || this.isReadOfVersion2(node)) return true;
    const imported = resolveImport(node.callee);
    if (this.isOfComputing(node)) return true;
    if (imported !== undefined)
      return /^@aws-sdk\/(?:client-|lib-dynamodb$)/.test(imported.module) && node.type === "NewExpression";
    const callee = unwrap(node.callee);
    const root = chainRoot(callee);
    if (root.type === "Identifier" && GLOBALS.has(root.name) && facts.variableOf(root) === undefined)
      return true;
    if (callee.type !== "MemberExpression") return false;
    const name = memberName(callee) ?? "";
    return DATA_METHODS.has(name) || CONVERSION.test(name) || LOG_METHODS.has(name);
  }

  /** `marshall(item)`, `DateTime.now().plus({ days: 1 })`, `now.toFormat("D")` with the `now` that such a package gave. */
  private isOfComputing({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    const { resolveImport, values } = this.lambda.syntax;
    const root = chainRoot(unwrap(callee));
    const made = values.valuesOf(root);
    const origins = made.length > 0 ? made.map((value) => chainRoot(unwrap(value))) : [root];
    return origins.every((origin) => isComputing(resolveImport(origin)?.module ?? ""));
  }

  /** True when the function sets a variable or a property that it did not make itself. */
  private writesOutside(fn: FunctionNode): boolean {
    const { facts } = this.lambda.syntax;
    return facts.assignments.some((node) => {
      if (!isInside(node, fn.body)) return false;
      const target = node.type === "UpdateExpression" ? node.argument : node.left;
      const variable = facts.variableOf(memberRoot(target));
      return variable === undefined || !variable.identifiers.every((identifier) => isInside(identifier, fn));
    });
  }

  /** `fetch(url)`, `fetch(url, { method: "GET" })` */
  private fetchesOnly({ arguments: [, options] }: TSESTree.CallExpression): boolean {
    if (options === undefined) return true;
    const { facts, values } = this.lambda.syntax;
    const [value, ...others] = values.valuesOf(options);
    if (value?.type !== "ObjectExpression" || others.length > 0) return false;
    if (value.properties.some((property) => property.type === "SpreadElement")) return false;
    return values
      .membersOf(value, "method")
      .every((method) => /^(?:GET|HEAD)$/i.test(readStaticString(facts, method) ?? ""));
  }

  /** `GetItemCommand` for `client.send(new GetItemCommand(…))`. */
  private commandOf(call: TSESTree.CallExpression): string | undefined {
    const callee = unwrap(call.callee);
    const [argument] = call.arguments;
    if (callee.type !== "MemberExpression" || memberName(callee) !== "send" || argument === undefined)
      return undefined;
    const { values, resolveImport } = this.lambda.syntax;
    const [value, ...others] = values.valuesOf(argument);
    if (value?.type !== "NewExpression" || others.length > 0) return undefined;
    const imported = resolveImport(value.callee);
    if (imported === undefined || !/^@aws-sdk\/(?:client-|lib-dynamodb$)/.test(imported.module))
      return undefined;
    return imported.path.at(-1);
  }

  /**
   * `queryItems` of a command that another file passes on, and of `table.query(…)` where another file makes the client: what
   * the promise of the call is of.
   */
  private askedThroughOther(call: TSESTree.CallExpression): string | undefined {
    const callee = unwrap(call.callee);
    if (callee.type !== "MemberExpression") return undefined;
    const isOfVersion2 = memberName(callee) === "promise";
    const request = isOfVersion2 ? unwrap(callee.object) : call;
    const [asked, ...others] = this.sdkCalls.get(request) ?? [];
    if (asked === undefined || others.length > 0 || (asked.spelling === "v2") !== isOfVersion2)
      return undefined;
    // With a callback it gives no promise.
    const isPromised = asked.call.arguments.length <= 1;
    const isRequest = asked.spelling === "command" || asked.spelling === "method" || isOfVersion2;
    if (!isPromised || !isRequest) return undefined;
    return asked.spelling === "command"
      ? asked.name.charAt(0).toLowerCase() + asked.name.slice(1).replace(/Command$/, "")
      : asked.name;
  }

  private get sdkCalls(): ReadonlyMap<TSESTree.Node, readonly SdkCall[]> {
    return sdkCallsByCall(this.lambda);
  }

  /** `ssm.getParameter(…)`, which `.promise()` sends. */
  private isReadOfVersion2(request: TSESTree.Node): boolean {
    const call = unwrap(request);
    const method = call.type === "CallExpression" ? unwrap(call.callee) : undefined;
    if (method?.type !== "MemberExpression" || !isReadMethod(memberName(method) ?? "")) return false;
    // A parameter is a client by its type.
    const isOfClient = this.sdkCalls.get(call)?.every(({ spelling }) => spelling === "v2") === true;
    return isOfClient || this.isSdkClient(method.object, "aws-sdk-v2");
  }

  private isSdkClient(object: TSESTree.Node, version = "aws-sdk-v3"): boolean {
    return this.lambda.syntax.values
      .valuesOf(object)
      .some((value) => this.lambda.clientAt(value)?.fact.category.startsWith(version) === true);
  }
}

function isOfFact(module: string): boolean {
  return [...fetchFacts, ...readCallFacts].some((fact) => matchesModule(module, fact.module));
}
