import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionSinkFact,
  type MethodSinkFact,
  type SinkArgument,
  commandSinkFacts,
  functionSinkFacts,
  methodSinkFacts,
  statementMethods,
  unsafeMethods,
} from "../knowledge/injection-sinks.js";
import type { SinkClass } from "../knowledge/sanitizers.js";
import { type CallNode, keyName, memberName, unwrap } from "../syntax/ast.js";
import { oncePer } from "../syntax/once-per.js";
import { readStaticString } from "../syntax/static-value.js";
import type { Syntax } from "../syntax/syntax.js";
import type { LambdaModel } from "./model.js";
import { packageOf } from "./package-of.js";
import { sdkCallsOf } from "./sdk-commands.js";
import { nameOfCallee } from "./text-passage.js";
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
}

const sinkMethods = new Set([
  ...methodSinkFacts.flatMap(({ methods }) => methods),
  ...statementMethods,
  ...unsafeMethods,
]);

/** Words of the modules, functions and methods of the tables. */
const SINK_WORDS = new RegExp(
  `\\b(?:${[...sinkMethods].map((name) => name.replace("$", "\\w*")).join("|")}|eval|Function|set(?:Timeout|Interval)|child_process|execa|cross-spawn|shelljs|vm|require|import\\s*\\(|handlebars|ejs|pug|nunjucks|template|fs|fs-extra|graceful-fs|fetch|undici|axios|got|ky|needle|superagent|request|https?|text/html|dynamodb|aws-sdk)`,
  "i",
);

/** A look at the text alone: false for a file without a sink. */
export function mayHoldSinks(text: string): boolean {
  return SINK_WORDS.test(text);
}

/** The sinks of a file that do not hold a constant, in source order. */
export const injectionSinksOf = oncePer((lambda: LambdaModel): readonly InjectionSink[] => {
  const { syntax } = lambda;
  const sinks = syntax.facts.calls.flatMap((call) => sinksOfCall(call, syntax));
  return [...sinks, ...commandSinks(lambda), ...dynamicImports(syntax), ...htmlResponses(syntax)];
});

function sinksOfCall(call: CallNode, syntax: Syntax): readonly InjectionSink[] {
  if (call.arguments.every((argument) => isConstant(argument))) return [];
  const callee = unwrap(call.callee);
  const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  return [
    ...functionSinks(call, syntax),
    ...(name === undefined ? [] : methodSinks(call, callee as TSESTree.MemberExpression, name, syntax)),
  ];
}

/** A look at the syntax that spares most calls the rest: nothing of these can hold event data. */
function isConstant(node: TSESTree.Node): boolean {
  switch (node.type) {
    case "Literal":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return true;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    default:
      return false;
  }
}

// ── functions ─────────────────────────────────────────────────────────────────────────────────────────────────────

function functionSinks(call: CallNode, syntax: Syntax): readonly InjectionSink[] {
  const name = nameOfCallee(promisified(call.callee, syntax), syntax);
  if (name === undefined) return [];
  const fact = functionSinkFacts.find(
    ({ module, export: path }) =>
      (module === "global" ? name.module === "global" : module.test(name.module)) && path.test(name.path),
  );
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

function pathsOf({ properties = [] }: SinkArgument, sink: SinkClass): readonly ValuePath[] {
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

function methodSinks(
  call: CallNode,
  callee: TSESTree.MemberExpression,
  name: string,
  syntax: Syntax,
): readonly InjectionSink[] {
  if (!sinkMethods.has(name)) return [];
  const receiver = packageOf(callee.object, syntax);
  const fact = methodSinkFacts.find(
    (row) => row.methods.includes(name) && receiver !== undefined && row.module.test(receiver.module),
  );
  if (fact !== undefined)
    return fact.notOn !== undefined && isMadeBy(callee.object, fact.notOn, syntax)
      ? []
      : argumentSinks(call, fact, syntax);
  const [text] = call.arguments;
  if (text === undefined || text.type === "SpreadElement") return [];
  const isUnsafe = unsafeMethods.has(name);
  // Somebody else's object: then the text itself has to say that it is a statement.
  const isOther = receiver === undefined || receiver.module.startsWith(".");
  if (!isUnsafe && !(statementMethods.has(name) && isOther && isStatement(text, syntax))) return [];
  return [{ sink: "sql", node: text, path: [], taker: spellTaker(call, syntax) }];
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
function isStatement(text: TSESTree.Node, syntax: Syntax): boolean {
  return syntax.values.valuesOf(text).some((value) => STATEMENT.test(constantText(value, syntax)));
}

function constantText(node: TSESTree.Node, syntax: Syntax, depth = 0): string {
  const inner = unwrap(node);
  if (depth > 8) return "?";
  if (inner.type === "Literal") return String(inner.value);
  if (inner.type === "TemplateLiteral") return inner.quasis.map((quasi) => quasi.value.raw).join("?");
  if (inner.type === "BinaryExpression" && inner.operator === "+")
    return constantText(inner.left, syntax, depth + 1) + constantText(inner.right, syntax, depth + 1);
  if (inner.type !== "Identifier") return "?";
  const [value] = syntax.values.valuesOf(inner);
  return value === undefined || value === inner ? "?" : constantText(value, syntax, depth + 1);
}

// ── commands of the SDK ───────────────────────────────────────────────────────────────────────────────────────────

function commandSinks(lambda: LambdaModel): readonly InjectionSink[] {
  return sdkCallsOf(lambda).flatMap(({ service, operation, inputNode, name }) => {
    if (inputNode === undefined) return [];
    const facts = commandSinkFacts.filter(
      (fact) => fact.service.test(service) && fact.operations.test(operation),
    );
    return facts.flatMap(({ sink, paths }) =>
      paths.map((path) => ({
        sink,
        node: inputNode,
        path,
        ...(sink === "html" && { isBuiltOnly: true as const }),
        taker: sink === "html" ? name : (path.findLast((step) => step !== "*") ?? name),
      })),
    );
  });
}

// ── modules ───────────────────────────────────────────────────────────────────────────────────────────────────────

function dynamicImports({ facts }: Syntax): readonly InjectionSink[] {
  return facts.dynamicImports.flatMap((node) =>
    isConstant(node.source)
      ? []
      : [{ sink: "module" as const, node: node.source, path: [], taker: "import()" }],
  );
}

// ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `{ statusCode, headers: { "Content-Type": "text/html" }, body }`: the answer of a gateway that a browser shows. */
function htmlResponses({ facts, values }: Syntax): readonly InjectionSink[] {
  if (!facts.sourceCode.text.includes("text/html")) return [];
  return facts.objects.flatMap((node) => {
    const body = node.properties.find(
      (property): property is TSESTree.Property =>
        property.type === "Property" && keyName(property) === "body",
    );
    if (body === undefined || isConstant(body.value)) return [];
    const headers = ["headers", "multiValueHeaders"].flatMap((name) => values.membersOf(node, name));
    const isHtml = headers.some((value) => isHtmlHeader(value, facts));
    return isHtml ? [{ sink: "html" as const, node: body.value, path: [], taker: "body" }] : [];
  });
}

function isHtmlHeader(headers: TSESTree.Node, facts: Syntax["facts"]): boolean {
  if (headers.type !== "ObjectExpression") return false;
  return headers.properties.some((property) => {
    if (property.type !== "Property" || keyName(property)?.toLowerCase() !== "content-type") return false;
    const value = property.value.type === "ArrayExpression" ? property.value.elements[0] : property.value;
    return value != null && readStaticString(facts, value)?.startsWith("text/html") === true;
  });
}

/** The callee as the message names it. */
function spellTaker(call: CallNode, syntax: Syntax): string {
  const text = syntax.facts.sourceCode.getText(call.callee).replace(/\s+/g, "");
  const name = text.length <= 40 ? text : `…${text.slice(-30).replace(/^[^.]*/, "")}`;
  return `${call.type === "NewExpression" ? "new " : ""}${name}()`;
}
