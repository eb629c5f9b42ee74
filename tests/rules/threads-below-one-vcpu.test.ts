import { expect, it } from "vitest";
import noIneffectiveThreads from "../../src/rules/no-ineffective-threads.js";
import rule from "../../src/rules/threads-below-one-vcpu.js";
import { lintJoined, runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const worker = `import { Worker } from "node:worker_threads";
export const handler = async (event) => { new Worker(event.path); };
`;
const project = (...more: string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": worker },
});

runJoinedRule("threads-below-one-vcpu", rule, {
  valid: {
    "more than one vCPU": project("MemorySize: 1770"),
    "a size that is not known": project("MemorySize: !ImportValue Size"),
    "one of two stages has more": {
      files: {
        "template.yaml": samTemplate(["MemorySize: 512"]),
        "template-prod.yaml": samTemplate(["MemorySize: 3008"]),
        "src/handler.ts": worker,
      },
    },
    "no configuration": { files: { "src/handler.ts": worker } },
    "another class called Worker": {
      files: {
        "template.yaml": samTemplate(),
        "src/handler.ts": `import { Worker } from "./worker_threads.js";\nexport const handler = async () => { new Worker(); };`,
      },
    },
  },
  invalid: {
    "one vCPU exactly": {
      ...project("MemorySize: 1769"),
      findings: [
        {
          messageId: "threadWithoutVcpu",
          at: "Worker",
          occurrence: 1,
          says: ["`Orders` (template.yaml:3)", "1,769 MB (template.yaml:8)", "`new Worker()`"],
        },
      ],
    },
    "the default of AWS SAM": {
      ...project(),
      findings: [
        {
          messageId: "threadWithoutVcpu",
          at: "Worker",
          occurrence: 1,
          says: ["128 MB, the default of AWS SAM"],
        },
      ],
    },
    ...Object.fromEntries(
      shapeProjects({ imports: { worker_threads: ["Worker"] }, body: `new Worker("./a.js");` }, [
        "MemorySize: 512",
      ]).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [
            { messageId: "threadWithoutVcpu", at: "Worker", occurrence: 1, says: ["template.yaml:8"] },
          ],
        },
      ]),
    ),
  },
});

it("reports instead of no-ineffective-threads, which has what no configuration says", () => {
  const both = { "no-ineffective-threads": noIneffectiveThreads, "threads-below-one-vcpu": rule };
  const idsFor = (size: string) =>
    lintJoined(both, project(`MemorySize: ${size}`)).messages.map(({ ruleId }) => ruleId);
  expect(idsFor("512")).toEqual(["aws-lambda/threads-below-one-vcpu"]);
  expect(idsFor("!ImportValue Size")).toEqual(["aws-lambda/no-ineffective-threads"]);
});
