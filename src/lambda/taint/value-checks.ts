import type { TSESTree } from "@typescript-eslint/utils";
import type { SinkClass } from "../../knowledge/sanitizers.js";
import { type FunctionNode, isInside, lastNameOf, memberName, memberRoot, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { mayBeOfProject } from "./imported-code.js";
import type { CheckedValue } from "./value-mentions.js";
import type { ValuePath } from "./value-path.js";
import { ValueTests, isOwnModule } from "./value-tests.js";

/** What checks say of one value. */
export interface ValueChecks {
  /**
   * True when a check that is passed on every way to `point`, where the value is used, says enough of it for the sink: an
   * `if` that leaves where it fails, the branch where it holds, a `switch` over literals, an assertion, a schema that throws.
   * What counts as enough is in the table `harmlessIn`.
   */
  holdsAt(point: TSESTree.Node): boolean;
}

export function createValueChecks(value: CheckedValue, sink: SinkClass, syntax: Syntax): ValueChecks {
  // What is known of a `URL` is known of its text.
  const isText = sink === "url" && value.path.at(-1) === "href";
  const checked = isText ? { ...value, path: value.path.slice(0, -1) } : value;
  return new Guards(new ValueTests(checked, sink, syntax));
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
  return new ValueTests({ variable, path }, sink, syntax).proves(predicate.body, true);
}

/** Finds the tests that control has passed on every way to a place. */
class Guards implements ValueChecks {
  constructor(private readonly tests: ValueTests) {}

  holdsAt(point: TSESTree.Node): boolean {
    // The use itself is no check, and without another read there is none.
    if (this.tests.mentions.areAllIn(point)) return false;
    const { block } = this.tests.mentions.target.variable.scope;
    let child = point;
    for (let parent = point.parent; parent && child !== block; child = parent, parent = parent.parent) {
      if (this.holdsIn(child, parent)) return true;
    }
    return false;
  }

  /** What is known in `child` because of what stands at `parent`. */
  private holdsIn(child: TSESTree.Node, parent: TSESTree.Node): boolean {
    if (!this.tests.mentions.isReadIn(parent)) return false;
    switch (parent.type) {
      case "IfStatement":
      case "ConditionalExpression":
        return (
          (child === parent.consequent && this.tests.proves(parent.test, true)) ||
          (child === parent.alternate && this.tests.proves(parent.test, false))
        );
      case "LogicalExpression":
        return (
          child === parent.right &&
          parent.operator !== "??" &&
          this.tests.proves(parent.left, parent.operator === "&&")
        );
      case "WhileStatement":
      case "ForStatement":
        return child === parent.body && parent.test !== null && this.tests.proves(parent.test, true);
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
      case "CallExpression": {
        // `ensure(order).then(() => save(order))`
        const callee = unwrap(parent.callee);
        return (
          child === parent.arguments[0] &&
          callee.type === "MemberExpression" &&
          memberName(callee) === "then" &&
          this.isAssertion(callee.object, true)
        );
      }
      default:
        return false;
    }
  }

  private holdsInCase(branch: TSESTree.SwitchCase): boolean {
    const statement = branch.parent;
    if (branch.test === null) return false;
    const discriminant = unwrap(statement.discriminant);
    // `switch (true) { case isId(id): … }`
    if (discriminant.type === "Literal" && discriminant.value === true)
      return this.tests.proves(branch.test, true);
    return this.tests.mentions
      .relationsIn(discriminant)
      .some((relation) => this.tests.suffices("constant", relation));
  }

  private holdsAfter(statements: readonly TSESTree.Node[]): boolean {
    return statements.some(
      (statement, index) =>
        this.isProvenBy(statement) || this.isNotedBy(statement, statements.slice(index + 1)),
    );
  }

  /** `if (!id) missing.push("id"); … if (missing.length > 0) return badRequest(missing);` */
  private isNotedBy(statement: TSESTree.Node, later: readonly TSESTree.Node[]): boolean {
    if (statement.type !== "IfStatement" || !this.tests.proves(statement.test, false)) return false;
    const { facts } = this.tests.syntax;
    const notes = bodyOf(statement.consequent).flatMap((inner) => facts.variableOf(notedIn(inner)) ?? []);
    return later.some(
      (other) =>
        other.type === "IfStatement" &&
        this.leaves(other.consequent) &&
        notes.some(({ references }) => references.some(({ identifier }) => isInside(identifier, other.test))),
    );
  }

  /** True when control goes on behind the statement only with a value that has passed. */
  private isProvenBy(statement: TSESTree.Node): boolean {
    if (!this.tests.mentions.isReadIn(statement)) return false;
    switch (statement.type) {
      case "IfStatement":
        return this.isProvenByBranches(statement);
      case "SwitchStatement": {
        const fallback = statement.cases.find(({ test }) => test === null);
        return (
          fallback !== undefined &&
          fallback.consequent.some((inner) => this.leaves(inner)) &&
          this.tests.mentions
            .relationsIn(statement.discriminant)
            .some((relation) => this.tests.suffices("constant", relation))
        );
      }
      case "ExpressionStatement":
        return (
          this.isAssertion(statement.expression, true) ||
          this.isEachChecked(statement.expression) ||
          this.isHostReplacedBy(statement.expression)
        );
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
        return (
          this.tests.sink === "input" &&
          (this.holdsAfter(bodyOf(statement.body)) || this.isLoopOfChecks(statement))
        );
      default:
        return false;
    }
  }

  private isProvenByBranches({ test, consequent, alternate }: TSESTree.IfStatement): boolean {
    const isThenHarmless = this.isHarmlessAfter(consequent);
    const isElseHarmless = alternate !== null && this.isHarmlessAfter(alternate);
    if (isThenHarmless && isElseHarmless) return true;
    // What replaces the value is followed where it is written.
    if ((isThenHarmless || this.isReplacedIn(consequent)) && this.tests.proves(test, false)) return true;
    if (isElseHarmless && this.tests.proves(test, true)) return true;
    // Who looks at a value where it is there, or for some requests, knows of it.
    return (
      this.tests.sink === "input" &&
      [consequent, alternate].some((branch) => branch !== null && this.holdsAfter(bodyOf(branch)))
    );
  }

  /** Control does not come out of the branch with the value, or only with one that has passed. */
  private isHarmlessAfter(branch: TSESTree.Statement): boolean {
    return this.leaves(branch) || this.holdsAfter(bodyOf(branch));
  }

  /** `for (const item of items) if (!item.id) throw …`: a loop over the value, some of whose items it does not go on with. */
  private isLoopOfChecks({ right, body }: TSESTree.ForOfStatement | TSESTree.ForInStatement): boolean {
    return this.tests.mentions.relationsIn(right).length > 0 && this.dropsSome(bodyOf(body));
  }

  private dropsSome(statements: readonly TSESTree.Statement[]): boolean {
    return statements.some((inner) => inner.type === "IfStatement" && this.leaves(inner.consequent));
  }

  /** `required.forEach((name) => { if (!body[name]) throw … })` */
  private isEachChecked(expression: TSESTree.Expression): boolean {
    const call = unwrap(expression);
    if (this.tests.sink !== "input" || call.type !== "CallExpression") return false;
    const callee = unwrap(call.callee);
    const [callback] = call.arguments;
    if (callee.type !== "MemberExpression" || memberName(callee) !== "forEach") return false;
    if (callback === undefined) return false;
    const isOverValue = this.tests.mentions.relationsIn(callee.object).length > 0;
    return this.tests.syntax.values
      .functionsOf(callback)
      .some(
        ({ body }) =>
          body.type === "BlockStatement" &&
          (this.holdsAfter(body.body) || (isOverValue && this.dropsSome(body.body))),
      );
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
      return isLeft && this.tests.proves(node.left, node.operator === "||");
    }
    if (node.type !== "CallExpression") return false;
    const { resolveImport, values } = this.tests.syntax;
    const imported = resolveImport(node.callee);
    const [first] = node.arguments;
    if (imported !== undefined && first !== undefined && isAssertModule(imported.module))
      return this.tests.proves(first, true);
    const relations = node.arguments.flatMap((argument) => this.tests.mentions.relationsIn(argument));
    if (relations.length === 0) return false;
    if (this.tests.isSchemaCall(node))
      return relations.some((relation) => this.tests.suffices("schema", relation));
    const callees = values.functionsOf(node.callee);
    if (callees.length > 0) return callees.every((fn) => this.isAssertedIn(fn, node));
    // A function of another file that is called for nothing but its effect, on the value alone, may throw.
    if (!isStatement || !(isChecker(node.callee) || this.mayThrow(node.callee, imported?.module)))
      return false;
    // `throwIf(!order.id, "no id")`
    if (first !== undefined && isTest(first) && this.tests.proves(first, true)) return true;
    return relations.some((relation) => relation !== "part" && this.tests.suffices("format", relation));
  }

  /**
   * True for a function of another file: by its path, or by an alias that only a `tsconfig.json` tells from a package. What is
   * only stored has the benefit of that doubt, what harms has not.
   */
  private mayThrow(callee: TSESTree.Expression, module = ""): boolean {
    if (isOwnModule(module)) return true;
    return this.tests.sink === "input" && unwrap(callee).type === "Identifier" && mayBeAlias(module);
  }

  /** True when the function of the file throws where its argument does not pass. */
  private isAssertedIn(fn: FunctionNode, call: TSESTree.CallExpression): boolean {
    if (fn.body.type !== "BlockStatement") return false;
    const inner = this.tests.ofParameter(fn, call);
    return inner !== undefined && new Guards(inner).holdsAfter(fn.body.body);
  }

  private isReplacedIn(statement: TSESTree.Node): boolean {
    return this.tests.mentions.target.variable.references.some(
      (reference) => reference.isWrite() && isInside(reference.identifier, statement),
    );
  }

  /** `url.hostname = API_HOST`; the origin of a `URL` cannot be written. */
  private isHostReplacedBy(expression: TSESTree.Expression): boolean {
    return (
      expression.type === "AssignmentExpression" &&
      this.tests.isHost(expression.left) &&
      lastNameOf(expression.left) !== "origin" &&
      this.tests.mentions.relationsIn(expression.right).length === 0
    );
  }

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
      return this.tests.syntax.facts.isGlobal(unwrap(callee.object), "process");
    const callees = this.tests.syntax.values.functionsOf(callee);
    return (
      callees.length > 0 &&
      callees.every(
        ({ body }) => body.type === "BlockStatement" && body.body.at(-1)?.type === "ThrowStatement",
      )
    );
  }
}

function isAssertModule(module: string): boolean {
  return /^(?:assert|assert\/strict|tiny-invariant|invariant|ts-invariant|@sindresorhus\/is)$/.test(module);
}

/** `@shared/order-guard`, `src/order-guard`; not the name of a package alone. */
function mayBeAlias(module: string): boolean {
  return module.includes("/") && mayBeOfProject(module);
}

/** `this.ensure(order)` of a base class, `this.guard.check(order)` of what the object was given. */
function isChecker(callee: TSESTree.Expression): boolean {
  const node = unwrap(callee);
  const name = node.type === "MemberExpression" ? memberName(node) : undefined;
  return CHECKS.test(name ?? "") && memberRoot(node).type === "ThisExpression";
}

const CHECKS = /^(?:assert|check|ensure|guard|must|require|throw|validate|verify)/;

function isTest(node: TSESTree.Node): boolean {
  const { type } = unwrap(node);
  return type === "UnaryExpression" || type === "BinaryExpression" || type === "LogicalExpression";
}

function bodyOf(statement: TSESTree.Statement): readonly TSESTree.Statement[] {
  return statement.type === "BlockStatement" ? statement.body : [statement];
}

/** The variable in which a statement keeps something: `errors.push(text)`, `isValid = false`, `errors.id = text`. */
function notedIn(statement: TSESTree.Statement): TSESTree.Node {
  const expression = statement.type === "ExpressionStatement" ? unwrap(statement.expression) : statement;
  if (expression.type === "AssignmentExpression") return memberRoot(expression.left);
  return memberRoot(expression.type === "CallExpression" ? expression.callee : expression);
}
