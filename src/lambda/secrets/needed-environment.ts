import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, keyName, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { type EnvironmentRead, isEnvironment } from "../../syntax/environment.js";
import { oncePer } from "../../syntax/once-per.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";
import { environmentReadsOf } from "./environment-reads.js";
import { sdkCallsOf } from "../clients/sdk-commands.js";

/** An environment variable that the file cannot do without. */
export interface NeededVariable {
  readonly name: string;
  readonly read: TSESTree.Node;
  /** Where its value is used as one that is there, the read among them that asserts it. */
  readonly uses: readonly TSESTree.Node[];
  /** Uses in code of their own, to which other handlers may come than those that read it. */
  readonly places: readonly TSESTree.Node[];
}

/** Calls whose argument must be there, of those that are no package's. */
const NEEDS_ARGUMENT = new Set([
  "JSON.parse",
  "parseInt",
  "parseFloat",
  "Number",
  "Buffer.from",
  "fetch",
  "URL",
]);
/** Those that give NaN for what is not there, which code may look at in turn. */
const NUMBERS = new Set(["parseInt", "parseFloat", "Number"]);
/** Functions that look whether their argument is there. */
const CHECKS =
  /assert|invariant|require|ensure|check|valid|expect|^ok$|must|defined|env|^is(?:NaN|Finite|Integer)$/i;

/**
 * The environment variables that the file uses as if they were set: it asserts so, takes them apart, puts them into a text,
 * or hands them to the SDK or to a package. One that it looks at before, anywhere, or has a fallback for, it can do without.
 */
export const neededEnvironmentOf = oncePer((lambda: LambdaModel): readonly NeededVariable[] => {
  const search = new Search(lambda);
  const reads = environmentReadsOf(lambda, () => true);
  const optional = new Set(reads.filter((read) => search.isOptional(read)).map(({ name }) => name));
  return reads.flatMap((read): readonly NeededVariable[] => {
    if (optional.has(read.name) || read.kind === "schema") return [];
    if (read.kind === "call" && (read.isDemanded !== true || isTriedAlone(read.node))) return [];
    const uses = search.needsOf(read);
    return uses.length === 0
      ? []
      : [{ name: read.name, read: read.node, uses, places: search.neededPlacesOf(read) }];
  });
});

class Search {
  private readonly written: ReadonlySet<string>;

  constructor(private readonly lambda: LambdaModel) {
    this.written = writtenVariables(lambda);
  }

  /** True when the code shows that the variable may be missing, or gives it a value itself. */
  isOptional(read: EnvironmentRead): boolean {
    if (read.fallback !== undefined || read.isPresenceCheck || this.written.has(read.name)) return true;
    if (read.kind === "pattern" && hasDefault(read.node)) return true;
    return this.placesOf(read).some((place) => this.looksAt(place));
  }

  needsOf(read: EnvironmentRead): readonly TSESTree.Node[] {
    if (read.isDemanded === true || (read.kind === "member" && isAsserted(read.node))) return [read.node];
    return this.neededPlacesOf(read);
  }

  neededPlacesOf(read: EnvironmentRead): readonly TSESTree.Node[] {
    return this.placesOf(read).filter((place) => this.isNeeded(place));
  }

  /** The read itself, or the uses of the variable that holds its value. */
  private placesOf({ node, kind }: EnvironmentRead): readonly TSESTree.Node[] {
    const whole = wrapped(node);
    const { parent } = whole;
    const holder =
      kind === "pattern"
        ? parent?.type === "Property" && parent.value.type === "Identifier"
          ? parent.value
          : undefined
        : parent?.type === "VariableDeclarator" && parent.init === whole
          ? parent.id
          : undefined;
    if (holder === undefined) return kind === "member" ? [whole] : [];
    const variable = this.lambda.syntax.facts.variableOf(holder);
    return (variable?.references ?? []).flatMap(({ identifier, init }) =>
      init === true ? [] : [wrapped(identifier as TSESTree.Node)],
    );
  }

  private looksAt(place: TSESTree.Node): boolean {
    const { parent } = place;
    switch (parent?.type) {
      case "LogicalExpression":
      case "SwitchStatement":
      case "AssignmentExpression":
        return true;
      case "UnaryExpression":
        return parent.operator !== "+" && parent.operator !== "-";
      case "IfStatement":
      case "ConditionalExpression":
      case "WhileStatement":
        return parent.test === place;
      case "BinaryExpression":
        return parent.operator !== "+";
      case "MemberExpression":
        return parent.object === place && parent.optional;
      case "CallExpression": {
        const callee = unwrap(parent.callee);
        const name = callee.type === "MemberExpression" ? memberName(callee) : nameOf(callee);
        if (parent.callee === place) return false;
        // `parseInt(process.env.LIMIT, 10) || 5`
        if (NUMBERS.has(name ?? "")) {
          const number = wrapped(parent);
          const isGuarded = /^(?:Logical|Call)Expression$/.test(number.parent?.type ?? "");
          return isGuarded && this.looksAt(number);
        }
        // `checkQuota(client, TABLE, user)` is about something else, `validate(schema, TABLE)` is not.
        const before = parent.arguments.slice(0, parent.arguments.indexOf(place as TSESTree.Expression));
        const isChecked = parent.arguments.length <= 2 || before.every(({ type }) => type === "Literal");
        return CHECKS.test(name ?? "") && isChecked;
      }
      case "ArrayExpression":
        // `[TABLE, QUEUE].every(Boolean)`
        return parent.parent.type === "MemberExpression" || parent.parent.type === "ForOfStatement";
      default:
        return false;
    }
  }

  private isNeeded(place: TSESTree.Node): boolean {
    const { parent } = place;
    switch (parent?.type) {
      case "TemplateLiteral":
        return parent.parent.type !== "TaggedTemplateExpression" && !this.isLogged(parent);
      case "BinaryExpression":
        return !this.isLogged(parent);
      case "MemberExpression":
        return parent.object === place && !parent.optional;
      case "CallExpression":
      case "NewExpression":
        return parent.callee !== place && this.needsArgument(parent);
      case "Property":
        // `{ [process.env.TABLE]: requests }`: a key is a text.
        if (parent.key === place) return parent.computed && parent.parent.type === "ObjectExpression";
        return this.isSdkInput(parent);
      default:
        return false;
    }
  }

  private isLogged(text: TSESTree.Node): boolean {
    const logs = logCallsOf(this.lambda.syntax);
    for (let node: TSESTree.Node | undefined = text; node; node = node.parent) {
      if (node.type === "CallExpression") return logs.isLog(node);
      if (node.type.endsWith("Statement")) return false;
    }
    return false;
  }

  private needsArgument(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    const { syntax } = this.lambda;
    if (call.type === "CallExpression" && logCallsOf(syntax).isLog(call)) return false;
    const callee = unwrap(call.callee);
    const imported = syntax.resolveImport(callee);
    if (imported !== undefined)
      return !/^[./~#@]?\/|^\.|^node:(?:util|assert)/.test(imported.module) && imported.path.length > 0;
    const root = callee.type === "MemberExpression" ? unwrap(callee.object) : callee;
    if (root.type !== "Identifier" || syntax.facts.variableOf(root) !== undefined) return false;
    return NEEDS_ARGUMENT.has(syntax.facts.sourceCode.getText(callee));
  }

  /** A field of what an operation is asked with, however deep: `{ Entries: [{ EventBusName: process.env.BUS }] }`. */
  private isSdkInput(field: TSESTree.Property): boolean {
    const property = outermostProperty(field);
    const name = keyName(property);
    return (
      name !== undefined &&
      sdkCallsOf(this.lambda).some(({ input }) =>
        input.valuesOf(name).some((value) => unwrap(value) === unwrap(property.value)),
      )
    );
  }
}

/** The property of the object around all other literals that the field is in. */
function outermostProperty(field: TSESTree.Property): TSESTree.Property {
  let outermost = field;
  for (let node = field as TSESTree.Node | undefined; node; node = node.parent) {
    if (node.type === "Property") outermost = node;
    else if (node.type !== "ObjectExpression" && node.type !== "ArrayExpression") break;
  }
  return outermost;
}

/** `process.env.X!`, `process.env.X as string` */
function isAsserted(node: TSESTree.Node): boolean {
  const parent = node.parent;
  if (parent?.type === "TSNonNullExpression") return true;
  return parent?.type === "TSAsExpression" && parent.typeAnnotation.type !== "TSUnionType";
}

/** `try { token = demand("TOKEN") } catch { … }`: what throws there may be missing. */
function isTriedAlone(node: TSESTree.Node): boolean {
  for (
    let current: TSESTree.Node | undefined = node;
    current && !isFunction(current);
    current = current.parent
  )
    if (current.parent?.type === "TryStatement" && current.parent.block === current)
      return current.parent.block.body.length === 1;
  return false;
}

function hasDefault(key: TSESTree.Node): boolean {
  return key.parent?.type === "Property" && key.parent.value.type === "AssignmentPattern";
}

function nameOf(callee: TSESTree.Node): string | undefined {
  return callee.type === "Identifier" ? callee.name : undefined;
}

/** The variables that the file sets itself. */
function writtenVariables({ syntax }: LambdaModel): ReadonlySet<string> {
  const names = syntax.facts.assignments.flatMap((node) => {
    const target = node.type === "AssignmentExpression" ? unwrap(node.left) : undefined;
    if (target?.type !== "MemberExpression" || !isEnvironment(target.object, syntax)) return [];
    return memberName(target) ?? [];
  });
  return new Set(names);
}
