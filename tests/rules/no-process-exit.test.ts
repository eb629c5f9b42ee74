import rule from "../../src/rules/no-process-exit.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const anError = `new Error("The invocation cannot go on.")`;

const valid: Record<string, string> = {
  "an exit at init": `if (!process.env.TABLE_NAME) process.exit(1);\nexport const handler = async () => 1;`,
  "an exit code that is set": `export const handler = async () => { process.exitCode = 1; };`,
  "an exit of another process": `import { child } from "./child.js";\nexport const handler = async () => { child.exit(1); };`,
  "an own process": `const process = { exit(code: number) { return code; } };\nexport const handler = async () => { process.exit(1); };`,
  "an own exit": `const exit = (code: number) => code;\nexport const handler = async () => { exit(1); };`,
  "exit of another package": `import { exit } from "./exit.js";\nexport const handler = async () => { exit(1); };`,
  "a controller that is aborted": `export const handler = async () => { const controller = new AbortController(); controller.abort(); };`,
  "a listener of SIGTERM": `process.on("SIGTERM", () => process.exit(0));\nexport const handler = async () => 1;`,
  "a listener of SIGTERM that the handler sets": `export const handler = async () => { process.once("SIGTERM", () => { process.exit(0); }); };`,
  "a function that no handler is known to call": `export function fail() { process.exit(1); }\nexport const handler = async () => 1;`,
  "a command line": `process.exit(1);`,
  "a throw": `export const handler = async () => { throw new Error("no table"); };`,
};

interface Expected {
  readonly code: string;
  readonly at?: string;
  readonly call?: string;
  /** What the suggestion throws instead of which code. */
  readonly thrown?: readonly [call: string, what: string, name?: string];
}

const invalid: Record<string, Expected> = {
  "an exit": {
    code: `export const handler = async (event: { id?: string }) => {\n  if (!event.id) process.exit(1);\n};\n`,
    thrown: ["process.exit(1)", anError],
  },
  "an exit in catch": {
    code: `import { work } from "./work.js";\nexport const handler = async () => {\n  try {\n    await work();\n  } catch (error) {\n    console.error(error);\n    process.exit(1);\n  }\n};\n`,
    thrown: ["process.exit(1)", "error", "`error`"],
  },
  "an exit in catch without a name": {
    code: `import { work } from "./work.js";\nexport const handler = async () => {\n  try {\n    await work();\n  } catch {\n    process.exit(1);\n  }\n};\n`,
    thrown: ["process.exit(1)", anError],
  },
  "an exit that says all went well": {
    code: `export const handler = async () => {\n  process.exit(0);\n};\n`,
  },
  "an exit with a code that nobody knows": {
    code: `import { code } from "./code.js";\nexport const handler = async () => {\n  process.exit(code);\n};\n`,
  },
  "an exit without a code": {
    code: `export const handler = async () => {\n  process.exit();\n};\n`,
    thrown: ["process.exit()", anError],
  },
  abort: {
    code: `export const handler = async () => {\n  process.abort();\n};\n`,
    at: "process.abort",
    call: "process.abort()",
    thrown: ["process.abort()", anError],
  },
  "an exit in a rejection": {
    code: `import { work } from "./work.js";\nexport const handler = async () => {\n  await work().catch(() => process.exit(1));\n};\n`,
  },
  "an exit in a helper": {
    code: `function fail(message: string): never {\n  console.error(message);\n  process.exit(1);\n}\nexport const handler = async () => {\n  fail("no");\n};\n`,
    thrown: ["process.exit(1)", anError],
  },
  "the process module": {
    code: `import process from "node:process";\nexport const handler = async () => {\n  console.log(process.uptime());\n  process.exit(1);\n};\n`,
    thrown: ["process.exit(1)", anError],
  },
  "the only use of an import": {
    code: `import process from "node:process";\nexport const handler = async () => {\n  process.exit(1);\n};\n`,
  },
  "exit by name": {
    code: `import { exit as quit } from "node:process";\nexport const handler = async () => {\n  return quit(1);\n};\n`,
    at: "quit",
    call: "process.exit()",
  },
  "exit taken off the global": {
    code: `const { exit } = process;\nexport const handler = async () => {\n  return exit(1);\n};\n`,
    at: "exit(",
  },
  "the global object": {
    code: `export const handler = async () => {\n  globalThis.process.exit(2);\n};\n`,
    at: "globalThis.process.exit",
    thrown: ["globalThis.process.exit(2)", anError],
  },
  "an exit with a comment": {
    code: `export const handler = async () => {\n  process.exit(/* no table */ 1);\n};\n`,
  },
};

runRule("no-process-exit", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code })),
  invalid: [
    ...Object.entries(invalid).map(
      ([name, { code, at = "process.exit", call = "process.exit()", thrown }]) => {
        const place = locate(code, at, at === "quit" ? 1 : 0);
        return {
          name,
          code,
          errors: [
            {
              messageId: "processEnded" as const,
              data: { call, caller: "" },
              ...place,
              ...(at.endsWith("(") && { endColumn: place.endColumn - 1 }),
              suggestions: thrown
                ? [
                    {
                      messageId: "throwInstead" as const,
                      data: { what: thrown[2] ?? "an error" },
                      output: code.replace(thrown[0], `throw ${thrown[1]}`),
                    },
                  ]
                : [],
            },
          ],
        };
      },
    ),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, { body: "process.exit(1);" });
      return {
        ...testCase,
        errors: [
          {
            messageId: "processEnded" as const,
            data: { call: "process.exit()", caller: "" },
            ...locate(testCase.code, "process.exit"),
            suggestions: [
              {
                messageId: "throwInstead" as const,
                data: { what: "an error" },
                output: testCase.code.replace("process.exit(1)", `throw ${anError}`),
              },
            ],
          },
        ],
      };
    }),
  ],
});
