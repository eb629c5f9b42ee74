import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, unwrap } from "../../syntax/ast.js";
import { type ExportPath, INSTANCE } from "../../syntax/export-paths.js";
import { type ImportPath, importPathsOf } from "../../syntax/import-paths.js";
import { EACH } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Elsewhere, GivenFunction } from "../elsewhere.js";

/** What a wrapper of the project has Lambda run: a part of an argument of its call. */
export interface GivenPart extends Omit<GivenFunction, "argument"> {
  readonly argument: TSESTree.Node;
}

const MAX_NESTING = 5;

/**
 * What the calls that make a handler are given, where code of the project makes it: `withUser(withLogs(async (event) => …))`.
 * Empty where the wrappers are not known.
 */
export function partsGivenIn(
  made: TSESTree.Node,
  syntax: Syntax,
  elsewhere: Pick<Elsewhere, "functionsGivenTo"> | undefined,
  depth = 0,
): readonly GivenPart[] {
  if (elsewhere === undefined || depth > MAX_NESTING) return [];
  return syntax.values.valuesOf(made).flatMap((value) => {
    if (value.type !== "CallExpression") return [];
    const callee = unwrap(value.callee);
    // Most calls are given texts and numbers: no file is read for their sake.
    const isGiven = value.arguments.some((argument) => mayHoldFunction(argument));
    const parts = (isGiven ? importPathsOf(callee, syntax) : [])
      .flatMap(({ module, path }) => elsewhere.functionsGivenTo(module, path))
      .flatMap(({ argument: index, ...given }): readonly GivenPart[] => {
        const argument = argumentAt(value, index);
        if (argument === undefined) return [];
        const inner = partsAt(argument, given.path, syntax)
          .flatMap((part) => partsGivenIn(part, syntax, elsewhere, depth + 1))
          .map((part) => within(part, given));
        return given.path.length === 0 && inner.length > 0 ? inner : [...inner, { argument, ...given }];
      });
    // `withUser(fn).use(cors())`
    const isChained = parts.length === 0 && callee.type === "MemberExpression";
    return isChained && unwrap(callee.object).type === "CallExpression"
      ? partsGivenIn(callee.object, syntax, elsewhere, depth + 1)
      : parts;
  });
}

/** What stands behind a path in an argument: the `handler` of each item of a list of routes. */
function partsAt(argument: TSESTree.Node, path: ExportPath, { values }: Syntax): readonly TSESTree.Node[] {
  return path.reduce<readonly TSESTree.Node[]>(
    (nodes, name) => nodes.flatMap((node) => values.membersOf(node, name === EACH ? undefined : name)),
    [argument],
  );
}

/** Undefined where a spread before it moves it to another place: `withSteps(...steps, handler)`. */
function argumentAt(call: TSESTree.CallExpression, index: number): TSESTree.Expression | undefined {
  const given = call.arguments.slice(0, index + 1);
  const argument = given[index];
  return argument?.type === "SpreadElement" || given.some(({ type }) => type === "SpreadElement")
    ? undefined
    : argument;
}

function mayHoldFunction(node: TSESTree.Node): boolean {
  switch (node.type) {
    case "Literal":
    case "TemplateLiteral":
      return false;
    case "ObjectExpression":
      return node.properties.some(
        (property) => property.type === "SpreadElement" || mayHoldFunction(property.value),
      );
    case "ArrayExpression":
      return node.elements.some((element) => element !== null && mayHoldFunction(element));
    default:
      return true;
  }
}

/** A wrapper within one that calls it with something else, or once, gets that. */
function within(part: GivenPart, around: Omit<GivenFunction, "argument">): GivenPart {
  const isRepeated = part.isRepeated && around.isRepeated;
  if (around.gets !== "other") return { ...part, isRepeated };
  const requestArguments = around.requestArguments.includes(0) ? part.requestArguments : [];
  return { ...part, gets: "other", isRepeated, requestArguments };
}

/**
 * The functions of the file that a part is.
 *
 * @param functionsThrough those behind an argument, whatever known wrappers are around them
 */
export function functionsOfPart(
  { argument, path }: GivenPart,
  syntax: Syntax,
  functionsThrough: (argument: TSESTree.Node) => readonly FunctionNode[],
): readonly FunctionNode[] {
  if (path.length === 0) return functionsThrough(argument);
  return [...new Set(partsAt(argument, path, syntax))].filter((node) => isFunction(node));
}

/** The code of other modules that a part is. */
export function importsOfPart({ argument, path }: GivenPart, syntax: Syntax): readonly ImportPath[] {
  let found: readonly ImportPath[] = [];
  let nodes: readonly TSESTree.Node[] = [argument];
  for (const [index, name] of path.entries()) {
    const rest: ExportPath = path.slice(index);
    found = [...found, ...importsOf(nodes, rest, syntax)];
    nodes = nodes.flatMap((node) => syntax.values.membersOf(node, name === EACH ? undefined : name));
  }
  return [...found, ...importsOf(nodes, [], syntax)];
}

function importsOf(nodes: readonly TSESTree.Node[], rest: ExportPath, syntax: Syntax): readonly ImportPath[] {
  if (rest.includes(EACH)) return [];
  return nodes
    .flatMap((node) => importPathsOf(node, syntax))
    .map(({ module, path }) => ({ module, path: [...path, ...rest] }))
    .filter(({ path }) => path.at(-1) !== INSTANCE);
}
