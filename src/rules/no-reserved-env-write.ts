import type { TSESTree } from "@typescript-eslint/utils";
import { reservedEnvironment } from "../knowledge/reserved-env.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { keyName, memberName, unwrap, wrapped } from "../syntax/ast.js";
import { isEnvironment } from "../syntax/environment.js";
import { readStaticString } from "../syntax/static-value.js";
import type { Syntax } from "../syntax/syntax.js";

export default createRule({
  name: "no-reserved-env-write",
  meta: {
    type: "problem",
    docs: {
      description: "disallow writing environment variables that Lambda sets itself",
      recommended: "error",
      strict: "error",
      seed: ["LESS-12"],
      concerns: ["security"],
    },
    messages: {
      reservedEnvWrite:
        "`{{name}}` is set by Lambda, and the SDK and the runtime read it: written here, it is wrong for all code of the execution environment from then on, in later invocations too. Pass the value to what needs it, such as `region` or `credentials` of a client.",
    },
    schema: [],
  },
  needs: { evidence: true, words: ["env"] },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const writes = findWrites(lambda.syntax);
        if (writes.length === 0 || !lambda.hasEvidence) return;
        for (const { node, name } of writes)
          context.report({ node, messageId: "reservedEnvWrite", data: { name } });
      },
    };
  },
});

interface EnvironmentWrite {
  readonly node: TSESTree.Node;
  readonly name: string;
}

function findWrites(syntax: Syntax): readonly EnvironmentWrite[] {
  const { facts } = syntax;
  return [
    ...facts.members.flatMap((member) => writeAt(member, syntax)),
    ...facts.calls.flatMap((call) => writesOfAssign(call, syntax)),
  ];
}

/** `process.env.AWS_REGION = …`, `delete process.env.AWS_REGION` */
function writeAt(member: TSESTree.MemberExpression, syntax: Syntax): readonly EnvironmentWrite[] {
  const written = memberName(member);
  if (written === undefined ? !member.computed : !reservedEnvironment.has(written)) return [];
  if (!isWritten(wrapped(member)) || !isEnvironment(member.object, syntax)) return [];
  const name = written ?? readStaticString(syntax.facts, member.property);
  if (name === undefined || !reservedEnvironment.has(name) || isOnlyWithout(member, name, syntax)) return [];
  return [{ node: member, name }];
}

function isWritten(node: TSESTree.Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case "AssignmentExpression":
      // `??=` and `||=` write nothing where Lambda has set the variable.
      return parent.left === node && parent.operator !== "??=" && parent.operator !== "||=";
    case "UnaryExpression":
      return parent.operator === "delete";
    case "UpdateExpression":
      return true;
    default:
      return false;
  }
}

/** `if (!process.env.AWS_REGION) process.env.AWS_REGION = …`: outside of Lambda only. */
function isOnlyWithout(node: TSESTree.Node, name: string, syntax: Syntax): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (parent.type === "IfStatement" && node === parent.consequent && isAbsence(parent.test, name, syntax))
    return true;
  return isOnlyWithout(parent, name, syntax);
}

function isAbsence(test: TSESTree.Node, name: string, syntax: Syntax): boolean {
  const node = unwrap(test);
  const isRead = (side: TSESTree.Node): boolean => {
    const inner = unwrap(side);
    return (
      inner.type === "MemberExpression" && memberName(inner) === name && isEnvironment(inner.object, syntax)
    );
  };
  if (node.type === "UnaryExpression") return node.operator === "!" && isRead(node.argument);
  if (node.type !== "BinaryExpression" || !/^===?$/.test(node.operator)) return false;
  return isRead(node.left) || isRead(node.right);
}

/** `Object.assign(process.env, { AWS_REGION: … })` */
function writesOfAssign(
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  syntax: Syntax,
): readonly EnvironmentWrite[] {
  const callee = unwrap(call.callee);
  const [target, ...sources] = call.arguments;
  if (callee.type !== "MemberExpression" || memberName(callee) !== "assign" || target === undefined)
    return [];
  if (!syntax.facts.isGlobal(unwrap(callee.object), "Object") || !isEnvironment(target, syntax)) return [];
  return sources.flatMap((source) =>
    syntax.values.valuesOf(source).flatMap((value) =>
      value.type === "ObjectExpression"
        ? value.properties.flatMap((property) => {
            const name = property.type === "Property" ? keyName(property) : undefined;
            return name !== undefined && reservedEnvironment.has(name) ? [{ node: property, name }] : [];
          })
        : [],
    ),
  );
}
