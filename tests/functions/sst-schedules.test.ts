import { expect, it } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { temporaryProject } from "../support/temporary-project.js";

it.each([
  ["a function of its own", `new Cron(stack, "C", { schedule: "rate(1 day)", job: work });`, "scheduled"],
  ["a handler", `new Cron(stack, "C", { schedule: "rate(1 day)", job: "src/work.handler" });`, "scheduled"],
  [
    "an event of its own",
    `new Cron(stack, "C", { schedule: "rate(1 day)", job: { function: work, cdk: { target: { event: RuleTargetInput.fromText("x") } } } });`,
    undefined,
  ],
])("a schedule of SST 2 with %s", (_, cron, kind) => {
  const root = temporaryProject({
    "sst.config.ts": `
import type { SSTConfig } from "sst";
import { Jobs } from "./stacks/jobs";
export default { config: () => ({ name: "orders" }), stacks(app) { app.stack(Jobs); } } satisfies SSTConfig;
`,
    "stacks/jobs.ts": `
import { Cron, Function, type StackContext } from "sst/constructs";
import { RuleTargetInput } from "aws-cdk-lib/aws-events";
export function Jobs({ stack }: StackContext) {
  const work = new Function(stack, "Work", { handler: "src/work.handler" });
  ${cron}
}
`,
    "src/work.ts": "export const handler = async () => {};\n",
  });
  const sources = codeFunctionsOfProject(root).flatMap((fn) => fn.sources);
  expect(sources).toMatchObject([kind === undefined ? { kind, sender: "scheduled" } : { kind }]);
});
