import rule from "../../src/rules/prefer-dispatch-map.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `import { create, cancel, list, refund, ship, fallback } from "./orders.js";\n`;
const names = ["create", "cancel", "list", "refund", "ship"];
const cases = (subject: string, list: readonly string[] = names): string =>
  `switch (${subject}) { ${list.map((name) => `case "${name}": await ${name}(event); break;`).join(" ")} }`;
const inHandler = (body: string, top = ""): string =>
  `${imports}${top}export const handler = async (event: any) => {\n  ${body}\n};\n`;

const valid: Record<string, string> = {
  "four cases": inHandler(cases("event.action", names.slice(0, 4))),
  "a value that is none of the event": inHandler(cases("process.env.MODE")),
  "a value of a file elsewhere": inHandler(cases("mode"), `import { mode } from "./mode.js";\n`),
  "a field of an answer that the event asked for": inHandler(
    `const { Item: order } = await table.get({ TableName: "orders", Key: { id: event.id } });\n  ${cases("order!.state")}`,
    `import { DynamoDB } from "@aws-sdk/client-dynamodb";\nimport { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";\nconst table = DynamoDBDocument.from(new DynamoDB({}));\n`,
  ),
  "a function that no handler calls": `${imports}export const run = async (event: any) => { ${cases("event.action")} };\nexport const handler = async () => "x";\n`,
  "switch (true)": inHandler(
    `switch (true) { case event.n > 1: break; case event.n > 2: break; case event.n > 3: break; case event.n > 4: break; case event.n > 5: break; }`,
  ),
  "an exhaustive switch that the compiler checks": inHandler(
    `switch (event.action) { ${names.map((name) => `case "${name}": return ${name}(event);`).join(" ")} default: { const rest: never = event.action; throw new Error(rest); } }`,
  ),
  "conditions on different fields": inHandler(
    `if (event.a === "1") return create(event); else if (event.b === "2") return cancel(event); else if (event.c === "3") return list(event); else if (event.d === "4") return refund(event); else if (event.e === "5") return ship(event);`,
  ),
  ranges: inHandler(
    `if (event.n < 1) return 1; else if (event.n < 2) return 2; else if (event.n < 3) return 3; else if (event.n < 4) return 4; else if (event.n < 5) return 5;`,
  ),
  "a map": inHandler(
    `return Object.hasOwn(routes, event.action) ? routes[event.action as keyof typeof routes](event) : fallback(event);`,
    `const routes = { create, cancel, list, refund, ship };\n`,
  ),
};

runRule("prefer-dispatch-map", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    {
      name: "fewer than the option says",
      code: inHandler(cases("event.action")),
      options: [{ minCases: 6 }],
    },
  ],
  invalid: [
    {
      name: "cases that each return one call",
      code: inHandler(
        `switch (event.action) {\n${names.map((name) => `    case "${name}":\n      return ${name}(event);\n`).join("")}    default:\n      return fallback(event);\n  }`,
      ),
      errors: [
        {
          messageId: "longDispatch",
          data: { construct: "`switch`", count: "5", subject: "event.action" },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 24,
          suggestions: [
            {
              messageId: "useMap",
              output: `import { create, cancel, list, refund, ship, fallback } from "./orders.js";

const routes = {
  create: create,
  cancel: cancel,
  list: list,
  refund: refund,
  ship: ship,
};

export const handler = async (event: any) => {
  if (Object.hasOwn(routes, event.action)) return routes[event.action as keyof typeof routes](event);
  return fallback(event);
};
`,
            },
          ],
        },
      ],
    },
    {
      name: "functions of the file, keys with a hyphen, nothing for the rest, in JavaScript",
      filename: "src/handler.cjs",
      options: [{ minCases: 2 }],
      code: `const make = (event) => event;
function drop(event) {}
exports.handler = async (event, context) => {
  switch (event["detail-type"]) {
    case "order-made": return make(event, context);
    case "dropped": return drop(event, context);
  }
};
`,
      errors: [
        {
          messageId: "longDispatch",
          data: { construct: "`switch`", count: "2", subject: `event["detail-type"]` },
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 32,
          suggestions: [
            {
              messageId: "useMap",
              output: `const make = (event) => event;
function drop(event) {}
const routes = {
  "order-made": make,
  dropped: drop,
};

exports.handler = async (event, context) => {
  if (Object.hasOwn(routes, event["detail-type"])) return routes[event["detail-type"]](event, context);
};
`,
            },
          ],
        },
      ],
    },
    ...(
      [
        [
          "statements in the cases",
          inHandler(cases("event.action")),
          "switch (event.action)",
          "event.action",
        ],
        [
          "a field of a field",
          inHandler(cases("event.info.fieldName")),
          "switch (event.info.fieldName)",
          "event.info.fieldName",
        ],
        [
          "a field in a variable",
          inHandler(`const { action } = event; ${cases("action")}`),
          "switch (action)",
          "action",
        ],
        [
          "a function that the handler calls",
          `${imports}const run = async (event: any) => { ${cases("event.action")} };\nexport const handler = async (event: any) => run(event);\n`,
          "switch (event.action)",
          "event.action",
        ],
        [
          "a field that may be missing",
          inHandler(
            `switch (event.query?.action) { ${names.map((name) => `case "${name}": return ${name}(event);`).join(" ")} }`,
          ),
          "switch (event.query?.action)",
          "event.query?.action",
        ],
        [
          "calls with different arguments",
          inHandler(
            `switch (event.action) { ${names.map((name) => `case "${name}": return ${name}("${name}");`).join(" ")} }`,
          ),
          "switch (event.action)",
          "event.action",
        ],
        [
          "a function that is declared later",
          `${imports}export const handler = async (event: any) => { switch (event.action) { ${["create", "cancel", "list", "refund", "late"].map((name) => `case "${name}": return ${name}(event);`).join(" ")} } };\nconst late = (event: any) => event;\n`,
          "switch (event.action)",
          "event.action",
        ],
        [
          "comments in the cases",
          inHandler(
            `switch (event.action) { ${names.map((name) => `case "${name}": /* ${name} */ return ${name}(event);`).join(" ")} }`,
          ),
          "switch (event.action)",
          "event.action",
        ],
      ] as const
    ).map(([name, code, piece, subject]) => ({
      name,
      code,
      errors: [
        {
          messageId: "longDispatch" as const,
          data: { construct: "`switch`", count: "5", subject },
          ...locate(code, piece),
        },
      ],
    })),
    {
      name: "a chain of conditions, two values in one",
      code: inHandler(
        `if (event.action === "create") return create(event);\n  else if ("cancel" === event.action || event.action === "drop") return cancel(event);\n  else if (event.action === "list") return list(event);\n  else if (event.action === "ship") return ship(event);\n  else return fallback(event);`,
      ),
      errors: [
        {
          messageId: "longDispatch",
          data: { construct: "chain of `if`", count: "5", subject: "event.action" },
          line: 3,
          column: 3,
          endLine: 3,
          endColumn: 33,
        },
      ],
    },
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "./orders.js": names },
        body: `switch (event.action) {\n${names.map((name) => `  case "${name}":\n    await ${name}(event);\n    break;`).join("\n")}\n}`,
      });
      return {
        ...testCase,
        errors: [
          {
            messageId: "longDispatch" as const,
            data: { construct: "`switch`", count: "5", subject: "event.action" },
            ...locate(testCase.code, "switch (event.action)"),
          },
        ],
      };
    }),
  ],
});
