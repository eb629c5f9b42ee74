import type { TSESTree } from "@typescript-eslint/utils";
import { keyName } from "../../syntax/ast.js";
import { resolveType } from "../../syntax/declared-types.js";
import type { CodeModule } from "./code-module.js";
import type { CodeValue, DeclaredType } from "./code-value.js";
import { findExports } from "./imported.js";
import type { CodeFiles } from "./machine.js";

/** Types of types of members, and files that hand a type on: deeper nobody declares them. */
const MAX_STEPS = 8;

/** The type of a parameter, or of the pattern that takes it apart. */
function declaredTypeOfParameter(
  parameter: TSESTree.Parameter,
  module: CodeModule,
): DeclaredType | undefined {
  const inner = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  const target = inner.type === "AssignmentPattern" ? inner.left : inner;
  const node = target.type === "RestElement" ? undefined : target.typeAnnotation?.typeAnnotation;
  return node && { module, node, members: [] };
}

/** What a function gets, with the type of its parameter where nothing else is known of it. */
export function declaredAs(parameter: TSESTree.Parameter, value: CodeValue, module: CodeModule): CodeValue {
  return value.kind === "opaque" && value.declared === undefined
    ? { ...value, declared: declaredTypeOfParameter(parameter, module) }
    : value;
}

/** The type of a member of something of a declared type: of an interface of the project, or of what a package declares. */
export function typeOfMember(
  { module, node, members }: DeclaredType,
  name: string,
  files: CodeFiles,
): DeclaredType | undefined {
  if (members.length > 0) return { module, node, members: [...members, name] };
  return memberIn(node, name, module, files, 0);
}

/** The export of a package that a type names: `aws-cdk-lib/aws-dynamodb`, `["ITable"]`. */
export function packageTypeOf({
  module,
  node,
}: DeclaredType): { readonly specifier: string; readonly path: readonly string[] } | undefined {
  const type = resolveType(node, module.syntax);
  const imported = type?.type === "TSTypeReference" ? module.syntax.resolveImport(type.typeName) : undefined;
  return imported && { specifier: imported.module, path: imported.path };
}

function memberIn(
  node: TSESTree.TypeNode,
  name: string,
  module: CodeModule,
  files: CodeFiles,
  steps: number,
): DeclaredType | undefined {
  const type = resolveType(node, module.syntax);
  if (type === undefined || steps > MAX_STEPS) return undefined;
  switch (type.type) {
    case "TSTypeLiteral":
      return memberAmong(type.members, name, module);
    case "TSIntersectionType": {
      const found = type.types.flatMap((part) => memberIn(part, name, module, files, steps + 1) ?? []);
      // `StackProps & Props`: what the project spells out says more.
      return found.find(({ members }) => members.length === 0) ?? found[0];
    }
    case "TSTypeReference":
      return (
        memberOfNamed(type.typeName, name, module, files, steps + 1) ??
        (isOfPackage(type.typeName, module, files) ? { module, node, members: [name] } : undefined)
      );
    default:
      return undefined;
  }
}

/** Of an interface or an alias of the project, by its name. */
function memberOfNamed(
  typeName: TSESTree.Node,
  name: string,
  module: CodeModule,
  files: CodeFiles,
  steps: number,
): DeclaredType | undefined {
  const declaration = module.syntax.facts.variableOf(typeName)?.defs[0]?.node;
  const found = memberOfDeclaration(declaration, name, module, files, steps);
  if (found !== undefined) return found;
  const imported = module.syntax.resolveImport(typeName);
  const [exported, ...rest] = imported?.path ?? [];
  return imported === undefined || exported === undefined || rest.length > 0
    ? undefined
    : memberOfExport(imported.module, exported, module, name, files, steps);
}

function memberOfDeclaration(
  declaration: TSESTree.Node | undefined,
  name: string,
  module: CodeModule,
  files: CodeFiles,
  steps: number,
): DeclaredType | undefined {
  if (declaration?.type === "TSTypeAliasDeclaration")
    return memberIn(declaration.typeAnnotation, name, module, files, steps + 1);
  if (declaration?.type !== "TSInterfaceDeclaration" || steps > MAX_STEPS) return undefined;
  const own = memberAmong(declaration.body.body, name, module);
  if (own !== undefined) return own;
  for (const { expression } of declaration.extends) {
    const inherited = memberOfNamed(expression, name, module, files, steps + 1);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** Of a type that another file of the project exports, by itself or from a third one. */
function memberOfExport(
  specifier: string,
  exported: string,
  importer: CodeModule,
  name: string,
  files: CodeFiles,
  steps: number,
): DeclaredType | undefined {
  const module = steps > MAX_STEPS ? undefined : files.load(specifier, importer.file);
  if (module === undefined) return undefined;
  for (const found of findExports(module, exported)) {
    const member =
      found.kind === "from"
        ? found.name && memberOfExport(found.specifier, found.name, module, name, files, steps + 1)
        : (memberOfDeclaration(found.node.parent, name, module, files, steps + 1) ??
          memberOfNamed(found.node, name, module, files, steps + 1));
    if (member) return member;
  }
  return undefined;
}

function memberAmong(
  members: readonly TSESTree.TypeElement[],
  name: string,
  module: CodeModule,
): DeclaredType | undefined {
  for (const member of members)
    if (member.type === "TSPropertySignature" && keyName(member) === name && member.typeAnnotation)
      return { module, node: member.typeAnnotation.typeAnnotation, members: [] };
  return undefined;
}

/** Whether a type comes from a package: what a file of the project does not say of its types nobody says. */
function isOfPackage(typeName: TSESTree.EntityName, module: CodeModule, files: CodeFiles): boolean {
  const imported = module.syntax.resolveImport(typeName);
  return (
    imported !== undefined &&
    !imported.module.startsWith(".") &&
    files.load(imported.module, module.file) === undefined
  );
}
