import { expect, it } from "vitest";
import noRequestState from "../../src/rules/no-request-state-in-module-scope.js";
import rule from "../../src/rules/shared-state-concurrency.js";
import { lintJoined, runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const concurrent = (count = "16") => [
  "CapacityProviderConfig:",
  "  Arn: arn:aws:lambda:eu-central-1:123456789012:capacity-provider:shared",
  `  PerExecutionEnvironmentMaxConcurrency: ${count}`,
];
const state = `let current;\nexport const handler = async (event) => {\n  current = event.user;\n  return current;\n};\n`;
const project = (more: readonly string[], code = state) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

runJoinedRule("shared-state-concurrency", rule, {
  valid: {
    "one request at a time": project([]),
    "one request at a time, as it says": project(concurrent("1")),
    "a number that is not known": project(concurrent("!ImportValue count")),
    "state of the invocation": project(
      concurrent(),
      "export const handler = async (event) => { let current; current = event.user; return current; };",
    ),
    "a lazy client": project(
      concurrent(),
      `import { S3Client } from "@aws-sdk/client-s3";\nlet s3;\nexport const handler = async () => (s3 ??= new S3Client({}));`,
    ),
    "a cache by key": project(
      concurrent(),
      "const cache = new Map();\nexport const handler = async (event) => { if (!cache.has(event.id)) cache.set(event.id, event.user); return cache.get(event.id); };",
    ),
    "no configuration": { files: { "src/handler.ts": state } },
  },
  invalid: {
    "data of a request": {
      ...project(concurrent()),
      findings: [
        {
          messageId: "sharedState",
          at: "current",
          occurrence: 1,
          says: ["`Orders` (template.yaml:3)", "16 requests", "(template.yaml:10)", "`current`"],
        },
      ],
    },
    ...Object.fromEntries(
      shapeProjects({ top: "let current;", body: "current = event.user;" }, concurrent())
        .filter(({ name }) => name !== "durable execution")
        .map(({ name, files }) => [
          `in ${name}`,
          {
            files,
            findings: [
              { messageId: "sharedState", at: "current", occurrence: 1, says: ["template.yaml:10"] },
            ],
          },
        ]),
    ),
  },
});

it("reports instead of no-request-state-in-module-scope", () => {
  const both = { "no-request-state-in-module-scope": noRequestState, "shared-state-concurrency": rule };
  const idsOf = (more: readonly string[]) =>
    lintJoined(both, project(more)).messages.map(({ ruleId }) => ruleId);
  expect(idsOf(concurrent())).toEqual(["aws-lambda/shared-state-concurrency"]);
  expect(idsOf([])).toEqual(["aws-lambda/no-request-state-in-module-scope"]);
});
