import { findKeptConnections, findLargeSize, isFatalWhenBroken } from "../lambda/state/kept-connections.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { memberName, unwrap } from "../syntax/ast.js";
import type { LambdaModel } from "../lambda/model.js";

export default createRule({
  name: "require-connection-recovery",
  meta: {
    type: "problem",
    docs: {
      description: "require that kept database connections survive an error and are no more than needed",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-16"],
    },
    messages: {
      errorUnhandled:
        "`{{name}}` keeps a connection between invocations, and has no listener for `error`: when the server closes it while the environment is frozen, Node.js ends the process and the next invocation fails. Add one that logs the error, and connect again where the connection is used.",
      poolTooLarge:
        "This pool opens up to {{size}} connections in each environment, which works on one request at a time: a hundred environments exhaust the database with connections that are idle. Set `{{option}}` to 1 or 2.",
    },
    schema: [],
  },
  needs: {
    evidence: true,
    orServes: "clients",
    imports: /^(?:pg|pg-pool|mysql2?|mariadb|redis|@redis\/client|mongodb|mongoose)(?:\/|$)/,
  },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        for (const client of findKeptConnections(lambda)) {
          const name = `${client.node.type === "NewExpression" ? "new " : ""}${client.name}()`;
          if (isFatalWhenBroken(client, lambda))
            context.report({ node: client.node.callee, messageId: "errorUnhandled", data: { name } });
          const pool = runsInParallel(lambda) ? undefined : findLargeSize(client, lambda);
          if (pool !== undefined) {
            const { node, option, size } = pool;
            context.report({ node, messageId: "poolTooLarge", data: { option, size } });
          }
        }
      },
    };
  },
});

/** A request that asks several things at once can use as many connections. */
function runsInParallel({ syntax: { facts } }: LambdaModel): boolean {
  return facts.calls.some((call) => {
    const callee = unwrap(call.callee);
    return (
      callee.type === "MemberExpression" &&
      facts.isGlobal(unwrap(callee.object), "Promise") &&
      /^all/.test(memberName(callee) ?? "")
    );
  });
}
