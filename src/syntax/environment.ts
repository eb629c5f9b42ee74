import type { TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap, wrapped } from "./ast.js";
import { type NamedReading, environmentReadersOf } from "./environment-readers.js";
import type { SyntaxFacts } from "./facts.js";
import { bareSpecifier } from "./imports.js";
import { readStaticString } from "./static-value.js";
import type { Syntax } from "./syntax.js";

/** One place where the file reads an environment variable. */
export interface EnvironmentRead {
  readonly name: string;
  /** The member access, the key of a pattern, the key of a schema, or the call of a function that reads by name. */
  readonly node: TSESTree.Node;
  readonly kind: "member" | "pattern" | "schema" | "call";
  /** The literal that stands in when the variable is not set: `process.env.X ?? "…"`. */
  readonly fallback: TSESTree.StringLiteral | TSESTree.TemplateLiteral | undefined;
  /** True when only its presence is looked at: `if (!process.env.X)`. */
  readonly isPresenceCheck: boolean;
  /** True for a call that throws where the variable is not set. */
  readonly isDemanded?: true;
}

/**
 * Every read of an environment variable with a known name, however it is spelled; writes are none.
 *
 * @param isWanted the names of interest, asked before any binding is followed
 */
export function findEnvironmentReads(
  syntax: Syntax,
  isWanted: (name: string) => boolean,
): readonly EnvironmentRead[] {
  const { facts } = syntax;
  const reads: EnvironmentRead[] = [];
  for (const member of facts.members) {
    const read = fromMember(member, syntax, isWanted);
    if (read !== undefined) reads.push(read);
  }
  for (const definition of patternsOf(syntax)) reads.push(...fromPattern(definition, syntax));
  reads.push(...fromCalls(syntax, isWanted));
  if (importsSchemas(syntax)) {
    for (const call of facts.calls)
      if (call.type === "CallExpression") reads.push(...fromSchema(call, syntax));
  }
  return reads.filter(({ name }) => isWanted(name)).sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** A look at imports and globals: false for a file that reads no environment variable, however it is spelled. */
export function mayReadEnvironment(facts: SyntaxFacts): boolean {
  if (facts.usesGlobal("process") || facts.usesGlobal("globalThis") || facts.usesGlobal("global"))
    return true;
  for (const specifier of facts.specifiers)
    if (
      bareSpecifier(specifier) === "process" ||
      READER_PACKAGES.has(specifier) ||
      T3_PACKAGES.test(specifier)
    )
      return true;
  return false;
}

/** True for `process.env`, whatever it is called in the file. */
export function isEnvironment(expression: TSESTree.Node, syntax: Syntax): boolean {
  const node = unwrap(expression);
  if (node.type === "MemberExpression")
    return memberName(node) === "env" && isProcess(unwrap(node.object), syntax);
  const imported = syntax.resolveImport(node);
  if (imported !== undefined) return imported.module === "process" && imported.path.join(".") === "env";
  if (node.type !== "Identifier") return false;
  return (
    syntax.facts.variableOf(node)?.defs.some(({ node: definition }) => isAlias(node, definition, syntax)) ??
    false
  );
}

/** `const env = process.env`, `const { env } = process` */
function isAlias(identifier: TSESTree.Identifier, definition: TSESTree.Node, syntax: Syntax): boolean {
  if (definition.type !== "VariableDeclarator" || definition.init === null) return false;
  const init = unwrap(definition.init);
  if (definition.id.type === "Identifier")
    return init.type === "MemberExpression" && isEnvironment(init, syntax);
  if (definition.id.type !== "ObjectPattern" || !isProcess(init, syntax)) return false;
  return definition.id.properties.some(
    (property) =>
      property.type === "Property" &&
      keyName(property) === "env" &&
      property.value.type === "Identifier" &&
      property.value.name === identifier.name,
  );
}

function isProcess(node: TSESTree.Node, syntax: Syntax): boolean {
  if (syntax.facts.isGlobal(node, "process")) return true;
  if (node.type === "MemberExpression" && memberName(node) === "process") {
    const object = unwrap(node.object);
    return syntax.facts.isGlobal(object, "globalThis") || syntax.facts.isGlobal(object, "global");
  }
  const imported = syntax.resolveImport(node);
  return imported?.module === "process" && imported.path.length === 0;
}

function fromMember(
  node: TSESTree.MemberExpression,
  syntax: Syntax,
  isWanted: (name: string) => boolean,
): EnvironmentRead | undefined {
  if (!mayBeEnvironment(unwrap(node.object))) return undefined;
  const written = memberName(node);
  if (written === undefined ? !node.computed : !isWanted(written)) return undefined;
  if (!isEnvironment(node.object, syntax)) return undefined;
  const name =
    memberName(node) ?? (node.computed ? readStaticString(syntax.facts, node.property) : undefined);
  const whole = wrapped(node);
  if (name === undefined || isWritten(whole)) return undefined;
  return { name, node, kind: "member", fallback: fallbackOf(whole), isPresenceCheck: isPresenceCheck(whole) };
}

/** `readVariable("TABLE")`, by a function of the file. */
function fromCalls(syntax: Syntax, isWanted: (name: string) => boolean): readonly EnvironmentRead[] {
  const readers = environmentReadersOf(syntax, isEnvironment);
  if (readers.length === 0) return [];
  return syntax.facts.calls.flatMap((node): readonly EnvironmentRead[] => {
    if (node.type !== "CallExpression" || node.arguments.length === 0) return [];
    const functions = syntax.values.functionsOf(node.callee);
    const reader = readers.find(({ fn }) => functions.length === 1 && functions[0] === fn);
    const read = reader && readByCall(node, reader, syntax);
    return read !== undefined && isWanted(read.name) ? [read] : [];
  });
}

/** What a call of a function reads that reads variables by name; undefined where the name is not known. */
export function readByCall(
  node: TSESTree.CallExpression,
  { parameter, isDemanding }: NamedReading,
  syntax: Syntax,
): EnvironmentRead | undefined {
  const argument = node.arguments[parameter];
  const name = argument && readStaticString(syntax.facts, argument);
  if (name === undefined) return undefined;
  const others = node.arguments.filter((other) => other !== argument);
  const whole = wrapped(node);
  return {
    name,
    node,
    kind: "call",
    fallback: fallbackOf(whole) ?? others.map(literalOf).find((literal) => isValue(literal)),
    isPresenceCheck: isPresenceCheck(whole),
    ...(isDemanding ? { isDemanded: true } : {}),
  };
}

/** False for `"API_KEY_PARAMETER"` beside the name of a variable: it is that of another one. */
function isValue(literal: EnvironmentRead["fallback"]): boolean {
  if (literal === undefined) return false;
  const text = literal.type === "Literal" ? literal.value : literal.quasis[0]?.value.raw;
  return typeof text !== "string" || !/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(text);
}

/** A look at the syntax before any binding is followed. */
function mayBeEnvironment(node: TSESTree.Node): boolean {
  return node.type === "Identifier" || (node.type === "MemberExpression" && memberName(node) === "env");
}

function isWritten(node: TSESTree.Node): boolean {
  const parent = node.parent;
  if (parent?.type === "AssignmentExpression") return parent.left === node;
  return parent?.type === "UnaryExpression" && parent.operator === "delete";
}

function fallbackOf(node: TSESTree.Node): EnvironmentRead["fallback"] {
  const parent = node.parent;
  if (parent?.type !== "LogicalExpression" || parent.left !== node || parent.operator === "&&")
    return undefined;
  return literalOf(parent.right);
}

function literalOf(node: TSESTree.Node): EnvironmentRead["fallback"] {
  const inner = unwrap(node);
  if (inner.type === "Literal" && typeof inner.value === "string")
    return inner.value === "" ? undefined : inner;
  const isText =
    inner.type === "TemplateLiteral" && inner.quasis.length === 1 && inner.quasis[0]?.value.raw !== "";
  return isText ? inner : undefined;
}

function isPresenceCheck(node: TSESTree.Node): boolean {
  const parent = node.parent;
  switch (parent?.type) {
    case "UnaryExpression":
      return parent.operator === "!" || parent.operator === "typeof" || parent.operator === "void";
    case "IfStatement":
    case "ConditionalExpression":
      return parent.test === node;
    case "BinaryExpression": {
      const other = unwrap(parent.left === node ? parent.right : parent.left);
      return (
        (other.type === "Identifier" && other.name === "undefined") ||
        (other.type === "Literal" && other.value === null)
      );
    }
    case "LogicalExpression":
      return parent.left === node && parent.operator === "&&" ? true : isInTest(parent);
    case "CallExpression": {
      const callee = unwrap(parent.callee);
      return callee.type === "Identifier" && callee.name === "Boolean";
    }
    default:
      return false;
  }
}

function isInTest(node: TSESTree.Node): boolean {
  let current = node;
  while (current.parent?.type === "LogicalExpression") current = current.parent;
  const parent = current.parent;
  return parent?.type === "IfStatement" && parent.test === current;
}

/** Every destructuring pattern of the file with the value it takes apart. */
function patternsOf(syntax: Syntax): { pattern: TSESTree.ObjectPattern; value: TSESTree.Node }[] {
  const { facts } = syntax;
  const found: { pattern: TSESTree.ObjectPattern; value: TSESTree.Node }[] = [];
  for (const { id, init } of facts.destructured) {
    if (id.type === "ObjectPattern" && init !== null) found.push({ pattern: id, value: init });
  }
  for (const node of facts.assignments) {
    if (node.type === "AssignmentExpression" && node.left.type === "ObjectPattern")
      found.push({ pattern: node.left, value: node.right });
  }
  return found;
}

function fromPattern(
  { pattern, value }: { pattern: TSESTree.ObjectPattern; value: TSESTree.Node },
  syntax: Syntax,
): EnvironmentRead[] {
  const source = unwrap(value);
  if (mayBeEnvironment(source) && isEnvironment(source, syntax)) return keysOf(pattern);
  if (!isProcess(source, syntax)) return [];
  return pattern.properties.flatMap((property) =>
    property.type === "Property" && keyName(property) === "env" && property.value.type === "ObjectPattern"
      ? keysOf(property.value)
      : [],
  );
}

function keysOf(pattern: TSESTree.ObjectPattern): EnvironmentRead[] {
  return pattern.properties.flatMap((property) => {
    const name = property.type === "Property" ? keyName(property) : undefined;
    if (property.type !== "Property" || name === undefined) return [];
    const fallback =
      property.value.type === "AssignmentPattern" ? literalOf(property.value.right) : undefined;
    return [{ name, node: property.key, kind: "pattern", fallback, isPresenceCheck: false }];
  });
}

// ── schemas that validate the environment ─────────────────────────────────────────────────────────────────────────

const SCHEMA_PACKAGES = new Set([
  "zod",
  "zod/v4",
  "zod/mini",
  "yup",
  "joi",
  "valibot",
  "@sinclair/typebox",
  "superstruct",
]);
const READER_PACKAGES = new Set(["envalid", "env-var"]);
const T3_PACKAGES = /^@t3-oss\/env-(core|nextjs|nuxt)$/;

function importsSchemas({ facts }: Syntax): boolean {
  for (const specifier of facts.specifiers)
    if (SCHEMA_PACKAGES.has(specifier) || READER_PACKAGES.has(specifier) || T3_PACKAGES.test(specifier))
      return true;
  return false;
}

function fromSchema(call: TSESTree.CallExpression, syntax: Syntax): EnvironmentRead[] {
  const callee = unwrap(call.callee);
  const imported = syntax.resolveImport(callee);
  if (imported?.module === "env-var" && imported.path.join(".") === "get") {
    const [argument] = call.arguments;
    const name = argument && readStaticString(syntax.facts, argument);
    return name === undefined || argument === undefined ? [] : [schemaRead(name, argument)];
  }
  if (imported !== undefined && T3_PACKAGES.test(imported.module)) {
    const [options] = call.arguments;
    return options === undefined
      ? []
      : syntax.values.membersOf(options, "server").flatMap((value) => schemaKeys(value));
  }
  const position = call.arguments.findIndex(
    (argument) => mayBeEnvironment(unwrap(argument)) && isEnvironment(argument, syntax),
  );
  if (position === -1) return [];
  if (imported?.module === "envalid") {
    const schema = call.arguments[1];
    return schema === undefined ? [] : syntax.values.valuesOf(schema).flatMap((value) => schemaKeys(value));
  }
  // `schema.parse(process.env)`, `v.parse(schema, process.env)`, `schema.validate(process.env)`
  const schemas = [
    ...(callee.type === "MemberExpression" ? [callee.object] : []),
    ...call.arguments.slice(0, position),
  ];
  return schemas
    .flatMap((schema) => syntax.values.valuesOf(schema))
    .flatMap((value) => keysOfSchema(value, syntax));
}

/** The keys of `z.object({ … })`, with whatever is chained to it. */
function keysOfSchema(value: TSESTree.Node, syntax: Syntax, depth = 0): EnvironmentRead[] {
  if (value.type !== "CallExpression" || depth > 10) return [];
  const imported = syntax.resolveImport(value.callee);
  if (imported !== undefined && SCHEMA_PACKAGES.has(imported.module)) {
    const [shape] = value.arguments;
    return shape === undefined ? [] : syntax.values.valuesOf(shape).flatMap((object) => schemaKeys(object));
  }
  const callee = unwrap(value.callee);
  if (callee.type !== "MemberExpression") return [];
  return syntax.values.valuesOf(callee.object).flatMap((object) => keysOfSchema(object, syntax, depth + 1));
}

function schemaKeys(value: TSESTree.Node): EnvironmentRead[] {
  if (value.type !== "ObjectExpression") return [];
  return value.properties.flatMap((property) => {
    const name = property.type === "Property" ? keyName(property) : undefined;
    return property.type === "Property" && name !== undefined ? [schemaRead(name, property.key)] : [];
  });
}

function schemaRead(name: string, node: TSESTree.Node): EnvironmentRead {
  return { name, node, kind: "schema", fallback: undefined, isPresenceCheck: false };
}
