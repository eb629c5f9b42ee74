import rule from "../../src/rules/no-ineffective-threads.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const memory = (memoryMb: number) => ({ "aws-lambda": { functions: { memoryMb } } });
const worker = `import { Worker } from "node:worker_threads";
export const handler = async (event: { path: string }) => {
  new Worker(event.path);
};
`;

const valid: Record<string, string> = {
  "a Worker of another module": `import { Worker } from "./worker.js";\nexport const handler = async () => { new Worker(); };`,
  "what a thread knows of itself": `import { isMainThread, parentPort } from "node:worker_threads";\nexport const handler = async () => isMainThread || parentPort;`,
  "async I/O": `export const handler = async (event: { urls: string[] }) => { await Promise.all(event.urls.map((url) => fetch(url))); };`,
  "an own wait": `const Atomics = { wait() { return 1; } };\nexport const handler = async () => Atomics.wait();`,
  "Atomics.notify": `const cells = new Int32Array(new SharedArrayBuffer(4));\nexport const handler = async () => Atomics.notify(cells, 0);`,
  "a worker that no handler is known to start": `import { Worker } from "node:worker_threads";\nexport const start = (path: string) => new Worker(path);\nexport const handler = async () => 1;`,
  "a file without a handler": `import { Worker } from "node:worker_threads";\nnew Worker("./worker.js");`,
  "a worker of BullMQ": `import { Worker } from "bullmq";\nexport const handler = async () => { new Worker("orders"); };`,
};

interface Expected {
  readonly code: string;
  readonly at: string;
  readonly occurrence?: number;
  readonly creation: string;
}

const invalid: Record<string, Expected> = {
  "a worker": { code: worker, at: "Worker", occurrence: 1, creation: "new Worker()" },
  "a worker of a namespace": {
    code: `import * as threads from "worker_threads";\nexport const handler = async () => { new threads.Worker("./a.js"); };`,
    at: "threads.Worker",
    creation: "new threads.Worker()",
  },
  "a worker that is required": {
    code: `const { Worker } = require("worker_threads");\nexports.handler = async () => { new Worker("./a.js"); };`,
    at: "Worker",
    occurrence: 1,
    creation: "new Worker()",
  },
  "a pool at init": {
    code: `import Piscina from "piscina";\nconst pool = new Piscina({ filename: "./a.js" });\nexport const handler = async () => pool.run({});`,
    at: "Piscina",
    occurrence: 1,
    creation: "new Piscina()",
  },
  "a worker in a helper": {
    code: `import { Worker } from "node:worker_threads";\nconst start = (path: string) => new Worker(path);\nexport const handler = async () => { start("./a.js"); };`,
    at: "Worker",
    occurrence: 1,
    creation: "new Worker()",
  },
  "a fork of the cluster": {
    code: `import cluster from "node:cluster";\nexport const handler = async () => { if (cluster.isPrimary) cluster.fork(); };`,
    at: "cluster.fork",
    creation: "cluster.fork()",
  },
  "a wait for another thread": {
    code: `const cells = new Int32Array(new SharedArrayBuffer(4));\nexport const handler = async () => { Atomics.wait(cells, 0, 0); };`,
    at: "Atomics.wait",
    creation: "Atomics.wait()",
  },
  "a pool of workerpool": {
    code: `import { pool } from "workerpool";\nconst workers = pool("./a.js");\nexport const handler = async () => workers.exec("a");`,
    at: "pool(",
    creation: "pool()",
  },
};

const place = ({ code, at, occurrence }: Expected) => {
  const found = locate(code, at, occurrence);
  return at.endsWith("(") ? { ...found, endColumn: found.endColumn - 1 } : found;
};

runRule("no-ineffective-threads", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    { name: "more than one vCPU", code: worker, settings: memory(1770) },
  ],
  invalid: [
    ...Object.entries(invalid).flatMap(([name, expected]) => {
      const file = {
        code: expected.code,
        ...(expected.code.includes("require(") && { filename: "src/handler.cjs" }),
      };
      const { creation } = expected;
      return [
        {
          ...file,
          name: `${name}, memory unknown`,
          errors: [
            {
              messageId: "threadsOfUnknownMemory" as const,
              data: { creation, oneVcpu: "1,769" },
              ...place(expected),
            },
          ],
        },
        {
          ...file,
          name: `${name}, little memory`,
          settings: memory(1024),
          errors: [
            {
              messageId: "threadsBelowOneVcpu" as const,
              data: { creation, oneVcpu: "1,769", memoryMb: "1,024" },
              ...place(expected),
            },
          ],
        },
      ];
    }),
    {
      name: "one vCPU exactly",
      code: worker,
      settings: memory(1769),
      errors: [
        {
          messageId: "threadsBelowOneVcpu",
          data: { creation: "new Worker()", oneVcpu: "1,769", memoryMb: "1,769" },
          ...locate(worker, "Worker", 1),
        },
      ],
    },
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { worker_threads: ["Worker"] },
        body: `new Worker("./resize.js");`,
      });
      return {
        ...testCase,
        errors: [
          {
            messageId: "threadsOfUnknownMemory" as const,
            data: { creation: "new Worker()", oneVcpu: "1,769" },
            ...locate(testCase.code, "Worker", 1),
          },
        ],
      };
    }),
  ],
});
