import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionNode,
  isFunction,
  memberName,
  parameterTarget,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";

const MAX_DEPTH = 12;

/** As `text` an object is nothing but `[object Object]`. */
export type LoggedAs = "value" | "text";

/** Something of a kind that an expression holds. */
export interface LoggedPart<Kind> {
  readonly kind: Kind;
  readonly node: TSESTree.Node;
  /** The expression in the log call, also where a variable of it is followed. */
  readonly place: TSESTree.Expression;
}

/** What the argument of a log call holds, through variables, templates, objects and `JSON.stringify`. */
export function collectLogged<Kind>(
  argument: TSESTree.Expression,
  kindOf: (node: TSESTree.Node, as: LoggedAs) => Kind | undefined,
  syntax: Syntax,
): readonly LoggedPart<Kind>[] {
  const search = new Search(kindOf, syntax);
  search.collect(argument, argument, "value", 0);
  return search.found;
}

class Search<Kind> {
  readonly found: LoggedPart<Kind>[] = [];

  constructor(
    private readonly kindOf: (node: TSESTree.Node, as: LoggedAs) => Kind | undefined,
    private readonly syntax: Syntax,
  ) {}

  /**
   * Looks for what the expression holds. As `text` an object is nothing but `[object Object]`; `place` is the expression in
   * the log call, also when a variable of it is followed.
   */
  collect(expression: TSESTree.Node, place: TSESTree.Expression, as: LoggedAs, depth: number): void {
    const node = unwrap(expression);
    if (depth > MAX_DEPTH) return;
    const kind = this.kindOf(node, as);
    if (kind !== undefined) {
      this.found.push({ kind, node: expression, place });
      return;
    }
    const into = (part: TSESTree.Node, how = as): void => {
      // A variable that is followed stays the place: what it was declared with stands elsewhere.
      const isHere = part.range[0] >= place.range[0] && part.range[1] <= place.range[1];
      this.collect(part, isHere ? (part as TSESTree.Expression) : place, how, depth + 1);
    };
    switch (node.type) {
      case "Identifier": {
        const init = this.initOf(node);
        if (init !== undefined) into(init);
        return;
      }
      case "TemplateLiteral":
        for (const part of node.expressions) into(part, "text");
        return;
      case "BinaryExpression":
        if (node.operator !== "+") return;
        into(node.left, "text");
        into(node.right, "text");
        return;
      case "ConditionalExpression":
        into(node.consequent);
        into(node.alternate);
        return;
      case "LogicalExpression":
        // Of `token && "there"` the first part is written only where there is none.
        if (node.operator !== "&&") into(node.left);
        into(node.right);
        return;
      case "ObjectExpression":
        for (const property of node.properties)
          into(property.type === "SpreadElement" ? property.argument : property.value);
        return;
      case "ArrayExpression":
        for (const element of node.elements)
          if (element !== null && element.type !== "SpreadElement") into(element);
        return;
      case "CallExpression": {
        const [first, replacer] = node.arguments;
        if (first === undefined || first.type === "SpreadElement") return;
        if (!this.givesText(node)) {
          for (const argument of this.argumentsMadeText(node)) into(argument, "value");
          return;
        }
        // `JSON.stringify(event, ["id"])` picks; the second argument of `inspect` does not.
        const picks = replacer?.type === "ArrayExpression" || isFunction(replacer);
        if (!picks) into(first, "value");
        return;
      }
      default:
    }
  }

  /** What a variable that is written once was declared with. */
  private initOf(node: TSESTree.Identifier): TSESTree.Expression | undefined {
    const variable = this.syntax.facts.variableOf(node);
    const definition = variable?.defs[0];
    if (definition?.node.type !== "VariableDeclarator" || definition.node.id !== definition.name)
      return undefined;
    const isChanged = variable?.references.some(
      (reference) => reference.isWrite() && reference.init !== true,
    );
    return isChanged === true ? undefined : (definition.node.init ?? undefined);
  }

  /** What a function of the file that does nothing else makes text of: `(value) => JSON.stringify(value)`. */
  private argumentsMadeText({ callee, arguments: given }: TSESTree.CallExpression): readonly TSESTree.Node[] {
    const { facts, values } = this.syntax;
    const [fn, ...others] = values.functionsOf(callee);
    if (fn === undefined || others.length > 0) return [];
    const returned = onlyResultOf(fn);
    const parameters = fn.params.map((parameter) =>
      facts.variableOf(parameterTarget(parameter) ?? parameter),
    );
    if (returned === undefined || parameters.length === 0) return [];
    const indexOf = (node: TSESTree.Node, as: LoggedAs): number | undefined => {
      const variable = as === "value" && isWholeArgument(node) ? facts.variableOf(node) : undefined;
      const index = variable === undefined ? -1 : parameters.indexOf(variable);
      return index === -1 ? undefined : index;
    };
    return collectLogged(returned, indexOf, this.syntax).flatMap(({ kind }) => {
      const argument = given[kind];
      return argument === undefined || argument.type === "SpreadElement" ? [] : argument;
    });
  }

  /** `JSON.stringify(…)`, `inspect(…)`, `structuredClone(…)`: what they are given is in what they give. */
  private givesText(call: TSESTree.CallExpression): boolean {
    const { facts, resolveImport } = this.syntax;
    const callee = unwrap(call.callee);
    if (callee.type === "MemberExpression" && facts.isGlobal(unwrap(callee.object), "JSON"))
      return memberName(callee) === "stringify";
    if (facts.isGlobal(callee, "structuredClone")) return true;
    const imported = resolveImport(callee);
    return imported?.module === "util" && /^(?:inspect|format)$/.test(imported.path.join("."));
  }
}

/** What a function gives that has no statement besides. */
function onlyResultOf({ body }: FunctionNode): TSESTree.Expression | undefined {
  if (body.type !== "BlockStatement") return body;
  const [only, ...others] = body.body;
  return only?.type === "ReturnStatement" && others.length === 0 ? (only.argument ?? undefined) : undefined;
}

/** `value` of `JSON.stringify(value)`: of `{ ...value, headers: {} }` something is left out. */
function isWholeArgument(node: TSESTree.Node): boolean {
  return wrapped(node).parent?.type === "CallExpression";
}
