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
  // `export default function (app) { … }` has no name, and is run all the same.
  const fn = machine.defineFunction(declaration, frame);
  if (variable) frame.declare(variable, fn);
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
        machine.bind(id, init ? evaluate(init) : withoutInit(id, statement, frame), frame, "declare");
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
    case "ForStatement":
      return executeFor(statement, activation, machine);
    case "ForInStatement":
      bindLoopVariable(statement.left, opaque(siteOf(statement.left, frame)), frame, machine);
      return executeUncounted(statement, activation, machine);
    case "WhileStatement":
    case "DoWhileStatement":
      return executeUncounted(statement, activation, machine);
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

/** `let count;` is undefined; what `declare const settings;` speaks of is somewhere else. */
function withoutInit(id: TSESTree.Node, { declare }: TSESTree.VariableDeclaration, frame: Frame): CodeValue {
  const site = siteOf(id, frame);
  return declare ? opaque(site) : scalar(undefined, site);
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

/** A loop of which nobody knows how often it runs. */
function executeUncounted(
  loop: TSESTree.ForStatement | TSESTree.ForInStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement,
  activation: Activation,
  machine: Machine,
): Completion {
  const turn = (): Completion => executeStatement(loop.body, activation, machine);
  return endOfLoop(machine.branch([turn, () => "normal"], siteOf(loop, activation.frame)));
}

function executeFor(statement: TSESTree.ForStatement, activation: Activation, machine: Machine): Completion {
  const { frame } = activation;
  const { init, body } = statement;
  const counter = countTurns(statement, frame, machine);
  if (counter !== undefined)
    return executeTurns(counter.values, (value) => {
      machine.bind(counter.variable, value, frame, "declare");
      return executeStatement(body, activation, machine);
    });
  if (init?.type === "VariableDeclaration")
    for (const { id } of init.declarations) machine.bind(id, opaque(siteOf(id, frame)), frame, "declare");
  return executeUncounted(statement, activation, machine);
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
  return executeTurns(list.items, turn);
}

function executeTurns(items: readonly CodeValue[], turn: (item: CodeValue) => Completion): Completion {
  for (const item of items) {
    const completion = turn(item);
    if (completion === "break") break;
    if (completion === "return" || completion === "throw") return completion;
  }
  return "normal";
}

/** The counter of `for (let i = 0; i < names.length; i++)`; undefined for any other loop. */
function countTurns(
  { init, test, update }: TSESTree.ForStatement,
  frame: Frame,
  machine: Machine,
): { readonly variable: TSESTree.Identifier; readonly values: readonly CodeValue[] } | undefined {
  const declared = init?.type === "VariableDeclaration" ? init.declarations[0] : undefined;
  if (declared?.id.type !== "Identifier" || !declared.init) return undefined;
  const variable = declared.id;
  const { facts } = frame.module.syntax;
  const isCounter = (node: TSESTree.Node): boolean =>
    node.type === "Identifier" && facts.variableOf(node) === facts.variableOf(variable);
  // One that the body writes as well counts otherwise.
  const writes = facts.variableOf(variable)?.references.filter((reference) => reference.isWrite()) ?? [];
  if (update?.type !== "UpdateExpression" || update.operator !== "++" || !isCounter(update.argument))
    return undefined;
  if (test?.type !== "BinaryExpression" || test.operator !== "<" || !isCounter(test.left)) return undefined;
  if (writes.length !== 2) return undefined;
  const first = machine.evaluate(declared.init, frame);
  const end = machine.evaluate(test.right, frame);
  if (first.kind !== "scalar" || end.kind !== "scalar") return undefined;
  const count = Number(end.value) - Number(first.value);
  if (!Number.isInteger(count) || count > MAX_ITEMS) return undefined;
  const site = siteOf(variable, frame);
  const values = Array.from({ length: Math.max(count, 0) }, (_, index) =>
    scalar(Number(first.value) + index, site),
  );
  return { variable, values };
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
