import rule from "../../src/rules/require-structured-logging.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

function inHandler(body: string, top = ""): string {
  return `${top}\nexport const handler = async (event: any, context: any) => {\n${body}\n};\n`;
}

const valid: Record<string, string | [body: string, top: string]> = {
  "an object": `console.log({ message: "saved", id: event.id });`,
  "a text and an object": `console.log("saved", { id: event.id });`,
  "a template and an object": "console.log(`saved ${event.id}`, { id: event.id });",
  "a template and an error":
    "try { await fetch(event.url); } catch (error) { console.error(`failed: ${event.id}`, error); throw error; }",
  "a fixed text": `console.log("saved");`,
  "a template without values": "console.log(`saved`);",
  "a text and a value": `console.log("saved", event.id);`,
  "a sum": `console.log(event.a + event.b);`,
  JSON: `console.log(JSON.stringify({ id: event.id }));`,
  "a logger": [
    "logger.info(`saved ${event.id}`);",
    `import { Logger } from "@aws-lambda-powertools/logger"; const logger = new Logger();`,
  ],
  "a console of the file": [
    "console.log(`saved ${event.id}`);",
    `const console = { log(text: string) { return text; } };`,
  ],
  "a timer": "console.time(`save ${event.id}`);",
  "at init": [`return event;`, "console.log(`started ${process.env.STAGE}`);"],
  "a function nobody calls": [
    `return event;`,
    "export function print(name: string) { console.log(`hello ${name}`); }",
  ],
};

interface InvalidCase {
  readonly code: string;
  readonly at: string;
  readonly payload?: string;
}

const invalid: Record<string, InvalidCase> = {
  "a template": {
    code: inHandler("console.log(`saved ${event.id}`);"),
    at: "`saved ${event.id}`",
    payload: "{ message: `saved ${event.id}`, id: event.id }",
  },
  "strings that are added": {
    code: inHandler(`console.error("could not save " + event.id + " of " + context.functionName);`),
    at: `"could not save " + event.id + " of " + context.functionName`,
    payload: `{ message: "could not save " + event.id + " of " + context.functionName, id: event.id, functionName: context.functionName }`,
  },
  "a variable": {
    code: inHandler("const id = event.id; console.warn(`late: ${id}`);"),
    at: "`late: ${id}`",
    payload: "{ message: `late: ${id}`, id }",
  },
  "a message of an error": {
    code: inHandler(
      "try { await fetch(event.url); } catch (error: any) { console.error(`failed: ${error.message}`); throw error; }",
    ),
    at: "`failed: ${error.message}`",
    payload: "{ message: `failed: ${error.message}`, errorMessage: error.message }",
  },
  "two values of one name": {
    code: inHandler("console.log(`${event.from.id} to ${event.to.id}`);"),
    at: "`${event.from.id} to ${event.to.id}`",
    payload: "{ message: `${event.from.id} to ${event.to.id}`, id: event.from.id, toId: event.to.id }",
  },
  "a call in the text, which is not made twice": {
    code: inHandler("console.log(`got ${JSON.stringify(event.detail)}`);"),
    at: "`got ${JSON.stringify(event.detail)}`",
    payload: "{ message: `got ${JSON.stringify(event.detail)}` }",
  },
  "a length": {
    code: inHandler("console.log(`${event.items.length} items`);"),
    at: "`${event.items.length} items`",
    payload: "{ message: `${event.items.length} items`, itemsLength: event.items.length }",
  },
  "a helper": {
    code: inHandler(`print(event.id);`, "const print = (id: string) => { console.info(`saved ${id}`); };"),
    at: "`saved ${id}`",
    payload: "{ message: `saved ${id}`, id }",
  },
  "a text and a value": {
    code: inHandler("console.log(`saved ${event.id}`, event.count);"),
    at: "`saved ${event.id}`",
  },
  "a text on lines": { code: inHandler("console.log(`saved\n${event.id}`);"), at: "`saved\n${event.id}`" },
};

function errorsOf({ code, at, payload }: InvalidCase) {
  return [
    {
      messageId: "builtText" as const,
      data: { caller: "" },
      ...locate(code, at),
      suggestions:
        payload === undefined
          ? []
          : [
              {
                messageId: "passObject" as const,
                data: { payload },
                output: code.replace(at, () => payload),
              },
            ],
    },
  ];
}

runRule("require-structured-logging", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
      return { name, code: inHandler(body, top) };
    }),
    { name: "no handler", code: "export const run = (id: string) => { console.log(`saved ${id}`); };" },
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, testCase]) => ({
      name,
      code: testCase.code,
      errors: errorsOf(testCase),
    })),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, { body: 'console.log("saved by " + process.pid);' });
      const at = '"saved by " + process.pid';
      const payload = '{ message: "saved by " + process.pid, pid: process.pid }';
      return { ...testCase, errors: errorsOf({ code: testCase.code, at, payload }) };
    }),
  ],
});
