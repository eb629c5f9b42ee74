import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, memberName, unwrap } from "./ast.js";
import { type CallSite, argumentsOf } from "./call-site.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";

/** What is called more often is given anything: `log(...parts)`. */
const MAX_SITES = 50;
/** Methods that give some items of their list. */
const PARTS = new Set(["filter", "slice", "splice", "toSorted", "sort"]);

/** Which parameter of a function gets the items of the list whose method it is given to. */
const ITEM_PARAMETERS: ReadonlyMap<string, number> = new Map([
  ...["map", "forEach", "flatMap", "some", "every", "filter", "find"].map((name) => [name, 0] as const),
  ...["reduce", "reduceRight"].map((name) => [name, 1] as const),
]);

/** The values of expressions, of which the items of a list are some: `values.ts` has them. */
export interface ListedValues {
  valuesOf(expression: TSESTree.Node): readonly TSESTree.Node[];
  functionsOf(expression: TSESTree.Node): readonly FunctionNode[];
  /** @param spread the objects and arrays that the same question has looked into */
  membersThrough(
    object: TSESTree.Node,
    name: string | undefined,
    spread: Set<TSESTree.Node>,
  ): readonly TSESTree.Node[];
}

/** What the lists of a file hold, as far as the file shows it. */
export class ListItems {
  constructor(
    private readonly facts: SyntaxFacts,
    private readonly callSitesOf: (fn: FunctionNode) => readonly CallSite[],
    private readonly values: ListedValues,
  ) {}

  /** What an array literal, or a `new Map([[key, value]])`, holds. */
  heldBy(value: TSESTree.Node): readonly TSESTree.Node[] {
    if (value.type === "ArrayExpression") return this.elementsOf(value);
    if (value.type !== "NewExpression" || unwrap(value.callee).type !== "Identifier") return [];
    const [entries] = value.arguments;
    if (entries?.type !== "ArrayExpression") return [];
    return entries.elements.flatMap((entry) =>
      entry?.type === "ArrayExpression" ? this.elementsOf(entry) : [],
    );
  }

  elementsOf(
    array: TSESTree.ArrayExpression,
    spread = new Set<TSESTree.Node>([array]),
  ): readonly TSESTree.Node[] {
    return array.elements.flatMap((element) =>
      element === null
        ? []
        : element.type === "SpreadElement"
          ? this.values.membersThrough(element.argument, undefined, spread)
          : this.values.valuesOf(element),
    );
  }

  /** The values of a list's items that its own method gives a function written there: `steps.reduce((value, step) => …)`. */
  itemsFor(fn: FunctionNode, index: number): readonly TSESTree.Node[] {
    const { parent } = fn;
    if (parent.type !== "CallExpression" || parent.arguments[0] !== fn) return [];
    const callee = unwrap(parent.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (callee.type !== "MemberExpression" || name === undefined || ITEM_PARAMETERS.get(name) !== index)
      return [];
    return this.values.membersThrough(callee.object, undefined, new Set());
  }

  /** `(...steps) => …`: what the calls of the function give from there on, or under an index. */
  restArguments(variable: Variable, item: string | undefined): readonly TSESTree.Node[] {
    const fn = variable.defs[0]?.node;
    const index = fn && isFunction(fn) ? fn.params.findIndex((one) => one.type === "RestElement") : -1;
    const rest = fn && isFunction(fn) ? fn.params[index] : undefined;
    if (rest?.type !== "RestElement" || !variable.identifiers.some((one) => one === rest.argument)) return [];
    const sites = this.callSitesOf(fn as FunctionNode);
    if (sites.length > MAX_SITES) return [];
    return sites.flatMap((site) => {
      const rest = argumentsOf(site)?.slice(index) ?? [];
      const spread = rest.findIndex(({ type }) => type === "SpreadElement");
      const seen = spread === -1 ? rest : rest.slice(0, spread);
      const asked = item === undefined ? seen : seen.slice(Number(item), Number(item) + 1);
      return asked.flatMap((argument) => this.values.valuesOf(argument));
    });
  }

  /** `ids.map((id) => () => send(id))`, and a part of such a list. Other items say too little to stand for all of them. */
  itemsOfCall(
    { callee: called, arguments: [callback] }: TSESTree.CallExpression,
    spread: Set<TSESTree.Node>,
  ): readonly TSESTree.Node[] {
    const callee = unwrap(called);
    const method = callee.type === "MemberExpression" ? (memberName(callee) ?? "") : "";
    if (callee.type !== "MemberExpression") return [];
    if (PARTS.has(method)) return this.values.membersThrough(callee.object, undefined, spread);
    if (method !== "map" || callback === undefined) return [];
    const items = this.values
      .functionsOf(callback)
      .flatMap((fn) => this.facts.returnsOf(fn))
      .flatMap((value) => this.values.valuesOf(value));
    return items.every((item) => isFunction(item) || item.type === "NewExpression") ? items : [];
  }
}

/** Whether a member is an item of a list: `list[0]`. */
export function isIndex(name: string): boolean {
  return /^\d+$/.test(name);
}
