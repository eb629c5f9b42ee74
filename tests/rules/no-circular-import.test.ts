import rule from "../../src/rules/no-circular-import.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const folder = "tests/fixtures/imports/src";
const settings = { "aws-lambda": { ignoreTestFiles: false } };
const circle = "`./orders.ts` → `./prices.ts` → `./orders.ts`";

function inHandler(imports: string, use: string): string {
  return `${imports}\nexport const handler = async () => ${use};\n`;
}

const valid: Record<string, string> = {
  "no circle": inHandler(`import { createOrder } from "./core/order.js";`, "createOrder"),
  "a circle of types": inHandler(`import { nameOf } from "./typed.js";`, "nameOf"),
  "a circle of names that only stand in types": inHandler(`import { sizeOf } from "./elided.js";`, "sizeOf"),
  "a circle that closes later": inHandler(`import { load } from "./lazy.js";`, "load"),
  "types of a circle": inHandler(`import type { base } from "./orders.js";`, "1 as unknown as typeof base"),
  "a circle that is loaded later": inHandler("", `import("./orders.js")`),
  "a file that is not there": inHandler(`import { x } from "./missing.js";`, "x"),
  "a package": inHandler(`import { x } from "pkg";`, "x"),
  "no handler": `import { priceOf } from "./orders.js";\nexport const price = priceOf("a");\n`,
};

runRule("no-circular-import", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({
    name,
    code,
    filename: `${folder}/new.ts`,
    settings,
  })),
  invalid: [
    ...(
      [
        ["a circle", `import { priceOf } from "./orders.js";`, "priceOf", "./orders.js", circle],
        [
          "by its other end",
          `import { discountOf } from "./prices.js";`,
          "discountOf",
          "./prices.js",
          "`./prices.ts` → `./orders.ts` → `./prices.ts`",
        ],
        [
          "a circle behind a module",
          `import { handler as next } from "./handler.js";`,
          "next",
          "./handler.js",
          circle,
        ],
        [
          "a module that imports itself",
          `import { own } from "./self.js";`,
          "own",
          "./self.js",
          "`./self.ts` → `./self.ts`",
        ],
        [
          "required modules",
          `import { one } from "./required.cjs";`,
          "one",
          "./required.cjs",
          "`./required.cjs` → `./required-two.cjs` → `./required.cjs`",
        ],
        ["exported", `export { priceOf } from "./orders.js";`, "1", "./orders.js", circle],
      ] as const
    ).map(([name, imports, use, specifier, cycle]) => {
      const code = inHandler(imports, use);
      return {
        name,
        code,
        filename: `${folder}/new.ts`,
        settings,
        errors: [
          { messageId: "circularImport" as const, data: { cycle }, ...locate(code, `"${specifier}"`) },
        ],
      };
    }),
    {
      name: "the handler itself, as it is to be saved",
      code: `import { use } from "./back.js";\nexport const shared = "a";\nexport const handler = async () => use();\n`,
      filename: `${folder}/back-handler.ts`,
      settings,
      errors: [
        {
          messageId: "circularImport" as const,
          data: { cycle: "`./back-handler.ts` → `./back.ts` → `./back-handler.ts`" },
          line: 1,
          column: 21,
          endLine: 1,
          endColumn: 32,
        },
      ],
    },
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "./orders.js": ["priceOf"] },
        body: "return priceOf(event.id);",
      });
      return {
        ...testCase,
        filename: `${folder}/new.${testCase.filename.split(".").at(-1) ?? "ts"}`,
        settings: {
          "aws-lambda": {
            ...shape.settings?.["aws-lambda"],
            handlerFiles: ["**/new.ts"],
            ignoreTestFiles: false,
          },
        },
        errors: [
          {
            messageId: "circularImport" as const,
            data: { cycle: circle },
            ...locate(testCase.code, `"./orders.js"`),
          },
        ],
      };
    }),
  ],
});
