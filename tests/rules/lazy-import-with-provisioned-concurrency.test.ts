import rule from "../../src/rules/lazy-import-with-provisioned-concurrency.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const provisioned = (count: string) => [
  "AutoPublishAlias: live",
  "ProvisionedConcurrencyConfig:",
  `  ProvisionedConcurrentExecutions: ${count}`,
];
const lazy = `export const handler = async (event) => {\n  const { render } = await import("./render.js");\n  return render(event);\n};\n`;
const project = (code: string, more: readonly string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

runJoinedRule("lazy-import-with-provisioned-concurrency", rule, {
  valid: {
    "no provisioned concurrency": project(lazy, []),
    "none of it": project(lazy, provisioned("0")),
    "a number that is not known": project(lazy, provisioned("!ImportValue count")),
    "an import at init": project(
      `const { render } = await import("./render.js");\nexport const handler = async (event) => render(event);`,
      provisioned("5"),
    ),
    "a function that nothing calls": project(
      `const load = () => import("./render.js");\nexport const handler = async () => 1;`,
      provisioned("5"),
    ),
    "no configuration": { files: { "src/handler.ts": lazy } },
  },
  invalid: {
    "an import in the handler": {
      ...project(lazy, provisioned("5")),
      findings: [
        {
          messageId: "lazyImport",
          at: 'import("./render.js")',
          says: ["`Orders` (template.yaml:3)", "(template.yaml:10)"],
        },
      ],
    },
    "in a function that the handler calls": {
      ...project(
        `const load = () => import("./render.js");\nexport const handler = async () => load();`,
        provisioned("5"),
      ),
      findings: [{ messageId: "lazyImport", at: 'import("./render.js")', says: ["template.yaml:10"] }],
    },
    ...Object.fromEntries(
      shapeProjects({ body: `await import("./render.js");` }, provisioned("5")).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [{ messageId: "lazyImport", at: 'import("./render.js")', says: ["template.yaml:10"] }],
        },
      ]),
    ),
  },
});
