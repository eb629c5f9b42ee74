import type { TSESTree } from "@typescript-eslint/utils";
import { commandSinkFacts } from "../../knowledge/command-sinks.js";
import {
  type FunctionSinkFact,
  type SinkArgument,
  functionSinkFacts,
} from "../../knowledge/injection-sinks.js";
import {
  type MethodSinkFact,
  methodSinkFacts,
  statementMethods,
  unsafeMethods,
} from "../../knowledge/method-sinks.js";
import type { SinkClass } from "../../knowledge/sanitizers.js";
import { type CallNode, isInside, keyName, memberName, memberRoot, unwrap } from "../../syntax/ast.js";
import { bareSpecifier } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { LambdaModel } from "../model.js";
import { packageOf } from "../bindings/package-of.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";
import { constantText, isConstant } from "./constant-text.js";
import { pageSinksOf, triggerMails } from "./page-sinks.js";
import { spellTaker } from "./spell-taker.js";
import { nameOfCallee, oncePerCallee } from "./text-passage.js";
import type { ValuePath } from "./value-path.js";

/** An expression that something takes for a command, a statement, a URL, a path, a page or code. */
export interface InjectionSink {
  readonly sink: SinkClass;
  readonly node: TSESTree.Node;
  /** The part of its value that counts; empty for the text itself. */
  readonly path: ValuePath;
  /** What takes it, as the code has it: `pool.query()`, `new Function()`, the property of a command's input. */
  readonly taker: string;
  /** Only text that the code puts together counts: a mail that the event has whole is the sender's own. */
  readonly isBuiltOnly?: true;
  /** Only a text counts that reads as a statement: what takes it may be anything. */
  readonly isStatementOnly?: true;
}

/** The sinks of a file that do not hold a constant, in source order. */
export const injectionSinksOf = oncePer((lambda: LambdaModel): readonly InjectionSink[] => {
  const { syntax } = lambda;
  const imports = [...syntax.facts.specifiers].map((specifier) => bareSpecifier(specifier));
  const methods = methodSinkFacts.filter(({ module }) => imports.some((name) => module.test(name)));
  const mayPromisify = imports.includes("util");
  const found = syntax.facts.calls.flatMap((call) => {
    if (call.arguments.every((argument) => isConstant(argument))) return [];
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    return [
      ...functionSinks(call, mayPromisify ? promisified(callee, syntax) : callee, syntax),
      ...(name === undefined ? [] : methodSinks(call, name, methods, syntax)),
    ].map((sink) => ({ call, sink }));
  });
  const sinks = found
    .filter(
      ({ call }) =>
        // `new Database().query(sql)` of the file hands the text on to what is found in it.
        !syntax.values
          .functionsOf(call.callee)
          .some((fn) => found.some(({ sink }) => sink.isStatementOnly !== true && isInside(sink.node, fn))),
    )
    .map(({ sink }) => sink);
  const pages = [...pageSinksOf(syntax), ...triggerMails(lambda)].map((page) => ({
    sink: "html" as const,
    path: [],
    ...page,
  }));
  return [...sinks, ...commandSinks(lambda), ...dynamicImports(syntax), ...pages];
});

// ── functions ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** The rows for a module: a run meets few of them, again and again. */
const functionFactsOf = new Map<string, readonly FunctionSinkFact[]>();

/** What the tables say of a function that is called by this name. */
export const functionSinkOf = oncePerCallee(({ module, path }): FunctionSinkFact | undefined =>
  functionSinksOf(module).find((fact) => fact.export.test(path)),
);

/** True for a module that has functions which request a URL. */
export function isRequested(module: string): boolean {
  return functionSinksOf(module).some(({ sink }) => sink === "url");
}

function functionSinksOf(module: string): readonly FunctionSinkFact[] {
  let facts = functionFactsOf.get(module);
  if (facts === undefined) {
    facts = functionSinkFacts.filter((fact) =>
      fact.module === "global" ? module === "global" : fact.module.test(module),
    );
    functionFactsOf.set(module, facts);
  }
  return facts;
}

function functionSinks(call: CallNode, callee: TSESTree.Node, syntax: Syntax): readonly InjectionSink[] {
  const name = nameOfCallee(callee, syntax);
  const fact = name && functionSinkOf(name);
  if (fact === undefined) return [];
  return [...argumentSinks(call, fact, syntax), ...shellArguments(call, fact, syntax)];
}

/** `promisify(exec)`, under whatever name it is kept. */
function promisified(callee: TSESTree.Node, syntax: Syntax): TSESTree.Node {
  const node = unwrap(callee);
  if (node.type !== "Identifier") return node;
  const [value, ...others] = syntax.values.valuesOf(node);
  if (value?.type !== "CallExpression" || others.length > 0) return node;
  const imported = syntax.resolveImport(value.callee);
  const [fn] = value.arguments;
  const isPromisify = imported?.module === "util" && imported.path.join(".") === "promisify";
  return isPromisify && fn !== undefined ? unwrap(fn) : node;
}

function argumentSinks(
  call: CallNode,
  fact: FunctionSinkFact | MethodSinkFact,
  syntax: Syntax,
): readonly InjectionSink[] {
  const taker = spellTaker(call, syntax);
  return fact.arguments.flatMap((argument) => {
    const node = call.arguments[argument.index];
    if (node === undefined || node.type === "SpreadElement") return [];
    return pathsOf(argument, fact.sink).map((path) => ({ sink: fact.sink, node, path, taker }));
  });
}

/** The ways from an argument to the texts in it. */
export function pathsOf({ properties = [] }: SinkArgument, sink: SinkClass): readonly ValuePath[] {
  // A list of arguments for `url` is none: only its first properties can hold the address.
  return sink === "command" ? [[]] : [[], ...properties.map((name) => [name])];
}

/** With a shell the arguments of `spawn` are read as the command is; `sh -c` reads its own. */
function shellArguments(
  call: CallNode,
  { module, sink }: FunctionSinkFact,
  syntax: Syntax,
): readonly InjectionSink[] {
  const [command, list, third] = call.arguments;
  if (sink !== "command" || module === "global" || list === undefined || command === undefined) return [];
  const options = third ?? list;
  const [shell] = syntax.values.membersOf(options, "shell");
  const isShell =
    (shell?.type === "Literal" && shell.value !== false && shell.value !== null) ||
    /^(?:.*\/)?(?:ba|z|da|k)?sh$|^cmd(?:\.exe)?$|^powershell/.test(
      readStaticString(syntax.facts, command) ?? "",
    );
  return isShell ? [{ sink, node: list, path: ["*"], taker: spellTaker(call, syntax) }] : [];
}

// ── methods ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** @param facts the rows for the packages that the file imports */
function methodSinks(
  call: CallNode,
  name: string,
  facts: readonly MethodSinkFact[],
  syntax: Syntax,
): readonly InjectionSink[] {
  const rows = facts.filter(({ methods }) => methods.includes(name));
  const isUnsafe = unsafeMethods.has(name);
  const [text] = call.arguments;
  const mayBeStatement = statementMethods.has(name) && text !== undefined && text.type !== "SpreadElement";
  const isText = mayBeStatement && isStatement(text, syntax);
  const isGiven = mayBeStatement && !isText && isArgument(text, syntax);
  if (rows.length === 0 && !isUnsafe && !isText && !isGiven) return [];
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression") return [];
  const receiver = packageOf(callee.object, syntax);
  const fact = receiver && rows.find(({ module }) => module.test(receiver.module));
  if (fact !== undefined)
    return fact.notOn !== undefined && isMadeBy(callee.object, fact.notOn, syntax)
      ? []
      : argumentSinks(call, fact, syntax);
  // Somebody else's object: then the text itself has to say that it is a statement.
  const isOther = receiver === undefined || receiver.module.startsWith(".");
  if (text === undefined || !(isUnsafe || (isOther && (isText || isGiven)))) return [];
  const sink = { sink: "sql", node: text, path: [], taker: spellTaker(call, syntax) } as const;
  return isUnsafe || isText ? [sink] : [{ ...sink, isStatementOnly: true }];
}

/** True for an argument of the function around it: `(client, text) => client.query(text)`. Who calls that has the text. */
function isArgument(text: TSESTree.Node, { facts }: Syntax): boolean {
  const root = memberRoot(text);
  return (
    root.type === "Identifier" &&
    facts.variableOf(root)?.defs.some(({ type }) => type === "Parameter") === true
  );
}

/** True for what a method gave: `db.prepare(text)`. */
function isMadeBy(receiver: TSESTree.Node, method: string, syntax: Syntax): boolean {
  return [unwrap(receiver), ...syntax.values.valuesOf(receiver)].some((value) => {
    const node = value.type === "AwaitExpression" ? unwrap(value.argument) : value;
    if (node.type !== "CallExpression") return false;
    const callee = unwrap(node.callee);
    return callee.type === "MemberExpression" && memberName(callee) === method;
  });
}

const STATEMENT =
  /^\s*(?:select\b[^]*\bfrom\b|insert\s+into\b|update\b[^]*\bset\b|delete\s+from\b|merge\s+into\b|alter\s+table\b|drop\s+table\b|create\s+(?:temporary\s+)?table\b|truncate\s+table\b|with\s+\w+\s+as\b)/i;

/** True when the constant parts of the text read as SQL. */
export function isStatement(text: TSESTree.Node, syntax: Syntax): boolean {
  return syntax.values.valuesOf(text).some((value) => STATEMENT.test(constantText(value, syntax)));
}

// ── commands of the SDK ───────────────────────────────────────────────────────────────────────────────────────────

function commandSinks(lambda: LambdaModel): readonly InjectionSink[] {
  return sdkCallsOf(lambda).flatMap(({ service, operation, inputNode, name }) => {
    if (inputNode === undefined) return [];
    const facts = commandSinkFacts.filter(
      (fact) => fact.service.test(service) && fact.operations.test(operation),
    );
    return facts.flatMap(({ sink, paths }) =>
      paths
        .filter((path) => mayHave(inputNode, path))
        .map((path) => ({
          sink,
          node: inputNode,
          path,
          ...(sink === "html" && { isBuiltOnly: true as const }),
          taker: sink === "html" ? name : (path.findLast((step) => step !== "*") ?? name),
        })),
    );
  });
}

/** False for a literal that has no such property: the search for event data is spared. */
function mayHave(input: TSESTree.Node, [name]: ValuePath): boolean {
  if (input.type !== "ObjectExpression") return true;
  return input.properties.some(
    (property) => property.type !== "Property" || (keyName(property) ?? name) === name,
  );
}

// ── modules ───────────────────────────────────────────────────────────────────────────────────────────────────────

function dynamicImports({ facts }: Syntax): readonly InjectionSink[] {
  return facts.dynamicImports.flatMap((node) =>
    isConstant(node.source)
      ? []
      : [{ sink: "module" as const, node: node.source, path: [], taker: "import()" }],
  );
}
