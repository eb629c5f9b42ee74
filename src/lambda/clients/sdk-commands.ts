import type { TSESTree } from "@typescript-eslint/utils";
import { signingMethodFacts } from "../../knowledge/presigned-requests.js";
import {
  documentOperations,
  operationVerbs,
  sdkClientPackages,
  sdkPackages,
  sdkServiceAliases,
} from "../../knowledge/sdk-operations.js";
import { type CallNode, isFunction, memberName, unitOf, unwrap } from "../../syntax/ast.js";
import { declaredNameOf } from "../../syntax/declared-types.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { INSTANCE, RESULT } from "../../syntax/export-paths.js";
import { type ImportPath, importPathsOf } from "../../syntax/import-paths.js";
import type { ImportedValue } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import { bareSpecifier } from "../../syntax/imports.js";
import type { SdkExport } from "../elsewhere.js";
import type { ClientCreation, LambdaModel } from "../model.js";
import { type ResultUse, traceResult } from "./result-use.js";
import { type ObjectShape, readShape } from "./sdk-input.js";

/** One operation of an AWS service that the file asks for, however it is spelled. */
export interface SdkCall {
  /** The call that sends the request. */
  readonly call: TSESTree.CallExpression;
  /** Where the operation is named: `new PutItemCommand(…)`, or the call itself. */
  readonly node: CallNode;
  /** How the file spells it: `BatchWriteCommand`, `putEvents`. */
  readonly name: string;
  /** As the package is named without dashes: `dynamodb`, `secretsmanager`. */
  readonly service: string;
  /** As the API names it: `BatchWriteItem`, also for the document clients. */
  readonly operation: string;
  /**
   * - `command`: `client.send(new XCommand(input))`.
   * - `method`: of an aggregated client of SDK v3.
   * - `v2`: of SDK v2, which sends on `.promise()` or with a callback.
   * - `paginator`, `waiter`: `paginateX(config, input)`, `waitUntilX(config, input)`.
   */
  readonly spelling: "command" | "method" | "v2" | "paginator" | "waiter";
  /** True for the clients that take plain JavaScript values in place of DynamoDB's typed attributes. */
  readonly isDocument: boolean;
  readonly inputNode: TSESTree.Node | undefined;
  readonly input: ObjectShape;
  readonly result: ResultUse;
}

const SDK = /^(?:@aws-sdk\/(?:client-|lib-dynamodb)|aws-sdk(?:\/|$))/;
const COMMAND = /^([A-Z]\w*)Command$/;
const GENERATOR = /^(paginate|waitUntil)([A-Z]\w*)$/;

/** The operations that the file asks AWS for, in source order. Empty, and free of cost, where it imports no SDK. */
export const sdkCallsOf = oncePer((lambda: LambdaModel): readonly SdkCall[] => {
  const { facts } = lambda.syntax;
  if (
    ![...facts.specifiers].some((specifier) => SDK.test(bareSpecifier(specifier))) &&
    !mayPassCommands(facts) &&
    !mayUseClientOfOther(facts)
  )
    return [];
  const search = new Search(lambda);
  return facts.calls.flatMap((call) => (call.type === "CallExpression" ? search.at(call) : []));
});

/** True where commands may come from another file: one is named, and something is sent. */
function mayPassCommands({ words, wordList }: SyntaxFacts): boolean {
  return words.has("send") && /^[A-Z]\w*Command$/m.test(wordList);
}

/** True where a client may come from another file: the file loads or exports something, and calls a method as an operation is named. */
function mayUseClientOfOther({ specifiers, mayExport, words }: SyntaxFacts): boolean {
  if (specifiers.size === 0 && !mayExport) return false;
  for (const word of words) if (operationVerbs.test(word)) return true;
  return false;
}

/** True when an invocation runs the call and, where one function sends the commands of others, what makes the command. */
export function isSentInInvocation({ call, node }: SdkCall, lambda: LambdaModel): boolean {
  if (!lambda.isInInvocation(call)) return false;
  const maker = unitOf(node);
  return maker === unitOf(call) || maker.type === "Program" || lambda.isInInvocation(node);
}

class FoundSdkCall implements SdkCall {
  readonly call: TSESTree.CallExpression;
  readonly node: CallNode;
  readonly name: string;
  readonly service: string;
  readonly operation: string;
  readonly spelling: SdkCall["spelling"];
  readonly isDocument: boolean;
  readonly inputNode: TSESTree.Node | undefined;
  #input: ObjectShape | undefined;
  #result: ResultUse | undefined;

  constructor(
    found: Omit<SdkCall, "input" | "result">,
    private readonly lambda: LambdaModel,
  ) {
    this.call = found.call;
    this.node = found.node;
    this.name = found.name;
    this.service = found.service;
    this.operation = found.operation;
    this.spelling = found.spelling;
    this.isDocument = found.isDocument;
    this.inputNode = found.inputNode;
  }

  get input(): ObjectShape {
    return (this.#input ??= readShape(this.inputNode, this.lambda.syntax));
  }

  get result(): ResultUse {
    return (this.#result ??= traceResult(this.call, this.lambda, this.callbackParameter()));
  }

  /** A callback as the last argument gets `(error, answer)`. */
  private callbackParameter(): number | undefined {
    const last = this.call.arguments.at(-1);
    if (last === undefined || last === this.inputNode || last === this.node) return undefined;
    return isFunction(unwrap(last)) || this.lambda.syntax.values.functionsOf(last).length > 0 ? 1 : undefined;
  }
}

interface MadeClient {
  readonly imported: SdkExport;
  readonly isDocument: boolean;
}

class Search {
  private clientsByNode: ReadonlyMap<TSESTree.Node, ClientCreation> | undefined;

  constructor(private readonly lambda: LambdaModel) {}

  at(call: TSESTree.CallExpression): readonly SdkCall[] {
    const callee = unwrap(call.callee);
    if (callee.type === "MemberExpression") {
      const name = memberName(callee);
      if (name === undefined) return [];
      return name === "send" ? this.commandsOf(call) : this.methodOf(call, callee, name);
    }
    if (callee.type !== "Identifier") return [];
    return this.generatorOf(call, this.lambda.syntax.resolveImport(callee));
  }

  private commandsOf(call: TSESTree.CallExpression): readonly SdkCall[] {
    const [argument] = call.arguments;
    if (argument === undefined) return [];
    return this.lambda.syntax.values.valuesOf(argument).flatMap((value) => {
      if (value.type !== "NewExpression") return [];
      const command = commandClassOf(value.callee, this.lambda);
      const name = command?.path.at(-1);
      const operation = COMMAND.exec(name ?? "")?.[1];
      if (command === undefined || name === undefined || operation === undefined) return [];
      return [this.found(call, value, name, command, operation, "command", value.arguments[0])];
    });
  }

  private generatorOf(
    call: TSESTree.CallExpression,
    imported: ImportedValue | undefined,
  ): readonly SdkCall[] {
    if (imported === undefined || !sdkPackages.test(imported.module)) return [];
    const name = imported.path.at(-1) ?? "";
    const [, kind, operation] = GENERATOR.exec(name) ?? [];
    if (operation === undefined) return [];
    const spelling = kind === "paginate" ? "paginator" : "waiter";
    return [this.found(call, call, name, imported, operation, spelling, call.arguments[1])];
  }

  private methodOf(
    call: TSESTree.CallExpression,
    callee: TSESTree.MemberExpression,
    name: string,
  ): readonly SdkCall[] {
    const { resolveImport } = this.lambda.syntax;
    // `ddb.paginateQuery(…)` of a namespace import
    if (GENERATOR.test(name)) return this.generatorOf(call, resolveImport(callee));
    const made = this.madeBy(callee.object) ?? this.madeElsewhere(callee.object, name);
    if (made === undefined) return [];
    const { imported, isDocument } = made;
    const signing = signingMethodFacts.find(({ methods }) => methods.includes(name));
    const given = call.arguments[signing?.argument ?? 0];
    const inputNode = given !== undefined && isFunction(unwrap(given)) ? undefined : given;
    const operation = name.charAt(0).toUpperCase() + name.slice(1);
    const spelling = imported.module.startsWith("aws-sdk") ? "v2" : "method";
    return [this.found(call, call, name, imported, operation, spelling, inputNode, isDocument)];
  }

  /** The class of an aggregated client, or of a client of SDK v2, that an expression is an instance of. */
  private madeBy(receiver: TSESTree.Node): MadeClient | undefined {
    this.clientsByNode ??= new Map(
      this.lambda.clients.flatMap((client) => [
        [client.node as TSESTree.Node, client],
        [client.captured as TSESTree.Node, client],
      ]),
    );
    for (const value of this.lambda.syntax.values.valuesOf(receiver)) {
      const client = this.clientsByNode.get(value);
      if (client !== undefined) return describeClass(client.imported);
    }
    const imported = this.declaredClassOf(receiver);
    return imported && describeClass(imported);
  }

  /** `import { queue } from "./clients"`: the class of a client that another file of the project makes. */
  private madeElsewhere(receiver: TSESTree.Node, method: string): MadeClient | undefined {
    // Nothing is read for methods that no client has.
    if (!operationVerbs.test(method)) return undefined;
    for (const imported of importPathsOf(receiver, this.lambda.syntax)) {
      if (sdkClientPackages.test(imported.module)) continue;
      const made = passedOn(imported, this.lambda);
      const path = made && classPathOf(made.path);
      if (path !== undefined) return describeClass({ module: made?.module ?? "", path });
    }
    return this.givenTo(receiver);
  }

  /** `load = async (id, db) => db.get(…)`: the class of a client that another file hands over. */
  private givenTo(receiver: TSESTree.Node): MadeClient | undefined {
    const given = this.lambda.otherFiles.clientGivenAt(receiver);
    const path = given && sdkClientPackages.test(given.module) ? classPathOf(given.path) : undefined;
    return path === undefined ? undefined : describeClass({ module: given?.module ?? "", path });
  }

  /** `table: DynamoDBDocument`: the class that a parameter, a field or a variable is declared with. */
  private declaredClassOf(receiver: TSESTree.Node): ImportedValue | undefined {
    const { syntax } = this.lambda;
    const type = declaredNameOf(receiver, syntax);
    return type && syntax.resolveImport(type);
  }

  private found(
    call: TSESTree.CallExpression,
    node: CallNode,
    name: string,
    imported: SdkExport,
    operation: string,
    spelling: SdkCall["spelling"],
    inputNode: TSESTree.Node | undefined,
    isDocument = imported.module === "@aws-sdk/lib-dynamodb",
  ): SdkCall {
    const apiName = isDocument ? (documentOperations.get(operation) ?? operation) : operation;
    const service = serviceOf(imported);
    return new FoundSdkCall(
      { call, node, name, service, operation: apiName, spelling, isDocument, inputNode },
      this.lambda,
    );
  }
}

/** The class of a command, imported from the SDK or from a file of the project that passes it on. */
export function commandClassOf(callee: TSESTree.Node, lambda: LambdaModel): SdkExport | undefined {
  const imported = lambda.syntax.resolveImport(callee);
  if (imported === undefined || sdkPackages.test(imported.module)) return imported;
  // What the project calls a command is mostly its own: nothing is read for other names.
  return COMMAND.test(imported.path.at(-1) ?? "") ? passedOn(imported, lambda) : undefined;
}

/** What another file passes on from the SDK. */
function passedOn(imported: ImportPath, lambda: LambdaModel): SdkExport | undefined {
  const found = lambda.otherFiles.sdkExportOf(imported);
  return found !== undefined && sdkClientPackages.test(found.module) ? found : undefined;
}

/** `S3.new()`, `DynamoDBDocument.from.()`: the class that it is an instance of. */
function classPathOf(path: readonly string[]): readonly string[] | undefined {
  if (path.at(-1) === INSTANCE) return path.slice(0, -1);
  return path.at(-1) === RESULT && path.at(-2) === "from" ? path.slice(0, -2) : undefined;
}

/** Bare-bones clients of SDK v3 have no method for an operation. */
function describeClass(imported: SdkExport): MadeClient | undefined {
  const [className = ""] = imported.path;
  if (imported.module === "@aws-sdk/lib-dynamodb")
    return className === "DynamoDBDocument" ? { imported, isDocument: true } : undefined;
  if (sdkPackages.test(imported.module))
    return className.endsWith("Client") ? undefined : { imported, isDocument: false };
  if (!/^aws-sdk(?:\/|$)/.test(imported.module)) return undefined;
  return { imported, isDocument: imported.path.at(-1) === "DocumentClient" };
}

function serviceOf({ module, path }: SdkExport): string {
  const name =
    module === "@aws-sdk/lib-dynamodb"
      ? "dynamodb"
      : module === "aws-sdk" || module === "aws-sdk/clients/all"
        ? (path[0] ?? "").toLowerCase()
        : module.replace(/^@aws-sdk\/client-|^aws-sdk\/clients\/|\.js$/g, "").replaceAll("-", "");
  return sdkServiceAliases.get(name) ?? name;
}
