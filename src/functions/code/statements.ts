import type { TSESTree } from "@typescript-eslint/utils";
import { isClass, isFunction } from "../../syntax/ast.js";
import { type Frame, type CodeValue, type Entry, isTruthy, opaque, scalar } from "./code-value.js";
import { MAX_ITEMS } from "./container-calls.js";
import { type Activation, type Completion, type Machine, siteOf } from "./machine.js";

/** Runs statements in order. Of a condition that is not known every branch is run. */
export function executeStatements(
  statements: readonly TSESTree.Statement[],
  activation: Activation,
  machine: Machine,
): Completion {
  for (const statement of statements) hoist(statement, activation.frame, machine);
  for (const statement of statements) {
    const completion = executeStatement(statement, activation, machine);
    if (completion !== "normal") return completion;
  }
  return "normal";
}

/** Functions are there before the first statement runs. */
function hoist(statement: TSESTree.Statement, frame: Frame, machine: Machine): void {
  const declaration = exportedOf(statement);
  if (declaration?.type !== "FunctionDeclaration") return;
  const variable = declaration.id && frame.module.syntax.facts.variableOf(declaration.id);
  if (variable) frame.declare(variable, machine.defineFunction(declaration, frame));
}

function exportedOf(statement: TSESTree.Statement): TSESTree.Node | null {
  return statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
    ? statement.declaration
    : statement;
}

function executeStatement(
  statement: TSESTree.Statement,
  activation: Activation,
  machine: Machine,
): Completion {
  const { frame } = activation;
  const evaluate = (node: TSESTree.Node): CodeValue => machine.evaluate(node, frame);
  const run = (node: TSESTree.Statement | null | undefined) => (): Completion =>
    node ? executeStatement(node, activation, machine) : "normal";
  switch (statement.type) {
    case "ExpressionStatement":
      evaluate(statement.expression);
      return "normal";
    case "VariableDeclaration":
      for (const { id, init } of statement.declarations)
        machine.bind(id, init ? evaluate(init) : scalar(undefined, siteOf(id, frame)), frame, "declare");
      return "normal";
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return executeExport(statement, activation, machine);
    case "ClassDeclaration": {
      const variable = frame.module.syntax.facts.variableOf(statement.id);
      const value = machine.defineClass(statement, frame);
      if (variable) frame.declare(variable, value);
      return "normal";
    }
    case "BlockStatement":
      return executeStatements(statement.body, activation, machine);
    case "ReturnStatement":
      activation.returns.push(
        statement.argument ? evaluate(statement.argument) : scalar(undefined, siteOf(statement, frame)),
      );
      return "return";
    case "ThrowStatement":
      return "throw";
    case "BreakStatement":
      return "break";
    case "ContinueStatement":
      return "continue";
    case "IfStatement": {
      const isTrue = isTruthy(evaluate(statement.test));
      if (isTrue !== undefined) return run(isTrue ? statement.consequent : statement.alternate)();
      return machine.branch([run(statement.consequent), run(statement.alternate)], siteOf(statement, frame));
    }
    case "SwitchStatement":
      evaluate(statement.discriminant);
      return endOfLoop(
        machine.branch(
          [
            ...statement.cases.map(
              ({ consequent }) =>
                () =>
                  endOfLoop(executeStatements(consequent, activation, machine)),
            ),
            ...(statement.cases.some(({ test }) => test === null) ? [] : [() => "normal" as const]),
          ],
          siteOf(statement, frame),
        ),
      );
    case "TryStatement": {
      const completion = executeStatements(statement.block.body, activation, machine);
      const { handler } = statement;
      if (handler)
        machine.branch(
          [() => executeStatements(handler.body.body, activation, machine), () => "normal"],
          siteOf(handler, frame),
        );
      if (statement.finalizer) executeStatements(statement.finalizer.body, activation, machine);
      return completion === "throw" && handler ? "normal" : completion;
    }
    case "ForOfStatement":
      return executeForOf(statement, activation, machine);
    case "ForInStatement":
    case "ForStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      if (statement.type === "ForStatement" && statement.init?.type === "VariableDeclaration")
        for (const { id } of statement.init.declarations)
          machine.bind(id, opaque(siteOf(id, frame)), frame, "declare");
      if (statement.type === "ForInStatement")
        bindLoopVariable(statement.left, opaque(siteOf(statement.left, frame)), frame, machine);
      return endOfLoop(machine.branch([run(statement.body), () => "normal"], siteOf(statement, frame)));
    case "LabeledStatement":
      return run(statement.body)();
    case "TSEnumDeclaration":
      declareEnum(statement, frame, machine);
      return "normal";
    case "TSExportAssignment":
      // `export = async () => { … }`: what runs it is outside of the code.
      if (isFunction(statement.expression)) evaluate(statement.expression);
      return "normal";
    default:
      return "normal";
  }
}

function executeExport(
  statement: TSESTree.ExportNamedDeclaration | TSESTree.ExportDefaultDeclaration,
  activation: Activation,
  machine: Machine,
): Completion {
  const { declaration } = statement;
  if (!declaration || declaration.type === "FunctionDeclaration") return "normal";
  if (statement.type === "ExportNamedDeclaration" || declaration.type === "ClassDeclaration")
    return executeStatement(declaration as TSESTree.Statement, activation, machine);
  // `export default new Stack(…)`; the module's loader evaluates what it exports again, where somebody imports it.
  if (!isClass(declaration)) machine.evaluate(declaration, activation.frame);
  return "normal";
}

function endOfLoop(completion: Completion): Completion {
  return completion === "break" || completion === "continue" ? "normal" : completion;
}

function executeForOf(
  statement: TSESTree.ForOfStatement,
  activation: Activation,
  machine: Machine,
): Completion {
  const { frame } = activation;
  const list = machine.evaluate(statement.right, frame);
  const turn = (item: CodeValue): Completion => {
    bindLoopVariable(statement.left, item, frame, machine);
    return executeStatement(statement.body, activation, machine);
  };
  const site = siteOf(statement, frame);
  if (list.kind !== "list" || list.isOpen || list.items.length > MAX_ITEMS)
    return endOfLoop(
      machine.branch([() => turn(opaque(siteOf(statement.left, frame))), () => "normal"], site),
    );
  for (const item of list.items) {
    const completion = turn(item);
    if (completion === "break") break;
    if (completion === "return" || completion === "throw") return completion;
  }
  return "normal";
}

function bindLoopVariable(
  left: TSESTree.ForOfStatement["left"],
  value: CodeValue,
  frame: Frame,
  machine: Machine,
): void {
  if (left.type !== "VariableDeclaration") machine.bind(left, value, frame, "assign");
  else for (const { id } of left.declarations) machine.bind(id, value, frame, "declare");
}

function declareEnum(statement: TSESTree.TSEnumDeclaration, frame: Frame, machine: Machine): void {
  const variable = frame.module.syntax.facts.variableOf(statement.id);
  if (variable === undefined) return;
  const entries = new Map<string, Entry>();
  statement.body.members.forEach(({ id, initializer }, index) => {
    const site = siteOf(id, frame);
    const value = initializer ? machine.evaluate(initializer, frame) : scalar(index, site);
    entries.set(id.type === "Identifier" ? id.name : id.value, { value, key: site, written: site });
  });
  frame.declare(variable, { kind: "object", entries, isOpen: false, site: siteOf(statement, frame) });
}
