import type { TSESTree } from "@typescript-eslint/utils";
import { controllerFacts, moduleDecorator, moduleServers } from "../../knowledge/controllers.js";
import { type ClassNode, decoratorsOf, unwrap } from "../../syntax/ast.js";
import type { ImportedValue } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";
import { exportPath } from "../bindings/fact-match.js";

/** The classes of modules whose controllers a file serves: `NestFactory.create(AppModule)`. */
export function findServedModules({ facts, resolveImport }: Syntax): readonly TSESTree.Node[] {
  if (!facts.specifiers.has(moduleServers.module)) return [];
  return facts.calls.flatMap((call) => {
    const imported = resolveImport(unwrap(call.callee));
    const [served] = call.arguments;
    const isServer =
      imported?.module === moduleServers.module &&
      moduleServers.exports.some((name) => name === exportPath(imported));
    return isServer && served !== undefined ? [served] : [];
  });
}

/**
 * What of a class runs for requests: the decorated methods of a controller, and the controllers and modules that a module
 * names in its decorator.
 */
export function collectServed(cls: ClassNode, syntax: Syntax): readonly TSESTree.Node[] {
  return decoratorsOf(cls).flatMap(({ expression }) => {
    const call = expression.type === "CallExpression" ? expression : undefined;
    const imported = syntax.resolveImport(unwrap(call?.callee ?? expression));
    if (imported === undefined) return [];
    if (isDecorator(imported, moduleDecorator)) return call === undefined ? [] : partsOfModule(call, syntax);
    return controllerFacts.some((fact) => isDecorator(imported, fact)) ? decoratedMethods(cls) : [];
  });
}

function isDecorator(
  imported: ImportedValue,
  fact: { readonly module: string; readonly export: string },
): boolean {
  return imported.module === fact.module && exportPath(imported) === fact.export;
}

/** The classes of its lists, and the lists that another file has. */
function partsOfModule(
  { arguments: [options] }: TSESTree.CallExpression,
  { values }: Syntax,
): readonly TSESTree.Node[] {
  if (options === undefined) return [];
  return moduleDecorator.lists
    .flatMap((name) => values.membersOf(options, name))
    .flatMap((list): readonly (TSESTree.Node | null)[] =>
      list.type === "ArrayExpression" ? list.elements : [list],
    )
    .flatMap((part) => (part === null ? [] : [classOfPart(part)]));
}

/** `OrdersModule.forRoot({ … })` is of the class too. */
function classOfPart(part: TSESTree.Node): TSESTree.Node {
  const node = unwrap(part.type === "SpreadElement" ? part.argument : part);
  const callee = node.type === "CallExpression" ? unwrap(node.callee) : undefined;
  return callee?.type === "MemberExpression" ? callee.object : node;
}

function decoratedMethods(cls: ClassNode): readonly TSESTree.Node[] {
  return cls.body.body.flatMap((member) =>
    member.type === "MethodDefinition" && decoratorsOf(member).length > 0 ? [member.value] : [],
  );
}
