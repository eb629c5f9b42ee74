import type { TSESTree } from "@typescript-eslint/utils";
import { type LoopNode, isFunction, isLoop } from "./ast.js";

/**
 * Where control is after a statement in a loop: it has left the loop, gone back to the loop's head, or, on some path at
 * least, it goes on behind the statement.
 */
type Outcome = "leaves" | "repeats" | "goes on";

/** True when the loop can make another pass after the code at `node`, which stands in it, has run. */
export function canRepeatAfter(node: TSESTree.Node, loop: LoopNode): boolean {
  let leaves = false;
  for (
    let child = node, parent = node.parent;
    parent !== undefined && child !== loop;
    child = parent, parent = parent.parent
  ) {
    if (child.type === "ReturnStatement" || child.type === "ThrowStatement") leaves = true;
    const outcome: Outcome =
      parent === loop ? afterPart(child, loop) : afterChild(child, parent, loop, leaves);
    if (outcome === "repeats") return true;
    leaves = outcome === "leaves";
  }
  return !leaves;

  function afterPart(part: TSESTree.Node, { body }: LoopNode): Outcome {
    // A test that awaits is followed by the body.
    const isHead = part !== body && !(loop.type === "ForStatement" && part === loop.update);
    if (leaves || !isHead || loop.type === "DoWhileStatement") return leaves ? "leaves" : "goes on";
    return outcomeOf(body, loop);
  }
}

/** True when the loop can make a second pass: its body does not always leave it. */
export function canRepeat(loop: LoopNode): boolean {
  return outcomeOf(loop.body, loop) !== "leaves";
}

function afterChild(child: TSESTree.Node, parent: TSESTree.Node, loop: LoopNode, leaves: boolean): Outcome {
  switch (parent.type) {
    case "BlockStatement":
      return leaves ? "leaves" : outcomeOfList(after(child, parent.body), loop);
    case "SwitchCase":
      return leaves ? "leaves" : outcomeOfList(after(child, parent.consequent), loop);
    case "TryStatement": {
      if (parent.finalizer && child !== parent.finalizer && outcomeOf(parent.finalizer, loop) === "leaves")
        return "leaves";
      // What leaves a `try` block may throw instead, and then the handler decides.
      if (child !== parent.block || parent.handler === null) return leaves ? "leaves" : "goes on";
      const caught = outcomeOf(parent.handler.body, loop);
      return caught === "leaves" && !leaves ? "goes on" : caught;
    }
    default:
      return leaves ? "leaves" : "goes on";
  }
}

function after(child: TSESTree.Node, list: readonly TSESTree.Statement[]): readonly TSESTree.Statement[] {
  return list.slice(list.indexOf(child as TSESTree.Statement) + 1);
}

function outcomeOfList(list: readonly TSESTree.Statement[], loop: LoopNode): Outcome {
  for (const statement of list) {
    const outcome = outcomeOf(statement, loop);
    if (outcome !== "goes on") return outcome;
  }
  return "goes on";
}

/** `repeats` as soon as one path goes back to the head, `leaves` only when every path does. */
function outcomeOf(statement: TSESTree.Statement, loop: LoopNode): Outcome {
  switch (statement.type) {
    case "ReturnStatement":
    case "ThrowStatement":
      return "leaves";
    case "BreakStatement":
    case "ContinueStatement":
      return jumpOutcome(statement, loop);
    case "BlockStatement":
      return outcomeOfList(statement.body, loop);
    case "LabeledStatement":
      return outcomeOf(statement.body, loop);
    case "IfStatement":
      return join([
        outcomeOf(statement.consequent, loop),
        statement.alternate ? outcomeOf(statement.alternate, loop) : "goes on",
      ]);
    case "SwitchStatement": {
      const outcomes = statement.cases.map(({ consequent }) => outcomeOfList(consequent, loop));
      return outcomes.includes("repeats") ? "repeats" : "goes on";
    }
    case "TryStatement": {
      if (statement.finalizer && outcomeOf(statement.finalizer, loop) === "leaves") return "leaves";
      const handled = statement.handler ? [outcomeOf(statement.handler.body, loop)] : [];
      return join([outcomeOf(statement.block, loop), ...handled]);
    }
    default:
      return "goes on";
  }
}

function join(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes("repeats")) return "repeats";
  return outcomes.every((outcome) => outcome === "leaves") ? "leaves" : "goes on";
}

function jumpOutcome(jump: TSESTree.BreakStatement | TSESTree.ContinueStatement, loop: LoopNode): Outcome {
  const target = jumpTarget(jump);
  if (target === undefined || (target !== loop && target.range[0] > loop.range[0])) return "goes on";
  return target === loop && jump.type === "ContinueStatement" ? "repeats" : "leaves";
}

/** The loop, `switch` or labelled statement that a jump ends or repeats. */
function jumpTarget(
  jump: TSESTree.BreakStatement | TSESTree.ContinueStatement,
): TSESTree.Statement | undefined {
  for (
    let node: TSESTree.Node | undefined = jump.parent;
    node !== undefined && !isFunction(node);
    node = node.parent
  ) {
    if (jump.label) {
      if (node.type === "LabeledStatement" && node.label.name === jump.label.name) return node.body;
    } else if (isLoop(node) || (node.type === "SwitchStatement" && jump.type === "BreakStatement")) {
      return node;
    }
  }
  return undefined;
}

/**
 * The expressions that decide whether the loop is left from within its body: the tests of the branches around each
 * `break`, `return` and `throw` that leaves it.
 */
export function exitTestsOf(loop: LoopNode): readonly TSESTree.Expression[] {
  const found = new Set<TSESTree.Expression>();
  collect(loop.body, []);
  return [...found];

  function collect(node: TSESTree.Node | null | undefined, tests: readonly TSESTree.Expression[]): void {
    if (!node) return;
    switch (node.type) {
      case "ReturnStatement":
      case "ThrowStatement":
        for (const test of tests) found.add(test);
        return;
      case "BreakStatement":
      case "ContinueStatement":
        if (jumpOutcome(node, loop) === "leaves") for (const test of tests) found.add(test);
        return;
      case "BlockStatement":
        for (const statement of node.body) collect(statement, tests);
        return;
      case "LabeledStatement":
        collect(node.body, tests);
        return;
      case "IfStatement":
        collect(node.consequent, [...tests, node.test]);
        collect(node.alternate, [...tests, node.test]);
        return;
      case "SwitchStatement":
        for (const { consequent } of node.cases)
          for (const statement of consequent) collect(statement, [...tests, node.discriminant]);
        return;
      case "TryStatement":
        collect(node.block, tests);
        collect(node.handler?.body, tests);
        collect(node.finalizer, tests);
        return;
      default: {
        if (!isLoop(node)) return;
        const test = node.type === "ForOfStatement" || node.type === "ForInStatement" ? null : node.test;
        collect(node.body, test ? [...tests, test] : tests);
      }
    }
  }
}
