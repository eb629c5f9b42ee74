import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, enclosingFunction, unwrap, wrapped } from "./ast.js";
import type { Variable } from "./name-index.js";
import { oncePer } from "./once-per.js";
import type { Syntax } from "./syntax.js";

/** How a function reads the environment variable that it is given the name of: `const env = (name) => …`. */
export interface NamedReading {
  /** Index of the parameter with the name. */
  readonly parameter: number;
  /** It throws where the variable is not set, and has no other value for it. */
  readonly isDemanding: boolean;
}

/** Such a function of the file. */
export interface EnvironmentReader extends NamedReading {
  readonly fn: FunctionNode;
}

/**
 * The functions of the file that read variables by name.
 *
 * @param isEnvironment whether an expression is `process.env`
 */
export const environmentReadersOf = oncePer(
  (
    syntax: Syntax,
    isEnvironment: (node: TSESTree.Node, syntax: Syntax) => boolean,
  ): readonly EnvironmentReader[] =>
    syntax.facts.members.flatMap((member) => {
      if (!member.computed || member.property.type !== "Identifier") return [];
      const name = syntax.facts.variableOf(member.property);
      const found = name && functionGiven(name, member);
      if (found === undefined || !isEnvironment(member.object, syntax)) return [];
      const { fn, parameter, isOwn } = found;
      const isDemanding = isOwn && fn.params.length === 1 && isCheckedWithThrow(wrapped(member), syntax);
      return [{ fn, parameter, isDemanding }];
    }),
);

/** How many functions a read may stand in of one that is given the name: `(name) => () => process.env[name]`. */
const MAX_FUNCTIONS = 2;

/** The function around the read that has the variable as a parameter. */
function functionGiven(
  name: Variable,
  read: TSESTree.Node,
): { fn: FunctionNode; parameter: number; isOwn: boolean } | undefined {
  let fn = enclosingFunction(read);
  for (let functions = 0; fn !== undefined && functions < MAX_FUNCTIONS; functions++) {
    const parameter = fn.params.findIndex(
      (param) => param.type === "Identifier" && name.identifiers.includes(param),
    );
    if (parameter >= 0) return { fn, parameter, isOwn: functions === 0 };
    fn = enclosingFunction(fn);
  }
  return undefined;
}

/** `const value = process.env[name]; if (!value) throw new Error(name);` */
function isCheckedWithThrow(read: TSESTree.Node, syntax: Syntax): boolean {
  const { parent } = read;
  if (parent?.type !== "VariableDeclarator" || parent.init !== read) return false;
  const references = syntax.facts.variableOf(parent.id)?.references ?? [];
  return references.some(({ identifier }) => {
    const place = wrapped(identifier);
    const check = place.parent;
    const isMissing =
      (check?.type === "UnaryExpression" && check.operator === "!") ||
      (check?.type === "BinaryExpression" &&
        /^===?$/.test(check.operator) &&
        [check.left, check.right].some((side) => isNothing(unwrap(side))));
    if (!isMissing) return false;
    let test: TSESTree.Node = check;
    while (test.parent.type === "LogicalExpression" && test.parent.operator === "||") test = test.parent;
    const statement = test.parent;
    return statement.type === "IfStatement" && statement.test === test && endsInThrow(statement.consequent);
  });
}

function isNothing(node: TSESTree.Node): boolean {
  return (
    (node.type === "Identifier" && node.name === "undefined") ||
    (node.type === "Literal" && (node.value === null || node.value === ""))
  );
}

function endsInThrow(statement: TSESTree.Statement): boolean {
  return (
    statement.type === "ThrowStatement" ||
    (statement.type === "BlockStatement" && statement.body.at(-1)?.type === "ThrowStatement")
  );
}
