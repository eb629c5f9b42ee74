import rule from "../../src/rules/idle-vcpus.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";

const plain = "export const handler = async () => 1;";
const project = (more: readonly string[], code = plain, dependencies = {}) => ({
  files: {
    "template.yaml": samTemplate(more),
    "package.json": JSON.stringify({ dependencies }),
    "src/handler.ts": code,
  },
  lint: "template.yaml",
});

runJoinedRule("idle-vcpus", rule, {
  valid: {
    "less than two vCPUs": project(["MemorySize: 3537"]),
    "a size that is not known": project(["MemorySize: !ImportValue size"]),
    threads: project(
      ["MemorySize: 10240"],
      `import { Worker } from "node:worker_threads";\nexport const handler = async () => new Worker("./a.js");`,
    ),
    "the pool behind zlib": project(
      ["MemorySize: 10240"],
      `import zlib from "node:zlib";\nexport const handler = async () => zlib;`,
    ),
    "a package that may start threads": project(
      ["MemorySize: 10240"],
      `import sharp from "sharp";\nexport const handler = async () => sharp;`,
      { sharp: "1" },
    ),
    "a file that is not there": project(["MemorySize: 10240"], `import "./native.js";\n${plain}`),
    "a layer": project(["MemorySize: 10240", "Layers: [!Ref Shared]"]),
    "a handler that is not found": {
      files: { "template.yaml": samTemplate(["MemorySize: 10240"]) },
      lint: "template.yaml",
    },
  },
  invalid: {
    "two vCPUs for one thread": {
      ...project(["MemorySize: 3538"]),
      findings: [
        { messageId: "idleVcpus", at: "3538", says: ["`Orders`", "3,538 MB", "2 vCPUs", "src/handler.ts:1"] },
      ],
    },
    "with packages that start none": {
      ...project(
        ["MemorySize: 10240"],
        `import { S3Client } from "@aws-sdk/client-s3";\nimport { z } from "zod";\nexport const handler = async () => [S3Client, z];`,
        { zod: "4" },
      ),
      findings: [{ messageId: "idleVcpus", at: "10240", says: ["6 vCPUs"] }],
    },
  },
});
