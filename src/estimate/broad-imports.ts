import type { TSESTree } from "@typescript-eslint/utils";
import { type LighterImport, lighterImports } from "../knowledge/lighter-imports.js";
import { memberName } from "../syntax/ast.js";
import type { ModuleBinding } from "../syntax/module-loads.js";
import { weigh } from "../weight/weigh.js";
import type { PackageImport } from "./package-imports.js";

/** An import of a whole package, of which the file uses parts that can be had alone. */
export interface BroadImport {
  readonly imported: PackageImport;
  readonly lighter: LighterImport;
  /** The exports that the file uses, in source order. Undefined when it hands the whole on, or uses it as a whole. */
  readonly names: readonly string[] | undefined;
}

/** A look at a specifier alone, which spares most files any other. */
export function mayBeBroad(specifier: string): boolean {
  return partsByModule.has(specifier);
}

const partsByModule = new Map(
  lighterImports.filter(({ rewrite }) => rewrite !== undefined).map((lighter) => [lighter.module, lighter]),
);

/**
 * The imports that are broader than what the file uses of them. SDK v2 is so in any case, for it is out of support. Of
 * others each used name must have a file of its own, and nothing may take the package apart anyway.
 *
 * @param hasBundler whether the project bundles its code, if known
 */
export function findBroadImports(
  imports: readonly PackageImport[],
  hasBundler: () => boolean | undefined,
): readonly BroadImport[] {
  return imports.flatMap((imported) => {
    const lighter = partsByModule.get(imported.module);
    if (lighter === undefined) return [];
    const names = namesOf(imported);
    if (names?.length === 0) return [];
    const broad = { imported, lighter, names };
    return lighter.module === "aws-sdk" || isBroad(broad, hasBundler) ? [broad] : [];
  });
}

function isBroad(
  { imported, lighter: { rewrite, isTreeShakable }, names }: BroadImport,
  hasBundler: () => boolean | undefined,
): boolean {
  if (rewrite === undefined || names === undefined) return false;
  if (!names.every((name) => rewrite.specifierOf(name) !== undefined)) return false;
  if (isTakenApart(imported, isTreeShakable, hasBundler)) return false;
  const { mostNames } = rewrite;
  if (mostNames === undefined) return true;
  // In one file the parts are lighter however many there are; as files of their own it depends on the format.
  if (imported.format !== "cjs" || hasBundler() !== false) return names.length <= mostNames.esm;
  const wholeMs = imported.weight?.likely ?? Infinity;
  const isLighter = (name: string) => (weigh(rewrite.specifierOf(name) ?? "", "cjs")?.likely ?? 0) < wholeMs;
  return names.length <= mostNames.cjs && names.every(isLighter);
}

/** True when the project's bundler leaves out what the file does not use of it: nothing that is `require`d can be so. */
export function isTakenApart(
  { loads }: PackageImport,
  isTreeShakable: boolean | undefined,
  hasBundler: () => boolean | undefined,
): boolean {
  return isTreeShakable === true && loads.every(({ kind }) => kind === "import") && hasBundler() === true;
}

/** The exports of the module that the file uses; undefined when it needs the whole. Types need nothing at init. */
function namesOf({ loads }: PackageImport): readonly string[] | undefined {
  const names = new Set<string>();
  for (const { bindings, isReexported, isNeededAtOnce } of loads) {
    if (isReexported || isNeededAtOnce) return undefined;
    for (const binding of bindings) {
      const found = namesOfBinding(binding);
      if (found === undefined) return undefined;
      found.forEach((name) => names.add(name));
    }
  }
  return [...names];
}

function namesOfBinding({ path, values }: ModuleBinding): readonly string[] | undefined {
  if (values.length === 0) return [];
  const [name] = path;
  if (name !== undefined && name !== "default") return name === "*" ? undefined : [name];
  const names = values.map((value) => readMemberOf(value));
  return names.every((member) => member !== undefined) ? names : undefined;
}

/** `get` of `_.get`, unless something is written there. */
function readMemberOf(identifier: TSESTree.Node): string | undefined {
  const member = identifier.parent;
  if (member?.type !== "MemberExpression" || member.object !== identifier) return undefined;
  const { parent } = member;
  const isWritten =
    (parent.type === "AssignmentExpression" && parent.left === member) ||
    parent.type === "UpdateExpression" ||
    (parent.type === "UnaryExpression" && parent.operator === "delete");
  return isWritten ? undefined : memberName(member);
}
