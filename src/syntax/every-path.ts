import type { TSESTree } from "@typescript-eslint/utils";
import { type CodeUnit, isFunction } from "./ast.js";

/** What decides, beside the statements themselves, whether a path counts. */
export interface PathQuestions {
  /** True for a test that guards what it fills: the first run takes the branch that fills it. */
  isMemoTest(test: TSESTree.Node): boolean;
  /** True for a `return` that turns the call down: such a path is left out, as one that throws is. */
  isRejection(statement: TSESTree.ReturnStatement): boolean;
}

/** The ways on which control can leave a statement without having passed one of the nodes. */
const NO_WAY = 0;
const TO_NEXT = 1;
const RETURN = 2;
const JUMP = 4;

/**
 * True when the first run of the code unit evaluates at least one of the nodes whichever path it takes: both branches
 * of an `if`, all cases of a `switch`, no `return` before. Paths that throw are left out, and a loop is taken to have
 * something to loop over.
 */
export function isOnEveryPath(
  unit: CodeUnit,
  nodes: ReadonlySet<TSESTree.Node>,
  questions: PathQuestions,
): boolean {
  return new PathSearch(unit, nodes, questions).run();
}

class PathSearch {
  /** For each node above one of the nodes: its children that lead there. */
  private readonly below = new Map<TSESTree.Node, Set<TSESTree.Node>>();

  constructor(
    private readonly unit: CodeUnit,
    private readonly nodes: ReadonlySet<TSESTree.Node>,
    private readonly questions: PathQuestions,
  ) {
    for (const node of nodes) {
      for (let child = node; child !== unit && child.type !== "Program"; child = child.parent) {
        const children = this.below.get(child.parent);
        if (children?.has(child) === true) break;
        this.below.set(child.parent, (children ?? new Set()).add(child));
      }
    }
  }

  run(): boolean {
    const { unit } = this;
    if (unit.type === "PropertyDefinition" || unit.type === "AccessorProperty")
      return this.passes(unit.value);
    if (!isFunction(unit)) return this.waysThrough(unit.body) === NO_WAY;
    if (unit.params.some((parameter) => this.passes(parameter))) return true;
    if (unit.body.type !== "BlockStatement") return this.passes(unit.body);
    return this.waysThrough(unit.body.body) === NO_WAY;
  }

  private waysThrough(statements: readonly TSESTree.Node[]): number {
    let ways = TO_NEXT;
    for (const statement of statements) {
      ways = (ways & ~TO_NEXT) | this.waysOf(statement);
      if ((ways & TO_NEXT) === 0) break;
    }
    return ways;
  }

  private waysOf(statement: TSESTree.Node): number {
    if (this.nodes.has(statement)) return NO_WAY;
    switch (statement.type) {
      case "BlockStatement":
        return this.waysThrough(statement.body);
      case "ReturnStatement":
        return this.passes(statement.argument) || this.questions.isRejection(statement) ? NO_WAY : RETURN;
      case "ThrowStatement":
        return NO_WAY;
      case "BreakStatement":
      case "ContinueStatement":
        return JUMP;
      case "IfStatement":
        return this.waysOfIf(statement);
      case "SwitchStatement":
        return this.waysOfSwitch(statement);
      case "TryStatement":
        if (statement.finalizer !== null && this.waysOf(statement.finalizer) === NO_WAY) return NO_WAY;
        return this.waysOf(statement.block);
      case "ForStatement":
        if (this.passes(statement.init) || this.passes(statement.test)) return NO_WAY;
        return jumpsEndIn(this.waysOf(statement.body));
      case "WhileStatement":
      case "DoWhileStatement":
        return this.passes(statement.test) ? NO_WAY : jumpsEndIn(this.waysOf(statement.body));
      case "ForInStatement":
      case "ForOfStatement":
        return this.passes(statement.right) ? NO_WAY : jumpsEndIn(this.waysOf(statement.body));
      case "LabeledStatement":
        return jumpsEndIn(this.waysOf(statement.body));
      default:
        return this.passes(statement) ? NO_WAY : TO_NEXT;
    }
  }

  private waysOfIf({ test, consequent, alternate }: TSESTree.IfStatement): number {
    if (this.passes(test)) return NO_WAY;
    const taken = this.waysOf(consequent);
    const other = alternate === null ? TO_NEXT : this.waysOf(alternate);
    if (!this.questions.isMemoTest(test)) return taken | other;
    // The first run fills the memo: it does not take the branch that returns what is there already.
    return taken === NO_WAY ? NO_WAY : (taken & ~RETURN) | other;
  }

  private waysOfSwitch({ discriminant, cases }: TSESTree.SwitchStatement): number {
    if (this.passes(discriminant)) return NO_WAY;
    let ways = cases.some(({ test }) => test === null) ? NO_WAY : TO_NEXT;
    let fallingThrough = TO_NEXT;
    for (const { consequent } of [...cases].reverse()) {
      const own = this.waysThrough(consequent);
      fallingThrough = (own & TO_NEXT) === 0 ? own : (own & ~TO_NEXT) | fallingThrough;
      ways |= fallingThrough;
    }
    return jumpsEndIn(ways);
  }

  /** True when evaluating the expression or the simple statement passes one of the nodes. */
  private passes(node: TSESTree.Node | null | undefined): boolean {
    if (!node) return false;
    if (this.nodes.has(node)) return true;
    const children = this.below.get(node);
    if (children === undefined || (isFunction(node) && node !== this.unit)) return false;
    const passesAt = (child: TSESTree.Node): boolean => children.has(child) && this.passes(child);
    switch (node.type) {
      case "ConditionalExpression": {
        if (passesAt(node.test)) return true;
        const [first, second] = [passesAt(node.consequent), passesAt(node.alternate)];
        return (first && second) || ((first || second) && this.questions.isMemoTest(node.test));
      }
      case "LogicalExpression":
        return passesAt(node.left) || (passesAt(node.right) && this.questions.isMemoTest(node.left));
      case "AssignmentExpression":
        if (passesAt(node.left)) return true;
        if (!/^(?:\?\?|\|\||&&)=$/.test(node.operator)) return passesAt(node.right);
        return passesAt(node.right) && this.questions.isMemoTest(node.left);
      case "AssignmentPattern":
        return passesAt(node.left);
      case "PropertyDefinition":
      case "AccessorProperty":
        return passesAt(node.key);
      case "StaticBlock":
        return false;
      default:
        return [...children].some((child) => this.passes(child));
    }
  }
}

/** `break` and `continue` end at the loop, switch or label around them, after which control goes on. */
function jumpsEndIn(ways: number): number {
  return (ways & JUMP) === 0 ? ways : (ways & ~JUMP) | TO_NEXT;
}
