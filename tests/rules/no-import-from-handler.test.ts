import rule from "../../src/rules/no-import-from-handler.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const folder = "tests/fixtures/imports/src";
const settings = { "aws-lambda": { ignoreTestFiles: false } };
const layers = [`${folder}/gateway/**`, `${folder}/*.ts`, `${folder}/core/**`];

const valid: Record<string, string> = {
  "the handler itself, to run it": `import { handler } from "./gateway/create-order.js";\nawait handler({} as any, {} as any, () => {});\n`,
  "the handler with what belongs to it, to wrap it": `import { handler as inner, validate } from "./gateway/create-order.js";\nexport const handler = async (event: any) => (validate(event.id) ? inner(event, {} as any, () => {}) : undefined);\n`,
  "the handler, exported": `export { handler } from "./gateway/create-order.js";\n`,
  "a type of the handler's file": `import type { Input } from "./gateway/create-order.js";\nexport const idOf = (input: Input) => input.id;\n`,
  "a name that only stands in types": `import { Input } from "./gateway/create-order.js";\nexport const idOf = (input: Input) => input.id;\n`,
  "a function called handler that is none": `import { helper } from "./gateway/plain.js";\nhelper("a");\n`,
  "a file that is not there": `import { helper } from "./gateway/missing.js";\nhelper("a");\n`,
  "a package": `import { helper } from "gateway";\nhelper("a");\n`,
  "inwards, without layers": `import { createOrder } from "./core/order.js";\ncreateOrder("a");\n`,
};

runRule("no-import-from-handler", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code, filename: `${folder}/new.ts`, settings })),
    {
      name: "inwards",
      code: `import { createOrder } from "../core/order.js";\ncreateOrder("a");\n`,
      filename: `${folder}/gateway/new.ts`,
      settings,
      options: [{ layers }] as const,
    },
    {
      name: "within a layer",
      code: `import { createOrder } from "./order.js";\ncreateOrder("a");\n`,
      filename: `${folder}/core/new.ts`,
      settings,
      options: [{ layers }] as const,
    },
    {
      name: "a type from further out",
      code: `import type { Input } from "../gateway/create-order.js";\nexport const idOf = (input: Input) => input.id;\n`,
      filename: `${folder}/core/new.ts`,
      settings,
      options: [{ layers }] as const,
    },
    {
      name: "a file of no layer",
      code: `import { helper } from "./src/gateway/plain.js";\nhelper("a");\n`,
      filename: `tests/fixtures/imports/new.ts`,
      settings,
      options: [{ layers }] as const,
    },
  ],
  invalid: [
    {
      name: "a helper of a handler's file",
      code: `import { validate } from "./gateway/create-order.js";\nexport const isValid = validate("a");\n`,
      filename: `${folder}/new.ts`,
      settings,
      errors: [
        {
          messageId: "importsHandler",
          data: { names: "validate" },
          line: 1,
          column: 26,
          endLine: 1,
          endColumn: 53,
        },
      ],
    },
    {
      name: "a helper beside the handler",
      code: `import { handler, validate as isValid } from "./gateway/create-order";\nexport const both = [handler, isValid];\n`,
      filename: `${folder}/new.ts`,
      settings,
      errors: [
        {
          messageId: "importsHandler",
          data: { names: "validate" },
          line: 1,
          column: 46,
          endLine: 1,
          endColumn: 70,
        },
      ],
    },
    {
      name: "outwards",
      code: `import { helper } from "../gateway/plain.js";\nhelper("a");\n`,
      filename: `${folder}/core/new.ts`,
      settings,
      options: [{ layers }],
      errors: [
        {
          messageId: "againstLayers",
          data: { own: `${folder}/core/**`, other: `${folder}/gateway/**` },
          ...locate(`import { helper } from "../gateway/plain.js";`, `"../gateway/plain.js"`),
        },
      ],
    },
    {
      name: "outwards by one layer, with a namespace",
      code: `import * as prices from "../prices.js";\nprices.discountOf("a");\n`,
      filename: `${folder}/core/new.ts`,
      settings,
      options: [{ layers }],
      errors: [
        {
          messageId: "againstLayers",
          data: { own: `${folder}/core/**`, other: `${folder}/*.ts` },
          ...locate(`import * as prices from "../prices.js";`, `"../prices.js"`),
        },
      ],
    },
  ],
});
