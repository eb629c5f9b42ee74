import { expect, it } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { onlyValue } from "../../src/functions/config-value.js";
import { temporaryProject } from "../support/temporary-project.js";

const base = `{ provider: { name: "aws", runtime: "nodejs22.x", iam: { role: { statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }] } } } }`;
const part = `{ provider: { memorySize: 256, iam: { role: { statements: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "*" }] } } }, functions: { list: { handler: "src/list.handler", timeout: 10 } } }`;

/** The functions of a serverless.ts that merges what a file of its own says into the rest. */
function read(head: string, merged: string, more: Readonly<Record<string, string>> = {}) {
  return codeFunctionsOfProject(
    temporaryProject({
      "serverless.ts": `${head}\nimport { orders } from "./config/orders";\nconst base = ${base};\nmodule.exports = ${merged};\n`,
      "config/orders.ts": `export const orders = ${part};\n`,
      "src/list.ts": "export const handler = async () => {};\n",
      ...more,
    }),
  );
}

it.each([
  ["deepmerge", `import merge from "deepmerge";`, "merge(base, orders)"],
  ["deepmerge of a list", `import { all } from "deepmerge";`, "all([base].concat([orders]))"],
  ["a method of deepmerge", `import * as merge from "deepmerge";`, "merge.all([base, orders])"],
  ["lodash", `import _ from "lodash";`, "_.merge({}, base, orders)"],
  ["a function of lodash", `import merge from "lodash/merge";`, "merge({}, base, orders)"],
  ["defaults of lodash", `import { defaultsDeep } from "lodash";`, "defaultsDeep({}, orders, base)"],
])("functions of a serverless.ts that is merged by %s", (_, head, merged) => {
  const [found, ...others] = read(head, merged);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ id: "list", handler: { status: "resolved" } });
  expect([found?.memoryMb, found?.timeoutSec].map((value) => onlyValue(value))).toEqual([256, 10]);
  expect(onlyValue(found?.runtime)).toBe("nodejs22.x");
  // The functions stand in another file, and are reported where the service is exported.
  expect(found?.place).toMatchObject({ file: expect.stringMatching(/serverless\.ts$/) as string, line: 4 });
});

it("lists are joined by deepmerge alone", () => {
  const statementsOf = (head: string, merged: string) =>
    read(head, merged)[0]?.permissions?.statements.flatMap(({ actions }) =>
      actions.map((one) => onlyValue(one)),
    );
  expect(statementsOf(`import merge from "deepmerge";`, "merge(base, orders)")).toEqual([
    "s3:GetObject",
    "s3:PutObject",
  ]);
  const isComplete = read(`import merge from "lodash/merge";`, "merge({}, base, orders)")[0]?.permissions
    ?.isComplete;
  expect(isComplete).toBe(false);
});

it.each([
  [
    "options that may change anything",
    `import merge from "deepmerge";`,
    "merge(base, orders, { customMerge })",
  ],
  ["objects that are not known", `import { all } from "deepmerge";`, "all(parts)"],
  ["a function of the same name", `import merge from "./merge";`, "merge(base, orders)"],
])("nothing is known of a merge with %s", (_, head, merged) => {
  expect(read(head, merged)).toEqual([]);
});

it("what is not seen of one object may be over what the other says", () => {
  const [found] = read(`import merge from "deepmerge";`, "merge(orders, { ...base, ...secret })");
  expect(found).toBeUndefined();
});

it("a list that doubles with each merge ends, and costs nothing but itself", () => {
  const doubled = "list = merge(list, list);".repeat(40);
  const [found] = read(
    `import merge from "deepmerge";\nlet list = { custom: [1] };\n${doubled}`,
    "merge(merge(base, orders), list)",
  );
  expect(found).toMatchObject({ id: "list" });
});
