import type { TSESTree } from "@typescript-eslint/utils";
import type { WrapperFact } from "../../knowledge/wrapper-fact.js";
import { globalWrapperFacts, wrapperFacts } from "../../knowledge/wrappers.js";
import { indexFacts, matchesModule } from "../../knowledge/index-facts.js";
import { type FunctionNode, isFunction, memberName, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { matchesFact } from "../bindings/fact-match.js";
import type { Elsewhere } from "../elsewhere.js";
import { type GivenPart, GivenParts, functionsOfPart } from "./own-wrappers.js";

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
  /** What functions and classes of the project, which are in other files, make an app of. */
  appPartsGivenIn(app: TSESTree.Node): readonly GivenPart[];
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
/** How many wrappers around a function are looked through. */
const MAX_NESTING = 10;

/** The wrappers of handlers that a file applies, known by the bindings of their functions: the table's and the user's. */
export function createWrappers(syntax: Syntax, options: WrapperOptions): Wrappers {
  return new FileWrappers(syntax, options);
}

class FileWrappers implements Wrappers {
  readonly isAnyApplied: boolean;
  private readonly hasSkills: boolean;
  private readonly given: GivenParts;

  constructor(
    private readonly syntax: Syntax,
    private readonly options: WrapperOptions,
  ) {
    this.isAnyApplied = mayApplyWrapper(syntax, options.wrappers);
    this.hasSkills = this.isAnyApplied && importsSkillBuilder(syntax);
    this.given = new GivenParts(syntax, options.elsewhere);
  }

  /** The wrapper that a call applies to an argument; `middy().use(a).handler(f)` and `getHandler(contract)(f)` too. */
  wrapperOf(call: TSESTree.CallExpression): AppliedWrapper | undefined {
    if (!this.isAnyApplied) return undefined;
    const callee = unwrap(call.callee);
    const direct = this.factOf(callee);
    if (direct !== undefined) return direct;
    if (callee.type === "MemberExpression") return this.appliedByMethod(callee);
    const isCurried =
      callee.type === "CallExpression" && this.factOf(unwrap(callee.callee))?.kind === "handler";
    return isCurried ? { kind: "handler", argument: 0 } : undefined;
  }

  private appliedByMethod(callee: TSESTree.MemberExpression): AppliedWrapper | undefined {
    const name = memberName(callee);
    if (name === "handler")
      return this.isBuilder(callee.object) ? { kind: "handler", argument: 0 } : undefined;
    return this.hasSkills && this.isBuiltBy("skill", callee.object)
      ? { kind: name === "lambda" ? "app" : "skill", argument: 0 }
      : undefined;
  }

  private factOf(callee: TSESTree.Node): WrapperFact | (typeof globalWrapperFacts)[number] | undefined {
    const imported = this.syntax.resolveImport(callee);
    if (imported !== undefined) {
      const matches = (fact: WrapperFact): boolean => matchesFact(imported, fact);
      return this.options.wrappers.find(matches) ?? wrapperFactsOf(imported.module).find(matches);
    }
    const path = globalPath(callee, this.syntax);
    return path === undefined ? undefined : globalWrapperFacts.find((fact) => fact.global === path);
  }

  isBuilder(expression: TSESTree.Node): boolean {
    return this.isBuiltBy("builder", expression);
  }

  private isBuiltBy(
    kind: WrapperFact["kind"],
    expression: TSESTree.Node,
    seen = new Set<TSESTree.Node>(),
  ): boolean {
    const node = unwrap(expression);
    // A loop that gives a call's answer to the next one goes round: `page = await list(page.next)`.
    if (!this.isAnyApplied || seen.has(node) || seen.size > MAX_BUILDER_STEPS) return false;
    seen.add(node);
    if (node.type === "CallExpression") {
      const callee = unwrap(node.callee);
      if (this.factOf(callee)?.kind === kind) return true;
      return callee.type === "MemberExpression" && this.isBuiltBy(kind, callee.object, seen);
    }
    return this.syntax.values
      .valuesOf(node)
      .some((value) => value !== node && this.isBuiltBy(kind, value, seen));
  }

  /** The functions behind an argument: itself, or what a wrapper around it was given. */
  functionsThrough(argument: TSESTree.Node, depth = 0): readonly FunctionNode[] {
    const { values } = this.syntax;
    if (!this.isAnyApplied) return values.functionsOf(argument);
    if (depth > MAX_NESTING) return [];
    return values.valuesOf(argument).flatMap((value) => {
      if (isFunction(value)) return [value];
      return value.type === "CallExpression" ? this.functionsThroughCall(value, depth + 1) : [];
    });
  }

  private functionsThroughCall(call: TSESTree.CallExpression, depth: number): readonly FunctionNode[] {
    const wrapper = this.wrapperOf(call);
    if (wrapper?.kind === "function") return [];
    const inner = wrapper && call.arguments[wrapper.argument];
    if (wrapper !== undefined && inner !== undefined) return this.functionsIn(inner, wrapper, depth);
    const callee = unwrap(call.callee);
    // `middy(f).use(…)`
    return callee.type === "MemberExpression" && this.isBuilder(callee.object)
      ? this.functionsThrough(callee.object, depth)
      : [];
  }

  functionsIn(argument: TSESTree.Node, { kind }: AppliedWrapper, depth = 0): readonly FunctionNode[] {
    if (kind !== "maker") return this.functionsThrough(argument, depth);
    const { facts, values } = this.syntax;
    return values
      .functionsOf(argument)
      .flatMap((maker) => facts.returnsOf(maker))
      .flatMap((made) => this.functionsThrough(made, depth));
  }

  partsGivenIn(made: TSESTree.Node): readonly GivenPart[] {
    return this.given.in(made);
  }

  appPartsGivenIn(app: TSESTree.Node): readonly GivenPart[] {
    return this.given.ofApp(app);
  }

  functionsOfPart(part: GivenPart): readonly FunctionNode[] {
    return functionsOfPart(part, this.syntax, (argument) => this.functionsThrough(argument));
  }
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
