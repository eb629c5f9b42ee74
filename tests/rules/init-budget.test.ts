import rule from "../../src/rules/init-budget.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const heavy = `import AWS from "aws-sdk";\nimport { v4 } from "uuid";\nexport const handler = async () => [AWS, v4()];\n`;
const project = (code: string, more: readonly string[] = []) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});
const target = [{ targetMs: 50 }];

runJoinedRule("init-budget", rule, {
  valid: {
    "far below the limit of Lambda": project(heavy),
    "below the target": { ...project(heavy), options: [{ targetMs: 5000 }] },
    "types alone": {
      ...project(`import type AWS from "aws-sdk";\nexport const handler = async (a: AWS.S3) => a;`),
      options: target,
    },
    "a package that nobody has measured": {
      ...project(`import x from "some-unknown-package";\nexport const handler = async () => x;`),
      options: target,
    },
    "provisioned concurrency": {
      ...project(heavy, [
        "AutoPublishAlias: live",
        "ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 }",
      ]),
      options: target,
    },
    "no configuration": { files: { "src/handler.ts": heavy }, options: target },
  },
  invalid: {
    "over the target": {
      ...project(heavy),
      options: target,
      findings: [
        {
          messageId: "overBudget",
          at: '"aws-sdk"',
          says: ["`Orders` (template.yaml:3)", "the target is 50 ms", "`aws-sdk`"],
        },
      ],
    },
    ...Object.fromEntries(
      shapeProjects({ imports: { "aws-sdk": "AWS" }, body: "return AWS;" })
        // Its wrapper is heavier still.
        .filter(({ name }) => name !== "wrapper in a wrapper")
        .map(({ name, files }) => [
          `in ${name}`,
          {
            files,
            options: target,
            findings: [{ messageId: "overBudget", at: '"aws-sdk"', says: ["template.yaml:3"] }],
          },
        ]),
    ),
  },
});
