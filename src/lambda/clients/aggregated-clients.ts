import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { awsServiceNames } from "../../knowledge/clients/aws-service-names.js";
import { memberName } from "../../syntax/ast.js";
import { isNameUsed } from "../../syntax/edits.js";
import type { ModuleBinding, ModuleLoad } from "../../syntax/module-loads.js";
import type { Syntax } from "../../syntax/syntax.js";

/** A class of SDK v3 that has a method for every command of its service: `S3`, beside the bare-bones `S3Client`. */
export interface AggregatedClient {
  /** The import specifier. */
  readonly node: TSESTree.Node;
  readonly className: string;
  readonly bareName: string;
  /** The commands that the file sends: `GetObjectCommand`, in source order. */
  readonly commands: readonly string[];
  /** Makes it the bare-bones client; undefined where a new name clashes or a comment is in the way. */
  readonly fix: ((fixer: TSESLint.RuleFixer) => readonly TSESLint.RuleFix[]) | undefined;
}

interface CommandCall {
  readonly call: TSESTree.CallExpression;
  readonly property: TSESTree.Node;
  readonly command: string;
}

const classNames = new Set(awsServiceNames);

/** What both classes have. */
const COMMON_MEMBERS = new Set(["config", "destroy", "middlewareStack", "send"]);

/** A look at the names of an import alone. */
export function importsAggregatedClient(statement: TSESTree.ProgramStatement): boolean {
  return (
    statement.type === "ImportDeclaration" &&
    statement.source.value.startsWith("@aws-sdk/client-") &&
    statement.specifiers.some(
      (specifier) =>
        specifier.type === "ImportSpecifier" &&
        classNames.has(
          specifier.imported.type === "Identifier" ? specifier.imported.name : specifier.imported.value,
        ),
    )
  );
}

/**
 * The aggregated classes that a load brings and of which the file uses nothing but commands: the bare-bones client serves.
 * Silent about a client that is handed to code outside the file other than the SDK's own, whose class is used as a type, or
 * that is `require`d: nothing takes that apart, so nothing would be saved.
 */
export function findAggregatedClients(load: ModuleLoad, syntax: Syntax): readonly AggregatedClient[] {
  if (load.kind !== "import" || !/^@aws-sdk\/client-[a-z\d-]+$/.test(load.module)) return [];
  return load.bindings.flatMap((binding) => {
    const [className = "", ...others] = binding.path;
    if (others.length > 0 || !classNames.has(className) || binding.isExported) return [];
    if (binding.types.length > 0 || binding.values.length === 0) return [];
    const calls = binding.values.map((value) => commandCallsOf(value, syntax));
    if (!calls.every((found) => found !== undefined)) return [];
    const sent = calls.flat().sort((a, b) => a.call.range[0] - b.call.range[0]);
    const commands = [...new Set(sent.map(({ command }) => command))];
    const bareName = `${className}Client`;
    const names = [bareName, ...commands];
    const fix = buildFix({ load, binding, sent, names }, syntax);
    return [{ node: binding.node, className, bareName, commands, fix }];
  });
}

/** The commands that are sent by the client which `new S3()` makes; undefined when anything else is done with it. */
function commandCallsOf(value: TSESTree.Node, syntax: Syntax): readonly CommandCall[] | undefined {
  const creation = value.parent;
  if (creation?.type !== "NewExpression" || creation.callee !== value) return undefined;
  const declarator = creation.parent;
  if (declarator.type !== "VariableDeclarator" || declarator.id.type !== "Identifier") return undefined;
  // Oxlint has `null` where there is none.
  if (declarator.id.typeAnnotation) return undefined;
  const [variable] = syntax.facts.sourceCode.getDeclaredVariables(declarator);
  const references = variable?.references.filter(({ init }) => init !== true) ?? [];
  if (variable === undefined || declarator.parent.parent.type === "ExportNamedDeclaration") return undefined;
  const calls = references.map((reference) =>
    reference.isWrite() ? undefined : commandCallAt(reference.identifier, syntax),
  );
  return calls.every((call) => call !== undefined) ? calls.flat() : undefined;
}

/** The command that one use of the client sends: none for what both classes do alike. */
function commandCallAt(client: TSESTree.Node, syntax: Syntax): readonly CommandCall[] | undefined {
  const { parent } = client;
  if (parent?.type !== "MemberExpression" || parent.object !== client)
    return isGivenToSdk(client, syntax) ? [] : undefined;
  const name = memberName(parent);
  if (name === undefined || parent.computed) return undefined;
  if (COMMON_MEMBERS.has(name)) return [];
  const call = parent.parent;
  if (call.type !== "CallExpression" || call.callee !== parent) return undefined;
  if (/^(?:paginate|waitUntil)[A-Z]/.test(name)) return undefined;
  if (call.arguments[0]?.type === "SpreadElement") return undefined;
  const command = `${name.charAt(0).toUpperCase()}${name.slice(1)}Command`;
  return [{ call, property: parent.property, command }];
}

/** `getSignedUrl(s3, …)`, `new Upload({ client: s3 })`: the SDK's own code asks for no more than `send`. */
function isGivenToSdk(client: TSESTree.Node, { resolveImport }: Syntax): boolean {
  const property = client.parent;
  const isProperty = property?.type === "Property" && property.value === client;
  const argument = isProperty ? property.parent : client;
  const call = argument.parent;
  if (call?.type !== "CallExpression" && call?.type !== "NewExpression") return false;
  if (!call.arguments.some((one) => one === argument)) return false;
  return resolveImport(call.callee)?.module.startsWith("@aws-sdk/") === true;
}

interface FixInput {
  readonly load: ModuleLoad;
  readonly binding: ModuleBinding;
  readonly sent: readonly CommandCall[];
  /** Exports that the file needs afterwards, the client's first. */
  readonly names: readonly string[];
}

function buildFix({ load, binding, sent, names }: FixInput, { facts }: Syntax): AggregatedClient["fix"] {
  const { sourceCode } = facts;
  const imported = new Map(
    load.bindings.flatMap(({ path: [name], variable }) => (name ? [[name, variable.name] as const] : [])),
  );
  const added = names.filter((name) => !imported.has(name));
  // With nothing to put in its place, the specifier would leave a comma behind.
  if (added.length === 0 || added.some((name) => isNameUsed(sourceCode, name))) return undefined;
  if (sourceCode.getCommentsInside(binding.node).length > 0) return undefined;
  const localOf = (name: string) => imported.get(name) ?? name;
  const spans = sent.map((one) => ({ ...one, span: argumentSpan(one.call, sourceCode) }));
  if (!spans.every(({ span }) => span !== undefined)) return undefined;
  return (fixer) => [
    fixer.replaceText(binding.node, added.join(", ")),
    ...binding.values.map((value) => fixer.replaceText(value, localOf(names[0] ?? ""))),
    ...spans.flatMap(({ property, command, span: [start, end] = [0, 0] }) => {
      const open = `new ${localOf(command)}(`;
      const send = fixer.replaceText(property, "send");
      if (start === end) return [send, fixer.insertTextAfterRange([start, start], `${open}{})`)];
      return [
        send,
        fixer.insertTextBeforeRange([start, start], open),
        fixer.insertTextAfterRange([end, end], ")"),
      ];
    }),
  ];
}

/** From the first argument's beginning to its end, or the empty place for one. */
function argumentSpan(
  call: TSESTree.CallExpression,
  sourceCode: Readonly<TSESLint.SourceCode>,
): readonly [number, number] | undefined {
  const [argument] = call.arguments;
  const last = sourceCode.getLastToken(call);
  if (last === null) return undefined;
  if (argument === undefined) return [last.range[0], last.range[0]];
  const next = sourceCode.getTokenAfter(argument);
  const isPlain = next?.value === "," || next === last;
  return isPlain ? argument.range : undefined;
}
