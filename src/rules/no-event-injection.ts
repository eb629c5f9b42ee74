import type { TSESTree } from "@typescript-eslint/utils";
import type { SinkClass } from "../knowledge/sanitizers.js";
import { findTaints } from "../lambda/taint/taint.js";
import { injectionsTakenIn } from "../lambda/taint/taken-arguments.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describePlace } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";

type MessageId = Exclude<SinkClass, "input">;

export default createRule<MessageId>({
  name: "no-event-injection",
  meta: {
    type: "problem",
    docs: {
      description:
        "disallow event data where it is read as code, a command, a statement, a page, a URL or a path",
      recommended: "error",
      strict: "error",
      seed: ["LESS-09"],
      concerns: ["security"],
    },
    messages: {
      command:
        "`{{source}}` reaches the command that `{{taker}}`{{place}} runs, so whoever sends the event can run any program with the function's role. Take the command from a list in the code, and pass the value as an argument of `execFile` without a shell.",
      code: "`{{source}}` reaches the code that `{{taker}}`{{place}} runs, so whoever sends the event can do whatever the function can. Read the value as data, and choose the function to call from a list in the code.",
      sql: "`{{source}}` reaches the SQL text of `{{taker}}`{{place}}, so whoever sends the event can change the statement. Pass it as a parameter of the query, or take a column or table from a list in the code.",
      dynamodb:
        "`{{source}}` reaches the text of `{{taker}}`{{place}}, so whoever sends the event can change the condition or what is written. Pass values in `ExpressionAttributeValues` or `Parameters`, and take names from a list in the code.",
      html: "`{{source}}` reaches the HTML of `{{taker}}`{{place}}, so whoever sends the event can run scripts in the browser that shows it. Pass it through an HTML encoder such as `he.encode`, or render a template that escapes.",
      url: "`{{source}}` decides where the request of `{{taker}}`{{place}} goes, so whoever sends the event can reach private hosts from the function. Take the host from a list in the code, and put the value behind it with `encodeURIComponent`.",
      path: "`{{source}}` reaches the path that `{{taker}}`{{place}} opens, so `../` in it leads to any file of the function. Take its `path.basename`, or make a name of your own.",
      module:
        "`{{source}}` decides which module `{{taker}}`{{place}} loads, so whoever sends the event can run any file that the function can read. Take the module from a list in the code.",
      template:
        "`{{source}}` reaches the source of the template that `{{taker}}`{{place}} compiles, so whoever sends the event can run code. Keep the template in the code, and pass the value as its data.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "routes" },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const sinks = injectionsTakenIn(lambda);
        if (sinks.length === 0 || !lambda.mayTakeRequests) return;
        const reported = new Set<TSESTree.Node>();
        for (const reached of sinks) {
          const { sink, node, taker, file, isBuiltOnly } = reached;
          if (sink === "input" || reported.has(node)) continue;
          const [taint] = findTaints(node, reached, lambda);
          if (taint === undefined || (isBuiltOnly === true && !taint.isBuiltIn)) continue;
          reported.add(node);
          const place = describePlace(file, context);
          context.report({ node: taint.node, messageId: sink, data: { source: taint.source, taker, place } });
        }
      },
    };
  },
});
