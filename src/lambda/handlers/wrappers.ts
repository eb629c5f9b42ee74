import type { TSESTree } from "@typescript-eslint/utils";
import type { WrapperFact } from "../../knowledge/wrapper-fact.js";
import { globalWrapperFacts, wrapperFacts } from "../../knowledge/wrappers.js";
import { indexFacts, matchesModule } from "../../knowledge/index-facts.js";
import { type FunctionNode, isFunction, memberName, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { matchesFact } from "../bindings/fact-match.js";
import type { Elsewhere } from "../elsewhere.js";
import { type GivenPart, functionsOfPart, partsGivenIn } from "./own-wrappers.js";

/** What a call does to the argument that it wraps. */
export type AppliedWrapper = Pick<WrapperFact, "kind" | "argument" | "effect">;

export interface Wrappers {
  /** False in most files, which import no wrapper: no call of theirs has to be looked at. */
  readonly isAnyApplied: boolean;
  wrapperOf(call: TSESTree.CallExpression): AppliedWrapper | undefined;
  /** True for `middy()` and `middy(f)`, however many methods are chained to it. */
  isBuilder(expression: TSESTree.Node): boolean;
  functionsThrough(argument: TSESTree.Node): readonly FunctionNode[];
  /** The functions that a wrapper makes handlers, behind the argument that it wraps. */
  functionsIn(argument: TSESTree.Node, wrapper: AppliedWrapper): readonly FunctionNode[];
  /** What wrappers of the project, which are in other files, have Lambda run: parts of the arguments of their calls. */
  partsGivenIn(made: TSESTree.Node): readonly GivenPart[];
  functionsOfPart(part: GivenPart): readonly FunctionNode[];
}

export interface WrapperOptions {
  /** Those that the settings name. */
  readonly wrappers: readonly WrapperFact[];
  /** The project's own, where the file belongs to a project. */
  readonly elsewhere?: Pick<Elsewhere, "functionsGivenTo"> | undefined;
}

const wrapperFactsOf = indexFacts(wrapperFacts);
/** How many calls and values are looked through for the beginning of a chain. */
const MAX_BUILDER_STEPS = 200;

/** The wrappers of handlers that a file applies, known by the bindings of their functions: the table's and the user's. */
export function createWrappers(
  syntax: Syntax,
  { wrappers: ownWrappers, elsewhere }: WrapperOptions,
): Wrappers {
  const isAnyApplied = mayApplyWrapper(syntax, ownWrappers);
  const hasSkills = isAnyApplied && importsSkillBuilder(syntax);

  /** The wrapper that a call applies to an argument; `middy().use(a).handler(f)` and `getHandler(contract)(f)` too. */
  function wrapperOf(call: TSESTree.CallExpression): AppliedWrapper | undefined {
    if (!isAnyApplied) return undefined;
    const callee = unwrap(call.callee);
    const direct = wrapperFact(callee);
    if (direct !== undefined) return direct;
    if (callee.type === "MemberExpression" && memberName(callee) === "handler")
      return builtBy(callee.object) ? { kind: "handler", argument: 0 } : undefined;
    if (hasSkills && callee.type === "MemberExpression" && builtBy(callee.object, "skill"))
      return { kind: memberName(callee) === "lambda" ? "app" : "skill", argument: 0 };
    if (callee.type === "CallExpression") {
      const curried = wrapperFact(unwrap(callee.callee));
      if (curried?.kind === "handler") return { kind: "handler", argument: 0 };
    }
    return undefined;
  }

  function wrapperFact(callee: TSESTree.Node): WrapperFact | (typeof globalWrapperFacts)[number] | undefined {
    const imported = syntax.resolveImport(callee);
    if (imported !== undefined) {
      const matches = (fact: WrapperFact): boolean => matchesFact(imported, fact);
      return ownWrappers.find(matches) ?? wrapperFactsOf(imported.module).find(matches);
    }
    const path = globalPath(callee, syntax);
    return path === undefined ? undefined : globalWrapperFacts.find((fact) => fact.global === path);
  }

  /** True when the expression is a builder such as `middy()`, however many methods are chained to it. */
  function builtBy(
    expression: TSESTree.Node,
    kind: WrapperFact["kind"] = "builder",
    seen = new Set<TSESTree.Node>(),
  ): boolean {
    const node = unwrap(expression);
    // A loop that gives a call's answer to the next one goes round: `page = await list(page.next)`.
    if (!isAnyApplied || seen.has(node) || seen.size > MAX_BUILDER_STEPS) return false;
    seen.add(node);
    if (node.type === "CallExpression") {
      if (wrapperFact(unwrap(node.callee))?.kind === kind) return true;
      const callee = unwrap(node.callee);
      return callee.type === "MemberExpression" && builtBy(callee.object, kind, seen);
    }
    return syntax.values.valuesOf(node).some((value) => value !== node && builtBy(value, kind, seen));
  }

  /** The functions behind an argument: itself, or what a wrapper around it was given. */
  function functionsThrough(argument: TSESTree.Node, depth = 0): readonly FunctionNode[] {
    if (!isAnyApplied) return syntax.values.functionsOf(argument);
    if (depth > 10) return [];
    return syntax.values.valuesOf(argument).flatMap((value) => {
      if (isFunction(value)) return [value];
      if (value.type !== "CallExpression") return [];
      const wrapper = wrapperOf(value);
      if (wrapper?.kind === "function") return [];
      const inner = wrapper && value.arguments[wrapper.argument];
      if (wrapper !== undefined && inner !== undefined) return functionsIn(inner, wrapper, depth + 1);
      const callee = unwrap(value.callee);
      // `middy(f).use(…)`
      return callee.type === "MemberExpression" && builtBy(callee.object)
        ? functionsThrough(callee.object, depth + 1)
        : [];
    });
  }

  function functionsIn(
    argument: TSESTree.Node,
    { kind }: AppliedWrapper,
    depth = 0,
  ): readonly FunctionNode[] {
    if (kind !== "maker") return functionsThrough(argument, depth);
    return syntax.values
      .functionsOf(argument)
      .flatMap((maker) => syntax.facts.returnsOf(maker))
      .flatMap((made) => functionsThrough(made, depth));
  }

  return {
    isAnyApplied,
    wrapperOf,
    isBuilder: (expression) => builtBy(expression),
    functionsThrough,
    functionsIn,
    partsGivenIn: (made) => partsGivenIn(made, syntax, elsewhere),
    functionsOfPart: (part) => functionsOfPart(part, syntax, functionsThrough),
  };
}

function importsSkillBuilder({ facts }: Syntax): boolean {
  for (const specifier of facts.specifiers)
    if (wrapperFactsOf(specifier).some(({ kind }) => kind === "skill")) return true;
  return false;
}

function mayApplyWrapper({ facts }: Syntax, ownWrappers: readonly WrapperFact[]): boolean {
  for (const specifier of facts.specifiers) {
    if (wrapperFactsOf(specifier).length > 0) return true;
    if (ownWrappers.some(({ module }) => matchesModule(specifier, module))) return true;
  }
  return facts.sourceCode.text.includes("awslambda");
}

/** `awslambda.streamifyResponse`, when `awslambda` is the runtime's global. */
function globalPath(callee: TSESTree.Node, syntax: Syntax): string | undefined {
  if (callee.type === "Identifier")
    return syntax.facts.variableOf(callee) === undefined ? callee.name : undefined;
  if (callee.type !== "MemberExpression") return undefined;
  const object = globalPath(unwrap(callee.object), syntax);
  const name = memberName(callee);
  if (object === undefined || name === undefined) return undefined;
  return object === "globalThis" || object === "global" ? name : `${object}.${name}`;
}
