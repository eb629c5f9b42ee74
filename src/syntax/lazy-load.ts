import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, isInside, isLoop } from "./ast.js";
import { buildTypeImport, indentationAt, lineBreakOf, rangeWithComments, removeLines } from "./edits.js";
import { append } from "./append.js";
import type { SyntaxFacts } from "./facts.js";
import type { ModuleBinding, ModuleLoad } from "./module-loads.js";

type Edit = (fixer: TSESLint.RuleFixer) => readonly TSESLint.RuleFix[];
type SourceCode = Readonly<TSESLint.SourceCode>;

/**
 * Loads a module where the file uses it, in place of at init: each function that uses it gets
 * `const { name } = await import("module")`, or the `require` that was at the top. Types stay imported, comments stay.
 *
 * @param isOptional true for a statement that some paths go without. The load goes before such statements only, for
 *   elsewhere it would run each time and save nothing.
 * @returns undefined when a use stands where nothing can be awaited, or the load is of a form that has no lazy twin
 */
export function buildLazyLoad(
  load: ModuleLoad,
  { sourceCode }: SyntaxFacts,
  isOptional: (statement: TSESTree.Statement) => boolean,
): Edit | undefined {
  const form = lazyFormOf(load, sourceCode);
  const uses = load.bindings.flatMap((binding) => usesOf(binding, load.kind !== "require"));
  if (form === undefined || uses.length === 0) return undefined;
  const points: LoadPoint[] = [];
  for (const group of groupByList(uses, 0)) {
    const found = placeLoads(group, isOptional);
    if (found === undefined) return undefined;
    points.push(...found);
  }
  const lines = points.map(({ bindings }) => form.lineFor(bindings));
  if (lines.includes(undefined)) return undefined;
  return (fixer) => [
    form.replaceLoad(fixer),
    ...points.flatMap((point, index) => insertLine(fixer, sourceCode, point, lines[index] ?? "")),
  ];
}

// ── where ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A place where a statement can be inserted: before a statement of a list. */
interface Slot {
  /** The block or the `case` around it; the statement itself where it is the body of an `if` or a loop. */
  readonly list: TSESTree.Node;
  readonly statement: TSESTree.Statement;
}

interface Use {
  readonly binding: ModuleBinding;
  /** The slots around the use in the function that can load the module, outermost first. Empty when there is none. */
  readonly slots: readonly Slot[];
}

interface LoadPoint extends Slot {
  readonly bindings: readonly ModuleBinding[];
}

function usesOf(binding: ModuleBinding, isAwaited: boolean): readonly Use[] {
  return binding.values.map((identifier) => ({ binding, slots: slotsAround(identifier, isAwaited) }));
}

function slotsAround(node: TSESTree.Node, isAwaited: boolean): readonly Slot[] {
  let slots: Slot[] = [];
  for (let child = node; child.type !== "Program"; child = child.parent) {
    const { parent } = child;
    const list = listAround(child, parent);
    if (list !== undefined) slots.unshift({ list, statement: child as TSESTree.Statement });
    if (!isFunction(parent)) continue;
    if (canLoad(parent, isAwaited) && child === parent.body) return slots;
    slots = [];
  }
  return [];
}

function groupByList(uses: readonly Use[], depth: number): Iterable<readonly Use[]> {
  const groups = new Map<TSESTree.Node | undefined, Use[]>();
  for (const use of uses) append(groups, use.slots[depth]?.list, use);
  return groups.values();
}

/** The list that `child` is a statement of, where `parent` has one. */
function listAround(child: TSESTree.Node, parent: TSESTree.Node): TSESTree.Node | undefined {
  if (parent.type === "BlockStatement") return parent;
  if (parent.type === "SwitchCase") return child === parent.test ? undefined : parent;
  const isBody =
    parent.type === "IfStatement" ? child !== parent.test : isLoop(parent) && child === parent.body;
  return isBody && child.type !== "BlockStatement" ? child : undefined;
}

function canLoad(fn: FunctionNode, isAwaited: boolean): boolean {
  return fn.body.type === "BlockStatement" && (fn.async || !isAwaited);
}

/** The fewest places that load the module for all the uses in one function, none of them on every path. */
function placeLoads(
  uses: readonly Use[],
  isOptional: (statement: TSESTree.Statement) => boolean,
): readonly LoadPoint[] | undefined {
  const [first] = uses;
  if (first === undefined || first.slots.length === 0) return undefined;
  const depth = first.slots.findLastIndex(({ list }, index) =>
    uses.every(({ slots }) => slots[index]?.list === list),
  );
  const bindings = [...new Set(uses.map(({ binding }) => binding))];
  // Before a loop rather than in it, where that is possible.
  const loops = first.slots
    .slice(0, depth)
    .flatMap(({ statement }, index) => (isLoop(statement) ? index : []));
  for (const index of [...loops, depth]) {
    const slot = firstSlot(uses.flatMap(({ slots }) => slots[index] ?? []));
    if (slot !== undefined && isOptional(slot.statement)) return [{ ...slot, bindings }];
  }
  if (uses.some(({ slots }) => slots.length <= depth + 1)) return undefined;
  const points: LoadPoint[] = [];
  for (const group of groupByList(uses, depth + 1)) {
    const found = placeLoads(group, isOptional);
    if (found === undefined) return undefined;
    points.push(...found);
  }
  return points;
}

/** The first of the slots of one list; the list's own first where a function is hoisted, or a `case` needs braces. */
function firstSlot(slots: readonly Slot[]): Slot | undefined {
  const [first] = [...slots].sort((a, b) => a.statement.range[0] - b.statement.range[0]);
  if (first === undefined) return undefined;
  const { list } = first;
  if (list.type === "SwitchCase") {
    const [statement] = list.consequent;
    const isScoped = list.consequent.some((candidate) => declaresInBlock(candidate));
    return statement === undefined || isScoped ? undefined : { list, statement };
  }
  if (list.type !== "BlockStatement") return first;
  if (slots.every(({ statement }) => statement.type !== "FunctionDeclaration")) return first;
  const statement = list.body.find((candidate) => !("directive" in candidate && candidate.directive));
  return statement && { list, statement };
}

function declaresInBlock(statement: TSESTree.Statement): boolean {
  if (statement.type === "VariableDeclaration") return statement.kind !== "var";
  return statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration";
}

function insertLine(
  fixer: TSESLint.RuleFixer,
  sourceCode: SourceCode,
  { list, statement }: Slot,
  line: string,
): readonly TSESLint.RuleFix[] {
  const br = lineBreakOf(sourceCode);
  const [start] = rangeWithComments(sourceCode, statement);
  if (list.type === "BlockStatement")
    return [fixer.insertTextBeforeRange([start, start], line + br + indentationAt(sourceCode, start))];
  const holder = list.type === "SwitchCase" ? list : statement.parent;
  const last = list.type === "SwitchCase" ? (list.consequent.at(-1) ?? statement) : statement;
  const outer = indentationAt(sourceCode, holder.range[0]);
  const inner = `${outer}${outer.includes("\t") ? "\t" : "  "}`;
  const lines = `{${br}${inner}${line}${br}${inner}`;
  const before = sourceCode.getTokenBefore(statement, { includeComments: true });
  const isAfterComment = before?.type === "Block" || before?.type === "Line";
  return [
    before === null || isAfterComment
      ? fixer.insertTextBefore(statement, lines)
      : fixer.replaceTextRange([before.range[1], statement.range[0]], ` ${lines}`),
    fixer.insertTextAfter(last, `${br}${outer}}`),
  ];
}

// ── what ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface LazyForm {
  /** The statement that loads the module for these names. */
  readonly lineFor: (bindings: readonly ModuleBinding[]) => string | undefined;
  /** Takes the load away from the top of the file, but for its types. */
  readonly replaceLoad: (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix;
}

function lazyFormOf(load: ModuleLoad, sourceCode: SourceCode): LazyForm | undefined {
  if (load.isReexported || load.isNeededAtOnce) return undefined;
  const isWritten = load.bindings.some(({ variable }) =>
    variable.references.some((reference) => reference.isWrite() && reference.init !== true),
  );
  if (isWritten) return undefined;
  if (load.node.type === "ImportDeclaration") return formOfImport(load, load.node, sourceCode);
  const declarator = load.bindings[0]?.node;
  return declarator?.type === "VariableDeclarator" ? formOfDeclarator(declarator, sourceCode) : undefined;
}

function formOfImport(
  { bindings, source }: ModuleLoad,
  declaration: TSESTree.ImportDeclaration,
  sourceCode: SourceCode,
): LazyForm | undefined {
  const isNamespace = bindings.some(({ path }) => path.length === 0);
  if (declaration.attributes.length > 0 || (isNamespace && bindings.length > 1)) return undefined;
  if (sourceCode.getCommentsInside(declaration).length > 0) return undefined;
  const module = sourceCode.getText(source);
  const types = buildTypeImport(sourceCode, declaration, (specifier) =>
    bindings.some((binding) => binding.node === specifier && binding.types.length > 0),
  );
  return {
    lineFor: (used) => {
      const names = used.map(({ path: [imported], variable: { name } }) =>
        imported === undefined || imported === name ? name : `${quoteKey(imported)}: ${name}`,
      );
      const pattern = isNamespace ? names.join("") : `{ ${names.join(", ")} }`;
      return `const ${pattern} = await import(${module});`;
    },
    replaceLoad: (fixer) =>
      types === undefined
        ? removeLines(fixer, sourceCode, declaration.range)
        : fixer.replaceText(declaration, types),
  };
}

function formOfDeclarator(
  declarator: TSESTree.VariableDeclarator,
  sourceCode: SourceCode,
): LazyForm | undefined {
  const declaration = declarator.parent;
  const { id, init } = declarator;
  if (declaration.parent.type !== "Program" || declaration.declarations.length > 1 || init === null)
    return undefined;
  if (sourceCode.getCommentsInside(declaration).length > 0) return undefined;
  return {
    lineFor: (used) => {
      const pattern = id.type === "ObjectPattern" ? patternFor(id, used, sourceCode) : sourceCode.getText(id);
      return pattern && `const ${pattern} = ${sourceCode.getText(init)};`;
    },
    replaceLoad: (fixer) => removeLines(fixer, sourceCode, declaration.range),
  };
}

/** The pattern without the properties that bind none of the names. */
function patternFor(
  { properties }: TSESTree.ObjectPattern,
  used: readonly ModuleBinding[],
  sourceCode: SourceCode,
): string | undefined {
  if (properties.some(({ value }) => value?.type !== "Identifier")) return undefined;
  const kept = properties.filter((property) =>
    used.some(({ variable }) => variable.identifiers.some((identifier) => isInside(identifier, property))),
  );
  return `{ ${kept.map((property) => sourceCode.getText(property)).join(", ")} }`;
}

/** A property name as a pattern has it: `default`, `"a-b"`. */
function quoteKey(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
