import rule from "../../src/rules/no-network-at-init.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const handler = `export const handler = async () => 1;\n`;
const ssm = `import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";\n`;

const valid: Record<string, string> = {
  "a promise that the handler awaits": `const ready = fetch("https://a.example");\nexport const handler = async () => (await ready).status;`,
  "a network call in the handler": `export const handler = async () => { await fetch("https://a.example"); };`,
  "a caught error": `try { await fetch("https://a.example"); } catch { console.warn("no answer"); }\n${handler}`,
  "a catch in the chain": `const answer = await fetch("https://a.example").catch(() => undefined);\nexport const handler = async () => answer;`,
  "a second argument of then": `const answer = await fetch("https://a.example").then((a) => a.text(), () => "");\nexport const handler = async () => answer;`,
  "a signal": `const answer = await fetch("https://a.example", { signal: AbortSignal.timeout(500) });\nexport const handler = async () => answer;`,
  "a timeout of the client": `import { NodeHttpHandler } from "@smithy/node-http-handler";\n${ssm}const client = new SSMClient({ requestHandler: new NodeHttpHandler({ requestTimeout: 500, throwOnRequestTimeout: true }) });\nconst value = await client.send(new GetParameterCommand({ Name: "a" }));\nexport const handler = async () => value;`,
  "a configuration that is spread in": `import { settings } from "./settings.js";\n${ssm}const client = new SSMClient({ ...settings });\nconst value = await client.send(new GetParameterCommand({ Name: "a" }));\nexport const handler = async () => value;`,
  "a helper that catches": `async function load() { try { return await fetch("https://a.example"); } catch { return undefined; } }\nconst answer = await load();\nexport const handler = async () => answer;`,
  "a call of another file": `import { load } from "./load.js";\nconst answer = await load();\nexport const handler = async () => answer;`,
  "a file that is read": `import { readFile } from "node:fs/promises";\nconst page = await readFile("page.html", "utf8");\nexport const handler = async () => page;`,
  "an import": `const { load } = await import("./load.js");\nexport const handler = async () => load();`,
  "a file without a handler": `const answer = await fetch("https://a.example");\nexport default answer;`,
};

interface Expected {
  readonly code: string;
  readonly at: string;
  readonly occurrence?: number;
  readonly call: string;
}

const invalid: Record<string, Expected> = {
  "a request": {
    code: `const answer = await fetch("https://a.example");\nexport const handler = async () => answer.status;`,
    at: "fetch",
    call: "fetch()",
  },
  "a request and its text": {
    code: `const text = await fetch("https://a.example").then((answer) => answer.text());\nexport const handler = async () => text;`,
    at: "fetch",
    call: "fetch()",
  },
  "a parameter": {
    code: `${ssm}const client = new SSMClient({});\nconst value = await client.send(new GetParameterCommand({ Name: "a" }));\nexport const handler = async () => value;`,
    at: "client.send",
    call: "client.send()",
  },
  "a helper": {
    code: `async function load() { return await fetch("https://a.example"); }\nconst answer = await load();\nexport const handler = async () => answer;`,
    at: "load",
    occurrence: 1,
    call: "load()",
  },
  "a database": {
    code: `import { Client } from "pg";\nconst client = new Client({});\nawait client.connect();\nexport const handler = async () => client.query("select 1");`,
    at: "client.connect",
    call: "client.connect()",
  },
  "a finally alone": {
    code: `try { await fetch("https://a.example"); } finally { console.log("asked"); }\n${handler}`,
    at: "fetch",
    call: "fetch()",
  },
};

runRule("no-network-at-init", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code, filename: "src/handler.mts" })),
  invalid: [
    ...Object.entries(invalid).map(([name, { code, at, occurrence, call }]) => ({
      name,
      code,
      filename: "src/handler.mts",
      errors: [{ messageId: "networkAtInit" as const, data: { call }, ...locate(code, at, occurrence) }],
    })),
    {
      name: "an await in a CommonJS file",
      code: `import { load } from "./load.cjs";\nconst page = await load();\nexport const handler = async () => page;\n`,
      filename: "src/handler.cts",
      errors: [{ messageId: "awaitInCommonJs", line: 2, column: 14, endLine: 2, endColumn: 26 }],
    },
    ...handlerShapes
      .filter(({ filename }) => !/\.c?js$|\.cts$/.test(filename))
      .map((shape) => {
        const testCase = toTestCase(shape, {
          top: `const answer = await fetch("https://a.example");`,
          body: "console.log(answer.status);",
        });
        return {
          ...testCase,
          errors: [
            {
              messageId: "networkAtInit" as const,
              data: { call: "fetch()" },
              ...locate(testCase.code, "fetch"),
            },
          ],
        };
      }),
  ],
});
