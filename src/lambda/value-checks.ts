import type { TSESTree } from "@typescript-eslint/utils";
import { type Proof, type SinkClass, harmlessIn, schemaPackages } from "../knowledge/sanitizers.js";
import { type FunctionNode, isInside, memberName, unwrap, wrapped } from "../syntax/ast.js";
import type { Variable } from "../syntax/facts.js";
import type { Syntax } from "../syntax/syntax.js";
import { ANY, DEEP, type ValuePath } from "./value-path.js";
import { packageOf } from "./package-of.js";
import { passageOf } from "./text-passage.js";

/** A part of a variable's value. */
export interface CheckedValue {
  readonly variable: Variable;
  readonly path: ValuePath;
}

/** How the value that a check looks at stands to the value in question: the same, what holds it, or a part of it. */
type Relation = "same" | "whole" | "part";

/** Answers of helpers in the file are followed this deep: `isId(x)` that returns `isText(x) && …`. */
const MAX_DEPTH = 4;

/**
 * True when a check that is passed on every way to `point` says enough of the value for a sink: an `if` that leaves where
 * it fails, the branch where it holds, a `switch` over literals, an assertion, a schema that throws. What counts as enough
 * is in the table `harmlessIn`.
 *
 * @param point where the value is used
 */
export function isChecked(
  value: CheckedValue,
  point: TSESTree.Node,
  sink: SinkClass,
  syntax: Syntax,
): boolean {
  return new CheckSearch(value, sink, syntax, 0).holdsAt(point);
}

/** True when a function answers `true` for nothing but items that have passed: the predicate of `filter`. */
export function isItemChecked(
  predicate: FunctionNode,
  path: ValuePath,
  sink: SinkClass,
  syntax: Syntax,
): boolean {
  const [parameter] = predicate.params;
  const variable = parameter && syntax.facts.variableOf(parameter);
  if (variable === undefined || predicate.body.type === "BlockStatement") return false;
  return new CheckSearch({ variable, path }, sink, syntax, 0).proves(predicate.body, true);
}

class CheckSearch {
  private readonly reads: readonly TSESTree.Node[];

  constructor(
    private readonly target: CheckedValue,
    private readonly sink: SinkClass,
    private readonly syntax: Syntax,
    private readonly depth: number,
  ) {
    this.reads = target.variable.references
      .filter((reference) => reference.isRead())
      .map(({ identifier }) => identifier);
  }

  holdsAt(point: TSESTree.Node): boolean {
    // One read is the use itself: there is none that could be a check.
    if (this.reads.length < 2 && !this.reads.some((read) => !isInside(read, point))) return false;
    const { block } = this.target.variable.scope;
    let child = point;
    for (let parent = point.parent; parent && child !== block; child = parent, parent = parent.parent) {
      if (this.holdsIn(child, parent)) return true;
    }
    return false;
  }

  /** What is known in `child` because of what stands at `parent`. */
  private holdsIn(child: TSESTree.Node, parent: TSESTree.Node): boolean {
    switch (parent.type) {
      case "IfStatement":
      case "ConditionalExpression":
        return (
          (child === parent.consequent && this.proves(parent.test, true)) ||
          (child === parent.alternate && this.proves(parent.test, false))
        );
      case "LogicalExpression":
        return (
          child === parent.right &&
          parent.operator !== "??" &&
          this.proves(parent.left, parent.operator === "&&")
        );
      case "WhileStatement":
      case "ForStatement":
        return child === parent.body && parent.test !== null && this.proves(parent.test, true);
      case "BlockStatement":
      case "Program":
      case "StaticBlock":
        return this.holdsAfter(parent.body.slice(0, parent.body.indexOf(child as TSESTree.Statement)));
      case "SwitchCase":
        return (
          this.holdsAfter(
            parent.consequent.slice(0, parent.consequent.indexOf(child as TSESTree.Statement)),
          ) || this.holdsInCase(parent)
        );
      default:
        return false;
    }
  }

  private holdsInCase(branch: TSESTree.SwitchCase): boolean {
    const statement = branch.parent;
    if (branch.test === null) return false;
    const discriminant = unwrap(statement.discriminant);
    // `switch (true) { case isId(id): … }`
    if (discriminant.type === "Literal" && discriminant.value === true) return this.proves(branch.test, true);
    return this.mentionsIn(discriminant).some((relation) => this.suffices("constant", relation));
  }

  private holdsAfter(statements: readonly TSESTree.Node[]): boolean {
    return statements.some((statement) => this.isProvenBy(statement));
  }

  /** True when control goes on behind the statement only with a value that has passed. */
  private isProvenBy(statement: TSESTree.Node): boolean {
    if (!this.isReadIn(statement)) return false;
    switch (statement.type) {
      case "IfStatement":
        return (
          ((this.leaves(statement.consequent) || this.isReplacedIn(statement.consequent)) &&
            this.proves(statement.test, false)) ||
          (statement.alternate !== null &&
            this.leaves(statement.alternate) &&
            this.proves(statement.test, true))
        );
      case "SwitchStatement": {
        const fallback = statement.cases.find(({ test }) => test === null);
        return (
          fallback !== undefined &&
          fallback.consequent.some((inner) => this.leaves(inner)) &&
          this.mentionsIn(statement.discriminant).some((relation) => this.suffices("constant", relation))
        );
      }
      case "ExpressionStatement":
        return this.isAssertion(statement.expression, true);
      case "VariableDeclaration":
        return statement.declarations.some(({ init }) => init !== null && this.isAssertion(init, false));
      case "ReturnStatement":
        return false;
      case "BlockStatement":
        return this.holdsAfter(statement.body);
      case "TryStatement":
        return (
          statement.handler !== null &&
          this.leaves(statement.handler.body) &&
          this.holdsAfter(statement.block.body)
        );
      case "ForOfStatement":
      case "ForInStatement":
        // `for (const name of required) if (!body[name]) return badRequest(name);`
        return this.sink === "input" && this.holdsAfter(bodyOf(statement.body));
      default:
        return false;
    }
  }

  /** `assert(isId(id))`, `schema.parse(body)`, `validateOrder(body)`: calls that do not come back with a wrong value. */
  private isAssertion(expression: TSESTree.Expression, isStatement: boolean): boolean {
    let node = unwrap(expression);
    if (node.type === "AwaitExpression") node = unwrap(node.argument);
    if (node.type === "AssignmentExpression") node = unwrap(node.right);
    if (node.type === "AwaitExpression") node = unwrap(node.argument);
    if (node.type === "LogicalExpression" && isStatement) {
      // `isId(id) || fail()`
      const isLeft = this.leavesByCall(node.right);
      return isLeft && this.proves(node.left, node.operator === "||");
    }
    if (node.type !== "CallExpression") return false;
    const { resolveImport, values } = this.syntax;
    const imported = resolveImport(node.callee);
    const [first] = node.arguments;
    if (imported !== undefined && first !== undefined && isAssertModule(imported.module))
      return this.proves(first, true);
    const relations = node.arguments.flatMap((argument) => this.mentionsIn(argument));
    if (relations.length === 0) return false;
    if (this.isSchemaCall(node)) return relations.some((relation) => this.suffices("schema", relation));
    const callees = values.functionsOf(node.callee);
    if (callees.length > 0) return callees.every((fn) => this.isAssertedIn(fn, node));
    // A function of another file that is called for nothing but its effect, on the value alone, may throw.
    return (
      isStatement &&
      imported !== undefined &&
      imported.module.startsWith(".") &&
      relations.some((relation) => relation !== "part" && this.suffices("format", relation))
    );
  }

  /** True when the function of the file throws where its argument does not pass. */
  private isAssertedIn(fn: FunctionNode, call: TSESTree.CallExpression): boolean {
    if (fn.body.type !== "BlockStatement") return false;
    const inner = this.searchOfParameter(fn, call);
    return inner?.holdsAfter(fn.body.body) ?? false;
  }

  private searchOfParameter(fn: FunctionNode, call: TSESTree.CallExpression): CheckSearch | undefined {
    if (this.depth >= MAX_DEPTH) return undefined;
    for (const [index, argument] of call.arguments.entries()) {
      const read = this.readAt(argument);
      const parameter = fn.params[index];
      if (read === undefined || parameter?.type !== "Identifier") continue;
      const variable = this.syntax.facts.variableOf(parameter);
      const rest = restOf(this.target.path, read);
      if (variable !== undefined && rest !== undefined)
        return new CheckSearch({ variable, path: rest }, this.sink, this.syntax, this.depth + 1);
    }
    return undefined;
  }

  /** The path of the target's variable that the expression reads, if it is nothing else. */
  private readAt(expression: TSESTree.Node): ValuePath | undefined {
    const node = unwrap(expression);
    const path: string[] = [];
    let root: TSESTree.Node = node;
    while (root.type === "MemberExpression") {
      path.unshift(memberName(root) ?? ANY);
      root = unwrap(root.object);
    }
    return this.reads.includes(root) ? path : undefined;
  }

  private isSchemaCall(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    const origin = packageOf(callee, this.syntax);
    if (origin === undefined) return false;
    if (schemaPackages.some(({ module }) => module.test(origin.module))) return true;
    // `OrderSchema.parse(body)` of a schema that another file exports
    return origin.module.startsWith(".") && name !== undefined && SCHEMA_METHODS.has(name);
  }

  // ── tests ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** True when the value has passed wherever the test turns out so. */
  proves(test: TSESTree.Node, outcome: boolean): boolean {
    const node = unwrap(test);
    if (node.type === "AwaitExpression") return this.proves(node.argument, outcome);
    if (node.type === "UnaryExpression" && node.operator === "!") return this.proves(node.argument, !outcome);
    if (node.type === "LogicalExpression" && node.operator !== "??") {
      const both = (node.operator === "&&") === outcome;
      const left = this.proves(node.left, outcome);
      // What the left side has found out is known on the right: both are one check.
      return both ? left || this.proves(node.right, outcome) : left && this.proves(node.right, outcome);
    }
    if (this.sink === "input" && this.isLookedAt(node)) return true;
    return this.isProvenByAtom(node, outcome);
  }

  /** For a value that is only stored, looking at it at all is a check. */
  private isLookedAt(node: TSESTree.Node): boolean {
    return this.mentionsIn(node).some((relation) => relation !== "whole");
  }

  private isProvenByAtom(node: TSESTree.Node, outcome: boolean): boolean {
    switch (node.type) {
      case "CallExpression":
        return this.isProvenByCall(node, outcome);
      case "BinaryExpression":
        return this.isProvenByComparison(node, outcome);
      case "Identifier":
      case "MemberExpression":
        return this.isProvenByResult(node, outcome);
      default:
        return false;
    }
  }

  private isProvenByCall(call: TSESTree.CallExpression, outcome: boolean): boolean {
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    const relations = call.arguments.flatMap((argument) => this.mentionsIn(argument));
    if (callee.type === "MemberExpression" && relations.length === 0)
      return this.isProvenByMethod(callee, name ?? "");
    if (relations.length === 0) return false;
    const proof = this.proofOfPredicate(call, name, outcome);
    return proof !== undefined && relations.some((relation) => this.suffices(proof, relation));
  }

  /** `id.match(pattern)`, `path.startsWith(root)`: the value is asked about itself. */
  private isProvenByMethod(callee: TSESTree.MemberExpression, name: string): boolean {
    const relations = this.mentionsIn(callee.object);
    const proof: Proof = METHOD_PROOFS.get(name) ?? "presence";
    return relations.some((relation) => this.suffices(proof, relation));
  }

  private proofOfPredicate(
    call: TSESTree.CallExpression,
    name: string | undefined,
    outcome: boolean,
  ): Proof | undefined {
    const callee = unwrap(call.callee);
    const { facts, values } = this.syntax;
    if (name !== undefined) {
      if (MEMBERSHIP_METHODS.has(name)) return outcome ? "constant" : undefined;
      if (NUMBER_METHODS.has(name)) return outcome === (name !== "isNaN") ? "number" : undefined;
      if (name === "isArray" || name === "isBuffer" || name === "keys") return "presence";
      return "format";
    }
    if (facts.isGlobal(callee, "isNaN")) return outcome || isInParseInt(call) ? undefined : "number";
    if (facts.isGlobal(callee, "isFinite")) return outcome ? "number" : undefined;
    if (facts.isGlobal(callee, "Boolean")) return "presence";
    const passage = passageOf(call, this.syntax);
    if (passage !== undefined) return undefined;
    const [only, ...others] = values.functionsOf(callee);
    const returned = only === undefined ? [] : facts.returnsOf(only);
    // A helper that is one expression is read; one with statements of its own is believed.
    if (only !== undefined && others.length === 0 && returned.length === 1 && only.body === returned[0]) {
      const inner = this.searchOfParameter(only, call);
      return inner !== undefined && !inner.proves(only.body, outcome) ? undefined : "format";
    }
    return "format";
  }

  private isProvenByComparison(node: TSESTree.BinaryExpression, outcome: boolean): boolean {
    if (node.operator === "in")
      return outcome && this.mentionsIn(node.left).some((relation) => this.suffices("constant", relation));
    const isEquality = /^[=!]==?$/.test(node.operator);
    if (!isEquality) return false;
    const isEqual = node.operator.startsWith("=") === outcome;
    for (const [side, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as const) {
      const inner = unwrap(side);
      if (inner.type === "UnaryExpression" && inner.operator === "typeof") {
        const type = unwrap(other);
        const isNumeric = type.type === "Literal" && /^(?:number|boolean|bigint)$/.test(String(type.value));
        if (isEqual && isNumeric && this.isRead(inner.argument)) return this.suffices("number", "same");
        continue;
      }
      if (inner.type === "MemberExpression" && memberName(inner) === "length") continue;
      if (isEqual && this.isRead(inner) && !isNothing(other)) return this.suffices("constant", "same");
      // `list.indexOf(id) === -1`
      if (inner.type === "CallExpression" && isMinusOne(other)) return this.isProvenByCall(inner, !isEqual);
    }
    return false;
  }

  private isRead(node: TSESTree.Node): boolean {
    return this.mentionsIn(node).includes("same");
  }

  /** `const isValid = schema.safeParse(body); if (!isValid.success) …`: a test of what a check has answered. */
  private isProvenByResult(node: TSESTree.Node, outcome: boolean): boolean {
    let root = node;
    while (root.type === "MemberExpression") root = unwrap(root.object);
    const variable = this.syntax.facts.variableOf(root);
    if (variable === undefined || variable === this.target.variable) return false;
    const [definition, ...others] = variable.defs;
    if (definition?.node.type !== "VariableDeclarator" || others.length > 0) return false;
    const { init } = definition.node;
    if (init === null) return false;
    let value = unwrap(init);
    if (value.type === "AwaitExpression") value = unwrap(value.argument);
    if (value.type !== "CallExpression")
      return root === node && isBoolean(value) && this.proves(value, outcome);
    const relations = value.arguments.flatMap((argument) => this.mentionsIn(argument));
    if (relations.length === 0)
      return root === node && value.callee.type === "MemberExpression" && this.proves(value, outcome);
    if (passageOf(value, this.syntax) !== undefined) return false;
    const proof: Proof = this.isSchemaCall(value) ? "schema" : "format";
    return relations.some((relation) => this.suffices(proof, relation));
  }

  // ── the value in the text ─────────────────────────────────────────────────────────────────────────────────────────

  /** How what the expression reads of the variable stands to the target. */
  private mentionsIn(expression: TSESTree.Node): Relation[] {
    const relations: Relation[] = [];
    for (const read of this.reads) {
      if (!isInside(read, expression)) continue;
      const path = pathAround(read, expression);
      const relation = relate(path, this.target.path);
      if (relation !== undefined) relations.push(relation);
    }
    return relations;
  }

  private isReadIn(node: TSESTree.Node): boolean {
    return this.reads.some((read) => isInside(read, node)) || this.mayReadResult(node);
  }

  /** `if (!result.success)` has none of the variable's names. */
  private mayReadResult(node: TSESTree.Node): boolean {
    return node.type === "IfStatement" || node.type === "ExpressionStatement" || node.type === "TryStatement";
  }

  private suffices(proof: Proof, relation: Relation): boolean {
    if (!harmlessIn[proof].includes(this.sink)) return false;
    switch (relation) {
      case "same":
        return true;
      case "part":
        return this.sink === "input" || this.sink === "url";
      case "whole":
        // That the body is there says nothing of its fields. A function that looks at the event may look at anything.
        if (proof === "schema") return true;
        return proof === "format" && (this.sink === "input" || !this.isWholeParameter());
    }
  }

  private isWholeParameter(): boolean {
    return this.target.variable.defs.some(({ type }) => (type as string) === "Parameter");
  }

  private isReplacedIn(statement: TSESTree.Node): boolean {
    return this.target.variable.references.some(
      (reference) => reference.isWrite() && isInside(reference.identifier, statement),
    );
  }

  // ── ways out ──────────────────────────────────────────────────────────────────────────────────────────────────────

  private leaves(statement: TSESTree.Node): boolean {
    switch (statement.type) {
      case "ReturnStatement":
      case "ThrowStatement":
      case "ContinueStatement":
      case "BreakStatement":
        return true;
      case "BlockStatement":
        return statement.body.some((inner) => this.leaves(inner));
      case "IfStatement":
        return (
          statement.alternate !== null &&
          this.leaves(statement.consequent) &&
          this.leaves(statement.alternate)
        );
      case "ExpressionStatement":
        return this.leavesByCall(statement.expression);
      default:
        return false;
    }
  }

  /** `process.exit()`, or a function of the file that only throws. */
  private leavesByCall(expression: TSESTree.Node): boolean {
    let node = unwrap(expression);
    if (node.type === "AwaitExpression") node = unwrap(node.argument);
    if (node.type !== "CallExpression") return false;
    const callee = unwrap(node.callee);
    if (callee.type === "MemberExpression" && memberName(callee) === "exit")
      return this.syntax.facts.isGlobal(unwrap(callee.object), "process");
    const callees = this.syntax.values.functionsOf(callee);
    return (
      callees.length > 0 &&
      callees.every(
        ({ body }) => body.type === "BlockStatement" && body.body.at(-1)?.type === "ThrowStatement",
      )
    );
  }
}

/** Methods of schemas that look at their argument, for schemas that another file makes. */
const SCHEMA_METHODS = new Set([
  ...["parse", "parseAsync", "safeParse", "safeParseAsync", "validate", "validateAsync", "validateSync"],
  ...["assert", "attempt", "check", "decode", "is", "isValid", "isValidSync", "create"],
]);

const METHOD_PROOFS: ReadonlyMap<string, Proof> = new Map<string, Proof>([
  ["match", "format"],
  ["some", "format"],
  ["every", "format"],
  ["startsWith", "affix"],
  ["endsWith", "affix"],
  ["includes", "affix"],
  ["indexOf", "affix"],
]);
const MEMBERSHIP_METHODS = new Set([
  "includes",
  "has",
  "hasOwn",
  "hasOwnProperty",
  "indexOf",
  "isIn",
  "find",
  "some",
]);
const NUMBER_METHODS = new Set(["isInteger", "isSafeInteger", "isFinite", "isNaN"]);

function isAssertModule(module: string): boolean {
  return /^(?:assert|assert\/strict|tiny-invariant|invariant|ts-invariant|@sindresorhus\/is)$/.test(module);
}

/** `parseInt("1; drop")` is a number. */
function isInParseInt(call: TSESTree.CallExpression): boolean {
  const [argument] = call.arguments;
  return (
    argument?.type === "CallExpression" &&
    argument.callee.type === "Identifier" &&
    /^parse(?:Int|Float)$/.test(argument.callee.name)
  );
}

function isBoolean(node: TSESTree.Node): boolean {
  return (
    node.type === "BinaryExpression" ||
    node.type === "LogicalExpression" ||
    (node.type === "UnaryExpression" && node.operator === "!")
  );
}

function isNothing(node: TSESTree.Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner.name === "undefined";
  return inner.type === "Literal" && (inner.value === null || inner.value === "");
}

function isMinusOne(node: TSESTree.Node): boolean {
  return (
    node.type === "UnaryExpression" &&
    node.operator === "-" &&
    node.argument.type === "Literal" &&
    node.argument.value === 1
  );
}

function bodyOf(statement: TSESTree.Statement): readonly TSESTree.Statement[] {
  return statement.type === "BlockStatement" ? statement.body : [statement];
}

/** The properties that are read of the identifier inside the expression: `[a, b]` of `x.a.b.trim()`. */
function pathAround(identifier: TSESTree.Node, limit: TSESTree.Node): ValuePath {
  const path: string[] = [];
  let node = wrapped(identifier);
  for (
    let parent = node.parent;
    parent?.type === "MemberExpression" && parent.object === node && node !== limit;
    parent = node.parent
  ) {
    const isCalled = parent.parent.type === "CallExpression" && parent.parent.callee === parent;
    const name = memberName(parent);
    if (isCalled || name === "length") break;
    path.push(name ?? ANY);
    node = wrapped(parent);
  }
  return path;
}

function relate(mention: ValuePath, target: ValuePath): Relation | undefined {
  const path = target.at(-1) === DEEP ? target.slice(0, -1) : target;
  const common = Math.min(mention.length, path.length);
  for (let index = 0; index < common; index++) {
    const [one, other] = [mention[index], path[index]];
    if (one !== other && one !== ANY && other !== ANY) return undefined;
  }
  if (mention.length === path.length) return "same";
  return mention.length < path.length ? "whole" : "part";
}

/** What of the path is left below the part that is read, if it lies there. */
function restOf(path: ValuePath, read: ValuePath): ValuePath | undefined {
  const relation = relate(read, path);
  if (relation === undefined) return undefined;
  return relation === "part" ? [] : path.slice(read.length);
}
