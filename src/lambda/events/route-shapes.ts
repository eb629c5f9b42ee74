import type { TSESTree } from "@typescript-eslint/utils";
import { type RouteShape, mentionsRouteShape, routeShapes } from "../../knowledge/route-shapes.js";
import { type FunctionNode, keyName, memberName, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";

/** `(error, req, res, next)` */
const MAX_PARAMETERS = 4;
/** `c.req.json`, `ctx.response.body` */
const MAX_STEPS = 2;

/**
 * Functions that treat their parameters as a framework's request and response, with the framework: the controllers of plain
 * JavaScript, `exports.show = async (req, res) => { res.json(await find(req.params.id)); }`. Whether a handler serves them is
 * another question.
 */
export const shapedRoutesOf = oncePer((syntax: Syntax): ReadonlyMap<FunctionNode, string> => {
  const found = new Map<FunctionNode, string>();
  const { functions, sourceCode } = syntax.facts;
  if (!mentionsRouteShape.test(sourceCode.text)) return found;
  for (const fn of functions) {
    const shape = routeShapes.find((one) => hasShape(fn, one, syntax));
    if (shape !== undefined) found.set(fn, shape.module);
  }
  return found;
});

function hasShape({ params }: FunctionNode, shape: RouteShape, syntax: Syntax): boolean {
  if (params.length === 0 || params.length > MAX_PARAMETERS || params.some(hasType)) return false;
  const [first, second] = params.slice(params.length === MAX_PARAMETERS ? 1 : 0);
  if (shape.kind === "context") return first !== undefined && isContext(first, shape, syntax);
  if (first === undefined || second?.type !== "Identifier") return false;
  const isNamed = shape.responseName?.test(second.name) ?? true;
  const answers = waysFrom(second, syntax).some(
    ({ way, call }) => shape.response.includes(way) && call !== undefined && call.arguments.length > 0,
  );
  return isNamed && answers && isRequest(first, shape.request, syntax);
}

/** `req.params.id`, `({ params }, res)`, and a request of which nothing is read. */
function isRequest(parameter: TSESTree.Parameter, names: readonly string[], syntax: Syntax): boolean {
  if (parameter.type === "ObjectPattern")
    return parameter.properties.some(
      (property) => property.type === "Property" && names.includes(keyName(property) ?? ""),
    );
  if (parameter.type !== "Identifier") return false;
  const ways = waysFrom(parameter, syntax);
  return (
    syntax.facts.variableOf(parameter)?.references.length === 0 ||
    ways.some(({ way }) => names.includes(way.split(".")[0] ?? ""))
  );
}

function isContext(
  parameter: TSESTree.Parameter,
  { called, assigned }: RouteShape & { readonly kind: "context" },
  syntax: Syntax,
): boolean {
  return (
    parameter.type === "Identifier" &&
    waysFrom(parameter, syntax).some(
      ({ way, call, isAssigned }) =>
        (call !== undefined && called.includes(way)) || (isAssigned && assigned.includes(way)),
    )
  );
}

/** What is done with a member of what a parameter holds: the way to it, and the call of it if there is one. */
interface Way {
  readonly way: string;
  readonly call: TSESTree.CallExpression | undefined;
  readonly isAssigned: boolean;
}

function waysFrom(parameter: TSESTree.Identifier, { facts }: Syntax): readonly Way[] {
  const variable: Variable | undefined = facts.variableOf(parameter);
  return (variable?.references ?? []).flatMap(({ identifier }) => waysAt(identifier));
}

/** `c.req`, and `c.req.json` with its call. */
function waysAt(identifier: TSESTree.Node): readonly Way[] {
  const ways: Way[] = [];
  let way = "";
  let node = wrapped(identifier);
  for (let step = 0; step < MAX_STEPS; step++) {
    const member = node.parent;
    const name =
      member?.type === "MemberExpression" && member.object === node ? memberName(member) : undefined;
    if (member === undefined || name === undefined) break;
    way = way === "" ? name : `${way}.${name}`;
    node = wrapped(member);
    const { parent } = node;
    const call = parent?.type === "CallExpression" && parent.callee === node ? parent : undefined;
    ways.push({ way, call, isAssigned: parent?.type === "AssignmentExpression" && parent.left === node });
  }
  return ways;
}

function hasType(parameter: TSESTree.Parameter): boolean {
  const type = "typeAnnotation" in parameter ? parameter.typeAnnotation?.typeAnnotation.type : undefined;
  return type !== undefined && type !== "TSAnyKeyword";
}
