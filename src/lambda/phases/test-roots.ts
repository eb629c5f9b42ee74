import type { TSESTree } from "@typescript-eslint/utils";
import { chainRoot, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { createRemoteCalls } from "../clients/remote-calls.js";

/**
 * What a test reads: the roots of its member chains, those behind local variables and calls of the file included.
 *
 * @param isKept says of which variables the test reads the value as it is, however that came about
 */
export function collectTestRoots(
  test: TSESTree.Node,
  syntax: Syntax,
  isKept: (variable: Variable) => boolean,
): readonly TSESTree.Node[] {
  const collector = new RootCollector(syntax, isKept);
  collector.visit(test);
  return collector.roots;
}

class RootCollector {
  readonly roots: TSESTree.Node[] = [];
  private readonly seen = new Set<TSESTree.Node | Variable>();

  constructor(
    private readonly syntax: Syntax,
    private readonly isKept: (variable: Variable) => boolean,
  ) {}

  /** @param isPart only something in the value is asked for */
  visit(expression: TSESTree.Node, isPart = false): void {
    const node = unwrap(expression);
    if (this.seen.has(node)) return;
    this.seen.add(node);
    switch (node.type) {
      case "Identifier":
        this.roots.push(node);
        this.visitVariable(this.syntax.facts.variableOf(node), isPart);
        break;
      case "MemberExpression":
        if (unwrap(node.object).type === "ThisExpression") this.roots.push(node);
        else this.visit(node.object, true);
        if (node.computed) this.visit(node.property);
        break;
      case "CallExpression":
        this.visitCall(node, isPart);
        break;
      case "UnaryExpression":
        this.visit(node.argument);
        break;
      case "AwaitExpression":
        if (!this.isAnswer(node.argument)) this.visit(node.argument);
        break;
      case "BinaryExpression":
      case "LogicalExpression":
      case "AssignmentExpression":
        this.visit(node.left);
        this.visit(node.right);
    }
  }

  /** What an imported function or another system answers is data, and no state of a package or of a client. */
  private isAnswer(awaited: TSESTree.Node): boolean {
    if (this.syntax.resolveImport(chainRoot(awaited)) !== undefined) return true;
    const call = unwrap(awaited);
    return call.type === "CallExpression" && createRemoteCalls(this.syntax, () => false).isRemoteCall(call);
  }

  private visitVariable(variable: Variable | undefined, isPart: boolean): void {
    if (variable === undefined || this.seen.has(variable) || this.isKept(variable)) return;
    this.seen.add(variable);
    for (const { node } of variable.defs)
      if (node.type === "VariableDeclarator" && node.init) this.visit(node.init, isPart);
  }

  private visitCall(call: TSESTree.CallExpression, isPart: boolean): void {
    const { callee, arguments: given } = call;
    if (!this.isMadeOfArguments(call, isPart)) this.visit(callee);
    for (const argument of given) this.visit(argument);
    for (const fn of this.syntax.values.functionsOf(callee))
      for (const returned of this.syntax.facts.returnsOf(fn)) this.visit(returned);
  }

  /**
   * `unmarshall(image).id`, `get(order, "type")`: what an imported function makes of a value is data, and no state of its
   * package. As a whole, the answer of a function of the project may be state that is kept under the key it is given.
   */
  private isMadeOfArguments({ callee, arguments: given }: TSESTree.CallExpression, isPart: boolean): boolean {
    const imported = this.syntax.resolveImport(unwrap(callee));
    return (
      imported !== undefined &&
      (isPart || !imported.module.startsWith(".")) &&
      imported.path.length <= 1 &&
      given.some(({ type }) => type === "Identifier" || type === "MemberExpression")
    );
  }
}
