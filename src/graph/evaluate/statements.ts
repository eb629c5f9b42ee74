import type {
  BlockStatement,
  Expression,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Statement,
  SwitchStatement,
  TryStatement,
  VariableDeclaration,
} from "oxc-parser";
import { assignTo, declarePattern } from "./assign.js";
import { defineFunction } from "./expressions.js";
import { type Completion, type Machine, programThrows } from "./machine.js";
import {
  Scope,
  areEqual,
  constant,
  elementsOf,
  either,
  nothing,
  ObjectValue,
  truthOf,
  unknown,
  type Value,
} from "./values.js";

/** A loop of known length that runs longer than this ends as if its length was unknown. */
const maxRounds = 2000;

/** The same of a loop that nothing but its own code ends: what ends it is often what nobody knows. */
const maxEndlessRounds = 20;

/** Runs statements in order. The functions among them are there from the start. */
export function executeStatements(
  machine: Machine,
  statements: readonly Statement[],
  scope: Scope,
): Completion {
  hoistFunctions(statements, scope);
  let possible: Value | undefined;
  for (const statement of statements) {
    const completion = executeStatement(machine, statement, scope);
    if (completion === undefined) continue;
    if (completion.kind === "return" && "isPossible" in completion) {
      possible = possible === undefined ? completion.value : either(possible, completion.value);
      continue;
    }
    if (completion.kind !== "return" || possible === undefined) return completion;
    return { kind: "return", value: either(possible, completion.value) };
  }
  return possible === undefined ? undefined : mayReturn(possible);
}

/** The function may have returned already, or runs on. */
function mayReturn(value: Value): Completion {
  return { kind: "return", value, isPossible: true } as Completion;
}

function hoistFunctions(statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) {
    const declared =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
        ? statement.declaration
        : statement;
    if (declared?.type === "FunctionDeclaration" && declared.id) {
      scope.declare(declared.id.name, defineFunction(declared, scope));
    }
  }
}

/** Declares the `var`s of a function, down to nested blocks. */
export function hoistVariables(statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) hoistVariable(statement, scope);
}

function hoistVariable(statement: Statement | null, scope: Scope): void {
  switch (statement?.type) {
    case "VariableDeclaration":
      if (statement.kind !== "var") return;
      for (const { id } of statement.declarations) {
        if (id.type === "Identifier" && !scope.has(id.name)) scope.declare(id.name, nothing);
      }
      return;
    case "BlockStatement":
      hoistVariables(statement.body, scope);
      return;
    case "IfStatement":
      hoistVariable(statement.consequent, scope);
      hoistVariable(statement.alternate, scope);
      return;
    case "ForStatement":
      if (statement.init?.type === "VariableDeclaration") hoistVariable(statement.init, scope);
      hoistVariable(statement.body, scope);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      if (statement.left.type === "VariableDeclaration") hoistVariable(statement.left, scope);
      hoistVariable(statement.body, scope);
      return;
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
      hoistVariable(statement.body, scope);
      return;
    case "TryStatement":
      hoistVariables(statement.block.body, scope);
      hoistVariables(statement.handler?.body.body ?? [], scope);
      hoistVariables(statement.finalizer?.body ?? [], scope);
      return;
    case "SwitchStatement":
      for (const { consequent } of statement.cases) hoistVariables(consequent, scope);
      return;
    default:
      return;
  }
}

function executeStatement(machine: Machine, statement: Statement, scope: Scope): Completion {
  machine.step();
  switch (statement.type) {
    case "ExpressionStatement":
      machine.evaluate(statement.expression, scope);
      return undefined;
    case "VariableDeclaration":
      declareVariables(machine, statement, scope);
      return undefined;
    case "ClassDeclaration":
      if (statement.id) scope.declare(statement.id.name, machine.defineClass(statement, scope));
      return undefined;
    case "ReturnStatement":
      return {
        kind: "return",
        value: statement.argument ? machine.evaluate(statement.argument, scope) : nothing,
      };
    case "BlockStatement":
      return executeBlock(machine, statement, scope);
    case "IfStatement": {
      const { consequent, alternate } = statement;
      return branch(
        machine,
        truthOf(machine.settle(machine.evaluate(statement.test, scope))),
        () => executeStatement(machine, consequent, scope),
        () => (alternate ? executeStatement(machine, alternate, scope) : undefined),
        alternate?.type === "IfStatement" ? machine.maybe : machine.doubted,
      );
    }
    case "ForStatement":
      return executeFor(machine, statement, new Scope(scope, false));
    case "ForOfStatement":
    case "ForInStatement":
      return executeForEach(machine, statement, scope);
    case "WhileStatement":
      return repeat(machine, testOf(machine, statement.test, scope), statement.body, scope);
    case "DoWhileStatement": {
      const first = executeStatement(machine, statement.body, scope);
      if (first !== undefined) return leaveLoop(first);
      return repeat(machine, testOf(machine, statement.test, scope), statement.body, scope);
    }
    case "TryStatement":
      return executeTry(machine, statement, scope);
    case "SwitchStatement":
      return executeSwitch(machine, statement, scope);
    case "ThrowStatement":
      machine.evaluate(statement.argument, scope);
      throw programThrows;
    case "BreakStatement":
      return { kind: "break", label: statement.label?.name };
    case "ContinueStatement":
      return { kind: "continue", label: statement.label?.name };
    case "LabeledStatement": {
      const completion = executeStatement(machine, statement.body, scope);
      const isOwn = completion?.kind === "break" && completion.label === statement.label.name;
      return isOwn ? undefined : completion;
    }
    case "ExportNamedDeclaration":
      return statement.declaration ? executeStatement(machine, statement.declaration, scope) : undefined;
    case "ExportDefaultDeclaration":
      declareDefault(machine, statement.declaration as Expression, scope);
      return undefined;
    default:
      return undefined;
  }
}

function declareDefault(machine: Machine, declaration: Expression, scope: Scope): void {
  const { type, id } = declaration as { type: string; id?: { name: string } | null };
  let value: Value;
  if (type === "FunctionDeclaration") value = defineFunction(declaration as never, scope);
  else if (type === "ClassDeclaration") value = machine.defineClass(declaration as never, scope);
  else value = machine.evaluate(declaration, scope);
  if (id) scope.declare(id.name, value);
  scope.declare("*default*", value);
}

function declareVariables(machine: Machine, { kind, declarations }: VariableDeclaration, scope: Scope): void {
  for (const { id, init } of declarations) {
    if (kind === "var") {
      if (init) assignVariable(machine, id, machine.evaluate(init, scope), scope);
    } else declarePattern(machine, id, init ? machine.evaluate(init, scope) : nothing, scope);
  }
}

/** A `var` is declared with its function already; those in patterns are declared here. */
function assignVariable(
  machine: Machine,
  id: VariableDeclaration["declarations"][number]["id"],
  value: Value,
  scope: Scope,
): void {
  if (id.type === "Identifier") assignTo(machine, id as never, value, scope);
  else {
    let owner: Scope = scope;
    while (!owner.isFunction && owner.parent !== undefined) owner = owner.parent;
    declarePattern(machine, id, value, owner);
  }
}

function executeBlock(machine: Machine, block: BlockStatement, scope: Scope): Completion {
  return machine.execute(block.body, new Scope(scope, false));
}

/**
 * One branch, or both where nobody knows which; then a `return` in one of them is only possible. In a chain of `else if`
 * there is one decision, with many outcomes: `otherwise` runs what is not behind a condition of its own.
 */
function branch(
  machine: Machine,
  truth: boolean | undefined,
  yes: () => Completion,
  no: () => Completion,
  otherwise: Machine["doubted"],
): Completion {
  if (truth !== undefined) return truth ? yes() : no();
  const [first, second] = [machine.doubted(yes), otherwise(no)];
  if (first?.kind === "return" && second?.kind === "return") {
    return { kind: "return", value: either(first.value, second.value) };
  }
  const returned = first?.kind === "return" ? first : second?.kind === "return" ? second : undefined;
  return returned && mayReturn(returned.value);
}

function leaveLoop(completion: Completion): Completion {
  if (completion?.kind === "return") return completion;
  return completion?.label === undefined ? undefined : completion;
}

/** Whether a loop goes on after a round. */
function goesOn(completion: Completion): boolean {
  if (completion === undefined) return true;
  if (completion.kind === "return") return "isPossible" in completion;
  return completion.kind === "continue" && completion.label === undefined;
}

/** Whether a loop goes on, asked before each round. */
function testOf(machine: Machine, test: Expression, scope: Scope): () => boolean | undefined {
  if (test.type !== "Literal") return () => truthOf(machine.evaluate(test, scope));
  let rounds = 0;
  return () => (rounds++ < maxEndlessRounds ? truthOf(machine.evaluate(test, scope)) : undefined);
}

/** Runs a body while a condition holds; once, perhaps, where the condition is unknown. */
function repeat(
  machine: Machine,
  test: () => boolean | undefined,
  body: Statement,
  scope: Scope,
  update?: () => void,
): Completion {
  for (let round = 0; ; round++) {
    const truth = round < maxRounds ? test() : undefined;
    if (truth === false) return undefined;
    if (truth === undefined) {
      const completion = machine.maybe(() => executeStatement(machine, body, scope));
      return completion?.kind === "return" ? mayReturn(completion.value) : undefined;
    }
    const completion = executeStatement(machine, body, scope);
    if (!goesOn(completion)) return leaveLoop(completion);
    update?.();
  }
}

function executeFor(machine: Machine, { init, test, update, body }: ForStatement, scope: Scope): Completion {
  if (init?.type === "VariableDeclaration") declareVariables(machine, init, scope);
  else if (init) machine.evaluate(init, scope);
  return repeat(
    machine,
    () => (test ? truthOf(machine.evaluate(test, scope)) : undefined),
    body,
    scope,
    () => {
      if (update) machine.evaluate(update, scope);
    },
  );
}

function executeForEach(machine: Machine, node: ForInStatement | ForOfStatement, outer: Scope): Completion {
  const subject = machine.settle(machine.evaluate(node.right, outer));
  const rounds = node.type === "ForOfStatement" ? elementsOf(subject) : keysOf(subject);
  const run = (value: Value): Completion => {
    const scope = new Scope(outer, false);
    if (node.left.type !== "VariableDeclaration") assignTo(machine, node.left, value, scope);
    else {
      const [declared] = node.left.declarations;
      if (declared && node.left.kind === "var") assignVariable(machine, declared.id, value, scope);
      else if (declared) declarePattern(machine, declared.id, value, scope);
    }
    return executeStatement(machine, node.body, scope);
  };
  if (rounds === undefined || rounds.length > maxRounds) {
    const completion = machine.maybe(() => run(unknown));
    return completion?.kind === "return" ? mayReturn(completion.value) : undefined;
  }
  for (const value of rounds) {
    const completion = run(value);
    if (!goesOn(completion)) return leaveLoop(completion);
  }
  return undefined;
}

function keysOf(value: Value): readonly Value[] | undefined {
  if (!(value instanceof ObjectValue) || !value.isComplete || value.copies.length > 0) return undefined;
  return [...value.properties.keys()].map(constant);
}

function executeTry(machine: Machine, { block, handler, finalizer }: TryStatement, scope: Scope): Completion {
  let completion: Completion;
  try {
    completion = machine.guarded(() => executeBlock(machine, block, scope));
  } catch (error) {
    if (error !== programThrows) throw error;
    const inner = new Scope(scope, false);
    if (handler?.param) declarePattern(machine, handler.param, unknown, inner);
    completion = handler ? executeBlock(machine, handler.body, inner) : undefined;
  }
  const last = finalizer ? executeBlock(machine, finalizer, scope) : undefined;
  return last ?? completion;
}

function executeSwitch(machine: Machine, { discriminant, cases }: SwitchStatement, outer: Scope): Completion {
  const subject = machine.settle(machine.evaluate(discriminant, outer));
  const scope = new Scope(outer, false);
  const matches = cases.map(({ test }) => (test ? areEqual(subject, machine.evaluate(test, outer)) : false));
  let start = matches.indexOf(true);
  const isKnown = !matches.slice(0, start < 0 ? undefined : start).includes(undefined);
  if (!isKnown) {
    for (const { consequent } of cases) machine.doubted(() => machine.execute(consequent, scope));
    return undefined;
  }
  if (start < 0) start = cases.findIndex(({ test }) => test === null);
  if (start < 0) return undefined;
  const completion = machine.execute(
    cases.slice(start).flatMap(({ consequent }) => consequent),
    scope,
  );
  return completion?.kind === "break" && completion.label === undefined ? undefined : completion;
}
