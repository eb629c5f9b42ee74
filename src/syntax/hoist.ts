import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, enclosingFunction, isFunction, isInside, unwrap } from "./ast.js";
import { topLevelStatementOf } from "./edits.js";
import type { SyntaxFacts } from "./facts.js";
import type { Reference, Variable } from "./name-index.js";
import type { Syntax } from "./syntax.js";

/**
 * True when the code would evaluate to the same in module scope, right before the statement: what it refers to are
 * imports, globals, and constants that are declared above, those included that the functions it refers to need.
 *
 * @param alsoMoved local variables that move there as well, before the code
 */
export function canMoveBefore(
  code: TSESTree.Node,
  place: TSESTree.ProgramStatement,
  facts: SyntaxFacts,
  alsoMoved: ReadonlySet<Variable> = new Set(),
): boolean {
  if (isBoundToFunction(code, facts)) return false;
  const seen = new Set<Variable>();
  const pending: TSESTree.Node[] = [code];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const { resolved: variable } of referencesIn(node, facts)) {
      if (variable === null || seen.has(variable) || alsoMoved.has(variable)) continue;
      seen.add(variable);
      const [definition] = variable.defs;
      if (definition === undefined) {
        if (variable.name === "arguments") return false;
        continue;
      }
      if (isInside(definition.name, node)) continue;
      if (!isModuleVariable(variable)) return false;
      if (definition.type === "ImportBinding" || definition.type === "Type") continue;
      const isAbove = isFunction(definition.node) || definition.node.range[1] <= place.range[0];
      if (!isAbove || isWrittenByFunctions(variable)) return false;
      pending.push(definition.node);
    }
  }
  return true;
}

/**
 * The declarations that have to move into module scope, in this order, before the statement that holds them, so that
 * the variable of the declaration lives there: the local constants that it is made of, then itself. Undefined when one
 * of them cannot: it needs more than what is known at init, it changes, or its name means something else out there.
 *
 * @param givesSame true for a call that is as good at init as where it stands
 */
export function findDeclarationsToMove(
  declaration: TSESTree.VariableDeclaration,
  { facts, resolveImport }: Pick<Syntax, "facts" | "resolveImport">,
  givesSame: (call: CallNode) => boolean,
): readonly TSESTree.VariableDeclaration[] | undefined {
  const place = topLevelStatementOf(declaration);
  const moved = new Map<Variable, TSESTree.VariableDeclaration>();
  const pending = new Set<TSESTree.VariableDeclaration>();
  const isSteady = (node: TSESTree.Node): boolean => {
    if (node.type === "NewExpression") return givesSame(node) || resolveImport(node.callee) !== undefined;
    return node.type === "CallExpression" && givesSame(node);
  };

  const isSteadyValue = (init: TSESTree.Expression): boolean => {
    const value = unwrap(init);
    const isCall = value.type === "CallExpression" || value.type === "NewExpression";
    return (isCall && givesSame(value)) || isConstant(value, facts, isSteady);
  };

  function add(candidate: TSESTree.VariableDeclaration): boolean {
    const variable = soleVariableOf(candidate, facts);
    const [declarator] = candidate.declarations;
    if (variable === undefined || !declarator.init || pending.has(candidate)) return false;
    pending.add(candidate);
    const isNeeded = candidate !== declaration;
    if (isNeeded && !(isSteadyValue(declarator.init) && isOnlyRead(variable, isSteady))) return false;
    for (const { resolved } of referencesIn(declarator, facts)) {
      const definition = resolved?.defs[0];
      if (!resolved || !definition || moved.has(resolved) || isModuleVariable(resolved)) continue;
      if (isInside(definition.name, declarator)) continue;
      const holder = definition.node.parent;
      if (definition.node.type !== "VariableDeclarator" || holder.type !== "VariableDeclaration")
        return false;
      if (!add(holder)) return false;
    }
    if (!canMoveBefore(declarator, place, facts, new Set(moved.keys()))) return false;
    moved.set(variable, candidate);
    return true;
  }

  return add(declaration) ? [...moved.values()] : undefined;
}

/**
 * True when the code has the same value in every call of the functions around it, as far as these decide it: it needs
 * none of their parameters, nor `this`, but only what the module knows and constants made of that.
 */
export function isSameInEveryCall(code: TSESTree.Node, facts: SyntaxFacts): boolean {
  const seen = new Set<Variable>();
  const pending: TSESTree.Node[] = [code];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isBoundToFunction(node, facts, "await")) return false;
    for (const { resolved: variable } of referencesIn(node, facts)) {
      if (variable === null || seen.has(variable)) continue;
      seen.add(variable);
      const [definition] = variable.defs;
      if (definition === undefined) {
        if (variable.name === "arguments") return false;
        continue;
      }
      if (isModuleVariable(variable) || isInside(definition.name, code)) continue;
      const isConstant = variable.references.every(
        (reference) => !reference.isWrite() || reference.init === true,
      );
      const declarator = definition.node;
      if (!isConstant || declarator.type !== "VariableDeclarator" || declarator.init === null) return false;
      pending.push(declarator);
    }
  }
  return true;
}

/** The variable of a declaration that has one, never re-assigns it, and whose name is used for nothing else. */
function soleVariableOf(
  { declarations, kind, parent }: TSESTree.VariableDeclaration,
  facts: SyntaxFacts,
): Variable | undefined {
  const [declarator, ...others] = declarations;
  if (declarator.id.type !== "Identifier" || others.length > 0) return undefined;
  const isInList = parent.type === "BlockStatement" || parent.type === "SwitchCase";
  if (!isInList || kind === "using" || kind === "await using") return undefined;
  const variable = facts.variableOf(declarator.id);
  if (variable?.defs.length !== 1) return undefined;
  if (variable.references.some((reference) => reference.isWrite() && reference.init !== true))
    return undefined;
  return isOnlyMeaningOfName(variable, facts) ? variable : undefined;
}

function isOnlyMeaningOfName(variable: Variable, { sourceCode }: SyntaxFacts): boolean {
  return (sourceCode.scopeManager?.scopes ?? []).every(
    (scope) =>
      scope.variables.every(
        (other) => other === variable || other.name !== variable.name || other.defs.length === 0,
      ) &&
      scope.references.every(
        ({ identifier, resolved }) => identifier.name !== variable.name || resolved === variable,
      ),
  );
}

/** True for an expression that has the same value whenever it is evaluated, as far as syntax can tell. */
function isConstant(
  expression: TSESTree.Node,
  facts: SyntaxFacts,
  isSteady: (node: TSESTree.Node) => boolean,
): boolean {
  return everyNode(expression, facts, (node) => {
    if (node.type === "CallExpression" || node.type === "NewExpression")
      return isSteady(node) || isConversion(node, facts);
    return (
      node.type !== "AssignmentExpression" &&
      node.type !== "UpdateExpression" &&
      node.type !== "TaggedTemplateExpression" &&
      node.type !== "ImportExpression"
    );
  });
}

/** `Number(process.env.PORT)` */
function isConversion(node: CallNode, facts: SyntaxFacts): boolean {
  const callee = unwrap(node.callee);
  return ["Number", "String", "Boolean", "parseInt", "parseFloat"].some((name) =>
    facts.isGlobal(callee, name),
  );
}

/** True when nothing that the file shows can change what the variable holds. */
function isOnlyRead({ defs, references }: Variable, isSteady: (node: TSESTree.Node) => boolean): boolean {
  const [definition] = defs;
  const init = definition?.node.type === "VariableDeclarator" ? definition.node.init : null;
  const isMutable = init !== null && (init.type === "ObjectExpression" || init.type === "ArrayExpression");
  return references.every(({ identifier }) => {
    let node: TSESTree.Node = identifier;
    while (node.parent.type === "MemberExpression" && node.parent.object === node) node = node.parent;
    const { parent } = node;
    if (parent.type === "CallExpression" && isMutable)
      // `headers.push(…)`, `Object.assign(headers, …)`
      return node === identifier ? isSteady(parent) : parent.callee !== node;
    if (node === identifier) return true;
    if (parent.type === "AssignmentExpression") return parent.left !== node;
    return (
      parent.type !== "UpdateExpression" &&
      !(parent.type === "UnaryExpression" && parent.operator === "delete")
    );
  });
}

/** True when the code refers to its function: by `this`, `super`, `await`, `yield` or `new.target`. */
function isBoundToFunction(code: TSESTree.Node, facts: SyntaxFacts, allowed?: "await"): boolean {
  return !everyNode(code, facts, (node) => {
    switch (node.type) {
      case "ThisExpression":
      case "Super":
      case "YieldExpression":
        return false;
      case "AwaitExpression": {
        if (allowed === "await") return true;
        const owner = enclosingFunction(node);
        return owner !== undefined && isInside(owner, code);
      }
      case "MetaProperty":
        return node.meta.name !== "new";
      default:
        return true;
    }
  });
}

/** True when the test holds for the node and for all below it, except in functions that have their own `this`. */
function everyNode(
  root: TSESTree.Node,
  { sourceCode }: SyntaxFacts,
  test: (node: TSESTree.Node) => boolean,
): boolean {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!test(node)) return false;
    if (node.type === "FunctionExpression" || node.type === "FunctionDeclaration") continue;
    for (const key of sourceCode.visitorKeys[node.type] ?? []) {
      const child = (
        node as unknown as Record<string, TSESTree.Node | (TSESTree.Node | null)[] | null | undefined>
      )[key];
      for (const item of [child].flat()) if (item) pending.push(item);
    }
  }
  return true;
}

function referencesIn(code: TSESTree.Node, { sourceCode }: SyntaxFacts): readonly Reference[] {
  return (sourceCode.scopeManager?.scopes ?? []).flatMap((scope) =>
    scope.references.filter(({ identifier }) => isInside(identifier, code)),
  );
}

/** True for what the file declares outside its functions, whatever the module format. */
function isModuleVariable(variable: Variable): boolean {
  return variable.scope.block.type === "Program";
}

function isWrittenByFunctions(variable: Variable): boolean {
  return variable.references.some(
    (reference) => reference.isWrite() && enclosingFunction(reference.identifier) !== undefined,
  );
}
