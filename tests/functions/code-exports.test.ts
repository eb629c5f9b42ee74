import { expect, it } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { temporaryProject } from "../support/temporary-project.js";

it.each([
  ["itself under a name", { "lib/desk.ts": `export * as Desk from "./desk"; export const SEATS = "4";` }],
  [
    "parts that export it",
    {
      "lib/desk.ts": `export * as Desk from "./desk"; export { Shelf } from "./shelf"; export const SEATS = "4";`,
      "lib/shelf.ts": `export { Shelf } from "./desk"; export * from "./desk";`,
    },
  ],
  [
    "everything of a module that does the same",
    {
      "lib/desk.ts": `export * from "./shelf"; export * as Desk from "./desk"; export const SEATS = "4";`,
      "lib/shelf.ts": `export * from "./desk";`,
    },
  ],
])("a module of the project exports %s", (_, files) => {
  const root = temporaryProject({
    "cdk.json": `{ "app": "tsx lib/stack.ts" }`,
    "lib/stack.ts": `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import * as all from "./desk";
import { Desk, Missing } from "./desk";
export class LibraryStack extends Stack {
  constructor(scope, id) {
    super(scope, id);
    new NodejsFunction(this, "Lend", { entry: "src/lend.ts", environment: { SEATS: Desk.SEATS, ALL: all.SEATS, MISSING: Missing } });
  }
}
`,
    "src/lend.ts": "export const handler = async () => {};\n",
    ...files,
  });
  const [fn] = codeFunctionsOfProject(root);
  expect(fn?.handler.status).toBe("resolved");
  expect(fn?.env.variables.get("SEATS")).toMatchObject({ k: "known", value: "4" });
  expect(fn?.env.variables.get("ALL")).toMatchObject({ k: "known", value: "4" });
  expect(fn?.env.variables.get("MISSING")).toMatchObject({ k: "opaque" });
});
