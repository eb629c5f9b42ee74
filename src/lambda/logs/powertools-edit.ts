import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { buildImport, isNameUsed, removeLines } from "../../syntax/edits.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { SdkCall } from "../clients/sdk-commands.js";

/** A getter of Powertools that gives what an operation of the SDK gives. */
interface Getter {
  readonly module: string;
  readonly name: string;
  /** The input's properties: the one that names the value, and one that may stand beside it. */
  readonly key: string;
  readonly decrypt?: string;
  /** The members of the answer that lead to the value. */
  readonly path: readonly string[];
}

const GETTERS: ReadonlyMap<string, Getter> = new Map([
  [
    "ssm.GetParameter",
    {
      module: "@aws-lambda-powertools/parameters/ssm",
      name: "getParameter",
      key: "Name",
      decrypt: "WithDecryption",
      path: ["Parameter", "Value"],
    },
  ],
  [
    "secretsmanager.GetSecretValue",
    {
      module: "@aws-lambda-powertools/parameters/secrets",
      name: "getSecret",
      key: "SecretId",
      path: ["SecretString"],
    },
  ],
]);

export interface PowertoolsEdit {
  /** The getter's name: `getParameter`. */
  readonly name: string;
  readonly fix: TSESLint.ReportFixFunction;
}

/**
 * Fetches through Powertools, which keeps the value for five minutes. Only where the answer is used for nothing but the
 * value, and the SDK's client and command can go with their imports or are needed elsewhere.
 */
export function buildPowertoolsFetch(
  call: SdkCall,
  syntax: Syntax,
  isTypeScript: boolean,
): PowertoolsEdit | undefined {
  const getter = GETTERS.get(`${call.service}.${call.operation}`);
  const awaiting = wrapped(call.call).parent;
  if (getter === undefined || call.spelling !== "command" || awaiting?.type !== "AwaitExpression")
    return undefined;
  const { sourceCode } = syntax.facts;
  const key = keyOf(call, getter, syntax, isTypeScript);
  const target = targetOf(awaiting, call, getter);
  const imports = replaceImports(call, getter, syntax);
  if (key === undefined || target === undefined || imports === undefined) return undefined;
  const decrypt = key.decrypt === undefined ? "" : `decrypt: ${key.decrypt}, `;
  const type = isTypeScript && getter.name === "getSecret" ? "<string>" : "";
  const fetch = `await ${imports.localName}${type}(${key.name}, { ${decrypt}maxAge: 300 })`;
  if (sourceCode.getCommentsInside(target.replaced).length > 0) return undefined;
  return {
    name: getter.name,
    fix: (fixer) => [
      ...imports.fix(fixer),
      fixer.replaceText(target.replaced, target.build(fetch)),
      ...target.readers.map((reader) => fixer.replaceText(reader, target.variable ?? "")),
    ],
  };
}

function keyOf(
  { inputNode }: SdkCall,
  { key, decrypt }: Getter,
  { facts: { sourceCode }, values }: Syntax,
  isTypeScript: boolean,
): { name: string; decrypt: string | undefined } | undefined {
  const input = inputNode && unwrap(inputNode);
  if (input?.type !== "ObjectExpression") return undefined;
  const texts = new Map<string, string>();
  for (const property of input.properties) {
    if (property.type !== "Property") return undefined;
    const name = keyName(property);
    if (name === undefined || (name !== key && name !== decrypt)) return undefined;
    const text = sourceCode.getText(property.value);
    // The SDK takes a name that may be undefined, Powertools does not.
    const isOfEnvironment = values.valuesOf(property.value).some(isEnvironmentRead);
    const mayLack = isTypeScript && isOfEnvironment && property.value.type !== "TSNonNullExpression";
    texts.set(name, mayLack && property.value.type !== "LogicalExpression" ? `${text} ?? ""` : text);
  }
  const name = texts.get(key);
  return name === undefined
    ? undefined
    : { name, decrypt: decrypt === undefined ? undefined : texts.get(decrypt) };
}

/** `process.env.NAME` */
function isEnvironmentRead(node: TSESTree.Node): boolean {
  const object = node.type === "MemberExpression" ? unwrap(node.object) : undefined;
  return object?.type === "MemberExpression" && memberName(object) === "env";
}

interface Target {
  readonly replaced: TSESTree.Node;
  readonly build: (fetch: string) => string;
  /** Members that read the value, which the variable then holds itself. */
  readonly readers: readonly TSESTree.Node[];
  readonly variable: string | undefined;
}

/** What stands for the value after the edit: the whole chain, or the variable that holds the answer. */
function targetOf(
  awaiting: TSESTree.AwaitExpression,
  { result }: SdkCall,
  { path }: Getter,
): Target | undefined {
  if (result.escapes || result.isLogged) return undefined;
  const { parent } = wrapped(awaiting);
  if (parent?.type === "MemberExpression") {
    const chain = chainFrom(wrapped(awaiting), path);
    return chain && { replaced: chain, build: (fetch) => `(${fetch})`, readers: [], variable: undefined };
  }
  if (parent?.type !== "VariableDeclarator" || parent.parent.kind !== "const") return undefined;
  if (parent.id.type === "Identifier") {
    const readers = result.readers.map((reader) =>
      reader.type === "MemberExpression" ? chainFrom(wrapped(reader.object), path) : undefined,
    );
    if (parent.id.typeAnnotation !== undefined || !readers.every((reader) => reader !== undefined))
      return undefined;
    return { replaced: awaiting, build: (fetch) => fetch, readers, variable: parent.id.name };
  }
  const [property, ...others] = parent.id.type === "ObjectPattern" ? parent.id.properties : [];
  if (property?.type !== "Property" || others.length > 0 || path.length !== 1) return undefined;
  const { value } = property;
  if (keyName(property) !== path[0] || value.type !== "Identifier") return undefined;
  return { replaced: parent, build: (fetch) => `${value.name} = ${fetch}`, readers: [], variable: undefined };
}

/** The member that the path leads to from an expression: `answer.Parameter?.Value`. */
function chainFrom(start: TSESTree.Node, path: readonly string[]): TSESTree.Node | undefined {
  let node = start;
  let member: TSESTree.Node | undefined;
  for (const name of path) {
    const { parent }: { parent?: TSESTree.Node | undefined } = wrapped(node);
    if (parent?.type !== "MemberExpression" || parent.object !== wrapped(node) || memberName(parent) !== name)
      return undefined;
    member = parent;
    node = parent;
  }
  return member;
}

interface ImportReplacement {
  readonly localName: string;
  readonly fix: (fixer: TSESLint.RuleFixer) => readonly TSESLint.RuleFix[];
}

function replaceImports(call: SdkCall, getter: Getter, syntax: Syntax): ImportReplacement | undefined {
  const { facts } = syntax;
  const { sourceCode } = facts;
  const callee = unwrap(call.call.callee);
  const client = callee.type === "MemberExpression" ? facts.variableOf(unwrap(callee.object)) : undefined;
  const command = facts.variableOf(unwrap(call.node.callee));
  if (client === undefined || command === undefined) return undefined;
  const commandUses = command.references.filter(({ init }) => init !== true).length;
  const clientUses = client.references.filter(({ init }) => init !== true).length;
  if (commandUses > 1 && clientUses > 1) return buildImport(syntax, getter.module, getter.name);
  const declarator = client.defs[0]?.node;
  if (commandUses > 1 || clientUses > 1 || declarator?.type !== "VariableDeclarator") return undefined;
  const declaration = declarator.parent;
  const creation = declarator.init && unwrap(declarator.init);
  if (declaration.parent.type !== "Program" || declaration.declarations.length > 1) return undefined;
  if (creation?.type !== "NewExpression" || creation.callee.type !== "Identifier") return undefined;
  const cls = facts.variableOf(creation.callee);
  if (cls?.references.filter(({ init }) => init !== true).length !== 1) return undefined;
  const load = importOf(command.identifiers[0], cls.identifiers[0]);
  const removed = load === undefined ? [] : [load, declaration];
  const keepsComments = removed.every((node) => sourceCode.getCommentsInside(node).length === 0);
  if (load === undefined || !keepsComments || isNameUsed(sourceCode, getter.name)) return undefined;
  const line =
    load.type === "ImportDeclaration"
      ? `import { ${getter.name} } from "${getter.module}";`
      : `const { ${getter.name} } = require("${getter.module}");`;
  return {
    localName: getter.name,
    fix: (fixer) => [fixer.replaceText(load, line), removeLines(fixer, sourceCode, declaration.range)],
  };
}

/** The import that brings both names and nothing else. */
function importOf(
  command: TSESTree.Node | undefined,
  cls: TSESTree.Node | undefined,
): TSESTree.ImportDeclaration | TSESTree.VariableDeclaration | undefined {
  const [first, second] = [command?.parent, cls?.parent];
  if (first?.type === "ImportSpecifier" && second?.type === "ImportSpecifier") {
    const { parent } = first;
    return parent === second.parent && parent.type === "ImportDeclaration" && parent.specifiers.length === 2
      ? parent
      : undefined;
  }
  if (first?.type !== "Property" || second?.type !== "Property" || first.parent !== second.parent)
    return undefined;
  const declarator = first.parent.parent;
  if (first.parent.properties.length !== 2 || declarator.type !== "VariableDeclarator") return undefined;
  return declarator.parent.declarations.length === 1 ? declarator.parent : undefined;
}
