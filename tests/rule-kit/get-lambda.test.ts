import { describe, expect, it } from "vitest";
import { lambdaModelBuilds } from "../../src/lambda/get-lambda-model.js";
import { createRule, type LambdaRule } from "../../src/rule-kit/create-rule.js";
import { getLambda } from "../../src/rule-kit/get-lambda.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { lintText } from "../support/lint-text.js";

/** Reports each call of `probe()` with the phases in which it runs, and each client. */
function createProbe(name: string): LambdaRule {
  return createRule({
    name,
    meta: {
      type: "problem",
      docs: { description: "show the model", recommended: "off", strict: "warn", seed: [] },
      messages: { phases: "{{phases}}", client: "{{client}}" },
      schema: [],
    },
    create(context) {
      const lambda = getLambda(context);
      return {
        "CallExpression[callee.name='probe']"(node) {
          const phases = [...lambda.phasesOf(node)].join();
          context.report({ node, messageId: "phases", data: { phases } });
        },
        NewExpression(node) {
          const client = lambda.clientAt(node);
          if (client !== undefined) {
            context.report({ node, messageId: "client", data: { client: client.name } });
          }
        },
      };
    },
  });
}

function probe(messageId: "phases" | "client", code: string, filename: string, settings: unknown): string[] {
  const rules = { probe: createProbe("probe") };
  return lintText(rules, { code, filename, settings: { "aws-lambda": settings } })
    .messages.filter((message) => message.messageId === messageId)
    .map(({ message }) => message);
}

describe("getLambda", () => {
  it.each(handlerShapes)("knows the handler: $name", ({ code, filename, settings }) => {
    const parts = { top: "probe();", body: "probe();\nif (event) await probe();" };
    expect(probe("phases", code(parts), filename, settings?.["aws-lambda"])).toEqual([
      "init",
      "invocation",
      "invocation",
    ]);
  });

  it.each(handlerShapes.filter(({ settings }) => settings !== undefined))(
    "does not know it without its settings: $name",
    ({ code, filename }) => {
      expect(probe("phases", code({ body: "probe();" }), filename, undefined)).toEqual([""]);
    },
  );

  it("knows the clients of the settings, each under its own module only", () => {
    const code = `
      import { Ledger } from "@acme/ledger";
      import { Queue } from "../../lib/queue.js";
      import { Queue as OtherQueue } from "../../lib/queue.json";
      export const handler = async () => [new Ledger(), new Queue(), new OtherQueue()];
    `;
    const clients = [
      { module: "@acme/ledger", export: "Ledger" },
      { module: "*/lib/queue.js", export: "Queue", construct: "new" },
    ];
    expect(probe("client", code, "src/handler.ts", { clients })).toEqual(["Ledger", "Queue"]);
    expect(probe("client", code, "src/handler.ts", undefined)).toEqual([]);
  });

  it("builds the model of a file once, however many rules ask", () => {
    const names = ["one", "two", "three", "four", "five"];
    const rules = Object.fromEntries(names.map((name) => [name, createProbe(name)]));
    const code = "export const handler = async () => { probe(); };";
    const before = lambdaModelBuilds.count;
    expect(lintText(rules, { code, filename: "src/handler.ts" }).messages).toHaveLength(names.length);
    expect(lambdaModelBuilds.count - before).toBe(1);
    lintText(rules, { code, filename: "src/other.ts" });
    expect(lambdaModelBuilds.count - before).toBe(2);
  });
});
