import type { ParserServicesWithTypeInformation, TSESTree } from "@typescript-eslint/utils";
import {
  type PromiseMethodFact,
  callbackClientModules,
  callbackFunctionFacts,
  promiseFunctionFacts,
  promiseMethodFacts,
} from "../../knowledge/promise-calls.js";
import { indexFacts, matchesModule } from "../../knowledge/index-facts.js";
import { type CallNode, type FunctionNode, memberName, unwrap } from "../../syntax/ast.js";
import { bareSpecifier, type ImportedValue } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import { type AwaitedWork, createAwaitedWork } from "./awaited-work.js";
import { givesPromiseAt, isPromiseMethod, mayGivePromise } from "./package-methods.js";
import { commandClassOf } from "../clients/sdk-commands.js";
import { exportPath } from "../bindings/fact-match.js";
import type { LambdaModel } from "../model.js";

/** What the calls of a file hand back, as far as imports, the functions of the file and, where there are any, types prove it. */
export interface PromiseCalls {
  /** True when the value is a promise for certain. Unknown calls are none. */
  givesPromise(expression: TSESTree.Node): boolean;
  /** True when the value is an array of promises: `items.map(async …)`. */
  givesPromiseList(expression: TSESTree.Node): boolean;
  /** True when a call of the function gives a promise. */
  isAsync(fn: FunctionNode): boolean;
  /** True when what the call begins is not over by the time it returns. */
  goesOn(call: TSESTree.Node): boolean;
  /** True when a callback that gives promises does something that is not over when it returns. */
  callbackGoesOn(fn: FunctionNode): boolean;
  /** True when the call reports by a callback and gives nothing to await: `fs.writeFile(path, text, done)`. */
  reportsByCallback(call: TSESTree.CallExpression): boolean;
}

/** Shared by the rules of a file. */
export const promiseCallsOf = oncePer((lambda: LambdaModel): PromiseCalls => new Calls(lambda));

const CHAIN_METHODS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);
const COMBINATORS: ReadonlySet<string> = new Set(["all", "allSettled", "any", "race"]);
const LIST_METHODS = new Set(["map", "flatMap"]);
const SDK_PACKAGE = /^@aws-sdk\/(?:client-|lib-dynamodb$)/;

const functionFactsOf = indexFacts(promiseFunctionFacts);
const methodFactsOf = indexFacts(promiseMethodFacts);

/** Whether a method of this name gives a promise's next one. */
export function isChainMethod(name: string | undefined): boolean {
  return name !== undefined && CHAIN_METHODS.has(name);
}

/** `promise.then(…)` */
export function isChainCall(call: CallNode): boolean {
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" && isChainMethod(memberName(callee));
}

/** What an object was made with, and the members by which it was reached from there. */
interface Made {
  readonly maker: ImportedValue;
  readonly through: readonly string[];
}

class Calls implements PromiseCalls {
  private readonly work: AwaitedWork;
  private readonly asyncFunctions = new Map<FunctionNode, boolean>();
  #methodFacts: readonly PromiseMethodFact[] | undefined;
  private readonly visiting = new Set<TSESTree.Node>();

  constructor(private readonly lambda: LambdaModel) {
    this.work = createAwaitedWork(lambda);
  }

  /** The rows about modules that the file loads. */
  private get methodFacts(): readonly PromiseMethodFact[] {
    const { specifiers } = this.lambda.syntax.facts;
    return (this.#methodFacts ??= [
      ...new Set([...specifiers].flatMap((specifier) => methodFactsOf(bareSpecifier(specifier)))),
    ]);
  }

  givesPromise(expression: TSESTree.Node): boolean {
    const node = unwrap(expression);
    // A function that returns what it gives itself: what it returns beside that decides.
    if (this.visiting.has(node)) return false;
    this.visiting.add(node);
    const answer = this.computeGivesPromise(node);
    this.visiting.delete(node);
    return answer;
  }

  private computeGivesPromise(node: TSESTree.Node): boolean {
    switch (node.type) {
      case "CallExpression":
        return this.callGivesPromise(node);
      case "NewExpression":
        return this.lambda.syntax.facts.isGlobal(unwrap(node.callee), "Promise");
      case "ConditionalExpression":
        return this.givesPromise(node.consequent) || this.givesPromise(node.alternate);
      case "LogicalExpression":
        return this.givesPromise(node.right) || (node.operator !== "&&" && this.givesPromise(node.left));
      case "Identifier": {
        const init = this.initOf(node);
        return init !== undefined && this.givesPromise(init);
      }
      default:
        return false;
    }
  }

  isAsync(fn: FunctionNode): boolean {
    if (fn.generator) return false;
    if (fn.async) return true;
    let answer = this.asyncFunctions.get(fn);
    if (answer === undefined) {
      this.asyncFunctions.set(fn, false);
      answer =
        isPromiseType(fn.returnType?.typeAnnotation) ||
        this.lambda.syntax.facts.returnsOf(fn).some((value) => this.givesPromise(value));
      this.asyncFunctions.set(fn, answer);
    }
    return answer;
  }

  givesPromiseList(expression: TSESTree.Node): boolean {
    const node = unwrap(expression);
    if (node.type !== "CallExpression") return false;
    const callee = unwrap(node.callee);
    if (callee.type !== "MemberExpression") return false;
    const name = memberName(callee) ?? "";
    const { facts, values } = this.lambda.syntax;
    const isFrom = name === "from" && facts.isGlobal(unwrap(callee.object), "Array");
    const callback = isFrom ? node.arguments[1] : LIST_METHODS.has(name) ? node.arguments[0] : undefined;
    if (callback === undefined) return false;
    // `map` of a package (`p-map`, `async.map`) may well await what its callback gives.
    if (!isFrom && this.lambda.syntax.resolveImport(callee.object) !== undefined) return false;
    return values.functionsOf(callback).some((fn) => this.isAsync(fn) && this.work.takesTime(fn));
  }

  goesOn(call: TSESTree.Node): boolean {
    return this.givesPromiseList(call) || this.work.mayTakeTime(call);
  }

  callbackGoesOn(fn: FunctionNode): boolean {
    return this.isAsync(fn) && this.work.takesTime(fn);
  }

  reportsByCallback(call: TSESTree.CallExpression): boolean {
    if (!this.hasCallback(call)) return false;
    const callee = unwrap(call.callee);
    const { resolveImport } = this.lambda.syntax;
    const imported = resolveImport(callee);
    if (imported !== undefined) {
      const path = exportPath(imported);
      return callbackFunctionFacts.some((fact) => fact.module === imported.module && fact.export.test(path));
    }
    if (callee.type !== "MemberExpression" || NO_CLIENT_METHODS.has(memberName(callee) ?? "")) return false;
    if (memberName(callee) === "send" && this.sendsCommand(call)) return true;
    const made = this.makerOf(callee.object);
    return made !== undefined && callbackClientModules.test(made.maker.module);
  }

  private callGivesPromise(call: TSESTree.CallExpression): boolean {
    const { syntax } = this.lambda;
    const callee = unwrap(call.callee);
    const functions = syntax.values.functionsOf(callee);
    if (functions.length > 0) return functions.some((fn) => this.isAsync(fn));
    if (syntax.facts.isGlobal(callee, "fetch")) return true;
    const imported = syntax.resolveImport(callee);
    if (imported !== undefined) {
      const path = exportPath(imported);
      const isKnown = functionFactsOf(imported.module).some((fact) => fact.export.test(path));
      if (isKnown) return !this.hasCallback(call);
      // A client that another file makes.
      const isSend = imported.path.at(-1) === "send" && !this.hasCallback(call);
      return (isSend && this.sendsCommand(call)) || this.hasPromiseType(call);
    }
    if (callee.type === "MemberExpression" && this.methodGivesPromise(call, callee)) return true;
    return this.isPromisified(callee) || this.hasPromiseType(call);
  }

  private methodGivesPromise(call: TSESTree.CallExpression, callee: TSESTree.MemberExpression): boolean {
    const { facts, values } = this.lambda.syntax;
    const name = memberName(callee) ?? "";
    const object = unwrap(callee.object);
    const [first] = call.arguments;
    if (facts.isGlobal(object, "Promise"))
      return COMBINATORS.has(name) || (name === "resolve" && first !== undefined && this.givesPromise(first));
    if (isChainMethod(name)) {
      if (this.givesPromise(object)) return true;
      // What has a `then` that takes a function is a promise, whoever made it.
      return first !== undefined && (name === "then" ? isFunctionLike(first) : isFunctionLiteral(first));
    }
    if (name === "reduce" && first !== undefined)
      return values.functionsOf(first).some((fn) => fn.async && !fn.generator);
    if (this.hasCallback(call)) return false;
    if (name === "send" && this.sendsCommand(call)) return true;
    const candidates = this.methodFacts.filter(
      (fact) => fact.methods.test(name) || fact.asideMethods?.test(name) === true,
    );
    const made = candidates.length === 0 ? undefined : this.makerOf(object);
    if (made === undefined) return this.clientGivesPromise(callee, name);
    const path = exportPath(made.maker);
    return candidates.some(
      (fact) =>
        matchesModule(made.maker.module, fact.module) &&
        fact.maker?.test(path) !== false &&
        givesPromiseAt(name, made.through, fact) &&
        !(fact.givesBackInstances === true && first !== undefined && this.isConstructed(first)),
    );
  }

  /** `save = (db, order) => db.put(order).promise()`: a method of a client that another file hands over. */
  private clientGivesPromise(callee: TSESTree.MemberExpression, name: string): boolean {
    if (!mayGivePromise(name)) return false;
    const through: string[] = [];
    let object = unwrap(callee.object);
    for (;;) {
      const client = this.lambda.otherFiles.clientGivenAt(object);
      if (client !== undefined) return isPromiseMethod(client.module, [...client.path, ...through, name]);
      const member = object.type === "CallExpression" ? unwrap(object.callee) : object;
      if (member.type !== "MemberExpression") return false;
      through.unshift(memberName(member) ?? "");
      object = unwrap(member.object);
    }
  }

  /** `client.send(new GetItemCommand(…))`, wherever the client and the command come from. */
  private sendsCommand({ arguments: [command] }: TSESTree.CallExpression): boolean {
    if (command === undefined) return false;
    return this.lambda.syntax.values.valuesOf(command).some((value) => {
      const made = value.type === "NewExpression" ? commandClassOf(value.callee, this.lambda) : undefined;
      return made !== undefined && SDK_PACKAGE.test(made.module);
    });
  }

  /** What an object was made with, or what it is taken from: `MongoClient` for `client.db().collection("orders")`. */
  private makerOf(expression: TSESTree.Node): Made | undefined {
    const { values, resolveImport } = this.lambda.syntax;
    const seen = new Set<TSESTree.Node>();
    const through: string[] = [];
    for (let object: TSESTree.Node | undefined = expression; object; object = this.holderOf(object)) {
      object = unwrap(object);
      if (seen.has(object)) return undefined;
      seen.add(object);
      for (const value of values.valuesOf(object)) {
        if (value.type !== "NewExpression" && value.type !== "CallExpression") continue;
        const imported = resolveImport(value.callee);
        if (imported !== undefined) return { maker: imported, through };
      }
      const callee = object.type === "CallExpression" ? unwrap(object.callee) : object;
      if (callee.type === "MemberExpression") through.push(memberName(callee) ?? "");
    }
    return undefined;
  }

  private isConstructed(argument: TSESTree.Node): boolean {
    return this.lambda.syntax.values.valuesOf(argument).some(({ type }) => type === "NewExpression");
  }

  /** As long as nothing is awaited in between: an answer is no client. */
  private holderOf(object: TSESTree.Node): TSESTree.Node | undefined {
    if (object.type === "MemberExpression") return object.object;
    if (object.type === "CallExpression") {
      const callee = unwrap(object.callee);
      return callee.type === "MemberExpression" ? callee.object : undefined;
    }
    const init = this.initOf(object);
    return init?.type === "AwaitExpression" ? undefined : init;
  }

  /** `promisify(fs.writeFile)(path, text)` */
  private isPromisified(callee: TSESTree.Node): boolean {
    const { values, resolveImport } = this.lambda.syntax;
    return values.valuesOf(callee).some((value) => {
      const imported = value.type === "CallExpression" ? resolveImport(value.callee) : undefined;
      return imported?.module === "util" && imported.path.at(-1) === "promisify";
    });
  }

  private hasCallback({ arguments: args }: CallNode): boolean {
    const last = args.at(-1);
    if (last === undefined || last.type === "SpreadElement") return false;
    return isFunctionLiteral(last) || this.lambda.syntax.values.functionsOf(last).length > 0;
  }

  private initOf(node: TSESTree.Node): TSESTree.Expression | undefined {
    const [definition] = this.lambda.syntax.facts.variableOf(node)?.defs ?? [];
    if (definition?.node.type !== "VariableDeclarator" || definition.node.id !== definition.name)
      return undefined;
    return definition.node.init ?? undefined;
  }

  /** What TypeScript says of a call that the file alone does not explain, in a project that lints with types. */
  private hasPromiseType(call: TSESTree.CallExpression): boolean {
    const services = this.lambda.syntax.facts.sourceCode.parserServices as
      Partial<ParserServicesWithTypeInformation> | undefined;
    if (!services?.program || services.getTypeAtLocation === undefined) return false;
    const type = services.getTypeAtLocation(call);
    return ["then", "catch", "finally"].every((name) => type.getProperty(name) !== undefined);
  }
}

/**
 * Methods that keep a function for later and promise nothing, and those of lists, which call it at once: none of the clients with
 * callbacks has others of these names. (`sort` is a command of Redis.)
 */
const NO_CLIENT_METHODS = new Set([
  ...["on", "once", "addListener", "prependListener", "off", "use"],
  ...["every", "filter", "find", "findIndex", "flatMap", "forEach", "map", "reduce", "some"],
]);

function isPromiseType(type: TSESTree.TypeNode | undefined): boolean {
  return (
    type?.type === "TSTypeReference" &&
    type.typeName.type === "Identifier" &&
    type.typeName.name === "Promise"
  );
}

function isFunctionLiteral(argument: TSESTree.Node): boolean {
  const node = unwrap(argument);
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
}

function isFunctionLike(argument: TSESTree.Node): boolean {
  const node = unwrap(argument);
  return isFunctionLiteral(node) || node.type === "Identifier" || node.type === "MemberExpression";
}
