import { expect, it } from "vitest";
import rule from "../../src/rules/callback-on-node24.js";
import noCallbackHandler from "../../src/rules/no-callback-handler.js";
import { lintJoined, runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const callback = "export const handler = (event, context, callback) => { callback(null, 1); };\n";
const unused = "export const handler = async (event, context, callback) => 1;\n";
const project = (code: string, ...more: string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});
const place = ["`Orders` (template.yaml:3)", "nodejs24.x (template.yaml:8)"];

runJoinedRule("callback-on-node24", rule, {
  valid: {
    "a runtime that takes callbacks": project(callback, "Runtime: nodejs22.x"),
    "a runtime that is not known": project(callback, "Runtime: !Ref Runtime"),
    "no runtime": project(callback),
    "one of two stages": {
      files: {
        "template.yaml": samTemplate(["Runtime: nodejs24.x"]),
        "template-old.yaml": samTemplate(["Runtime: nodejs22.x"]),
        "src/handler.ts": callback,
      },
    },
    "no configuration": { files: { "src/handler.ts": callback } },
    "a handler with two parameters": project(
      "export const handler = async (event, context) => 1;",
      "Runtime: nodejs24.x",
    ),
    "a streaming handler": project(
      "export const handler = awslambda.streamifyResponse(async (event, stream, context) => stream.end());",
      "Runtime: nodejs24.x",
    ),
  },
  invalid: {
    "a callback that is called": {
      ...project(callback, "Runtime: nodejs24.x"),
      findings: [{ messageId: "refusedCallback", at: "callback", says: place }],
    },
    "a parameter that nothing uses": {
      ...project(unused, "Runtime: nodejs24.x"),
      findings: [
        {
          messageId: "refusedParameter",
          at: "callback",
          says: place,
          output: "export const handler = async (event, context) => 1;\n",
        },
      ],
    },
    "every runtime of a condition": {
      files: {
        "template.yaml": `Conditions:\n  IsNew: !Equals [a, b]\n${samTemplate(["Runtime: !If [IsNew, nodejs26.x, nodejs24.x]"])}`,
        "src/handler.ts": callback,
      },
      findings: [{ messageId: "refusedCallback", at: "callback", says: ["nodejs26.x or nodejs24.x"] }],
    },
    ...Object.fromEntries(
      shapeProjects({ body: "callback(null, 1);", async: false }, ["Runtime: nodejs24.x"])
        .filter(({ code }) => code.includes("handler = (event, context) =>"))
        .map(({ name, code, files }) => {
          const [file = ""] = Object.entries(files).find(([, text]) => text === code) ?? [];
          return [
            `in ${name}`,
            {
              files: { ...files, [file]: code.replace("(event, context)", "(event, context, callback)") },
              findings: [{ messageId: "refusedCallback", at: "callback", says: ["template.yaml:8"] }],
            },
          ];
        }),
    ),
  },
});

it("reports instead of no-callback-handler, and leaves other runtimes to it", () => {
  const both = { "callback-on-node24": rule, "no-callback-handler": noCallbackHandler };
  const idsFor = (runtime: string) =>
    lintJoined(both, project(callback, `Runtime: ${runtime}`)).messages.map(({ ruleId }) => ruleId);
  expect(idsFor("nodejs24.x")).toEqual(["aws-lambda/callback-on-node24"]);
  expect(idsFor("nodejs22.x")).toEqual(["aws-lambda/no-callback-handler"]);
});
