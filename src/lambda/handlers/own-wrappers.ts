import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, type FunctionNode, isFunction, unwrap } from "../../syntax/ast.js";
import { type ExportPath, INSTANCE } from "../../syntax/export-paths.js";
import { type ImportPath, importPathsOf } from "../../syntax/import-paths.js";
import { EACH } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Elsewhere, GivenFunction } from "../elsewhere.js";

/** What a wrapper of the project has Lambda run: a part of an argument of its call. */
export interface GivenPart extends Omit<GivenFunction, "argument"> {
  readonly argument: TSESTree.Node;
}

/**
 * What the calls of a file are given that make handlers, where code of the project makes them:
 * `withUser(withLogs(async (event) => …))`. Each call is looked into once, because that reads other files.
 */
export class GivenParts {
  private readonly known = new Map<TSESTree.Node, readonly GivenPart[]>();

  constructor(
    private readonly syntax: Syntax,
    private readonly elsewhere: Pick<Elsewhere, "functionsGivenTo"> | undefined,
  ) {}

  /** Empty where the wrappers are not known. */
  in(made: TSESTree.Node): readonly GivenPart[] {
    return this.all(made).filter((part) => !isOfApp(part));
  }

  /** What an app has that code of the project makes: `createApp(routes)`, `new App([orders]).app`, `new App([orders]).getApp()`. */
  ofApp(app: TSESTree.Node): readonly GivenPart[] {
    if (this.elsewhere === undefined) return [];
    return this.syntax.values.valuesOf(app).flatMap((value) => {
      const own = this.all(value).filter(isOfApp);
      const member = value.type === "CallExpression" ? unwrap(value.callee) : value;
      if (own.length > 0 || member.type !== "MemberExpression") return own;
      return this.all(member.object).filter(isOfApp);
    });
  }

  private all(made: TSESTree.Node): readonly GivenPart[] {
    if (this.elsewhere === undefined) return [];
    return this.syntax.values
      .valuesOf(made)
      .flatMap((value) =>
        value.type === "CallExpression" || value.type === "NewExpression" ? this.inCall(value) : [],
      );
  }

  private inCall(call: CallNode): readonly GivenPart[] {
    let parts = this.known.get(call);
    if (parts === undefined) {
      this.known.set(call, []); // ends recursion: `let next = wrap(next)`
      parts = distinct(this.findInCall(call));
      this.known.set(call, parts);
    }
    return parts;
  }

  private findInCall(call: CallNode): readonly GivenPart[] {
    const callee = unwrap(call.callee);
    // Most calls are given texts and numbers: no file is read for their sake.
    const isGiven = call.arguments.some((argument) => mayHoldFunction(argument));
    const parts = (isGiven ? importPathsOf(callee, this.syntax) : [])
      .flatMap(({ module, path }) => this.elsewhere?.functionsGivenTo(module, madeBy(call, path)) ?? [])
      .flatMap(({ argument: index, ...given }): readonly GivenPart[] => {
        const argument = argumentAt(call, index);
        if (argument === undefined) return [];
        const inner = partsAt(argument, given.path, this.syntax)
          .flatMap((part) => this.all(part))
          .map((part) => within(part, given));
        return given.path.length === 0 && inner.length > 0 ? inner : [...inner, { argument, ...given }];
      });
    // `withUser(fn).use(cors())`
    const isChained = parts.length === 0 && callee.type === "MemberExpression";
    return isChained && unwrap(callee.object).type === "CallExpression" ? this.all(callee.object) : parts;
  }
}

function isOfApp({ gets }: GivenPart): boolean {
  return gets === "routes" || gets === "setUp";
}

function madeBy({ type }: CallNode, path: ExportPath): ExportPath {
  return type === "NewExpression" ? [...path, INSTANCE] : path;
}

function distinct(parts: readonly GivenPart[]): readonly GivenPart[] {
  const uses = new Map<TSESTree.Node, Set<string>>();
  return parts.filter(({ argument, ...use }) => {
    const known = uses.get(argument) ?? new Set();
    uses.set(argument, known);
    const { size } = known;
    return known.add(JSON.stringify(use)).size > size;
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
function argumentAt(call: CallNode, index: number): TSESTree.Expression | undefined {
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
  const keepsRequest = part.keepsRequest === true && around.keepsRequest === true;
  if (around.gets !== "other") return { ...part, isRepeated, keepsRequest };
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

/** What a part is in the file. */
export function nodesOfPart({ argument, path }: GivenPart, syntax: Syntax): readonly TSESTree.Node[] {
  return partsAt(argument, path, syntax);
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
