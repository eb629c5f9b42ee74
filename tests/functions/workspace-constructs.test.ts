import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { temporaryProject } from "../support/temporary-project.js";

const construct = `
import { Construct } from "constructs";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Desk extends Construct {
  readonly fn: NodejsFunction;
  constructor(scope: Construct, id: string, props: { entry: string }) {
    super(scope, id);
    this.fn = new NodejsFunction(this, "Function", { entry: props.entry, memorySize: 256, environment: { DESK: id } });
  }
}
`;
const stack = (specifier: string) => `
import { Stack } from "aws-cdk-lib";
import { Desk } from "${specifier}";
export class LibraryStack extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const desk = new Desk(this, "Lend", { entry: "../desk/src/lend.ts" });
    desk.fn.addEnvironment("OPEN", "9");
  }
}
`;
const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, peerDependencies: { "aws-cdk-lib": "^2" }, ...more });

function functionsOf(files: Readonly<Record<string, string>>, specifier = "@library/constructs") {
  const directory = temporaryProject({
    "package.json": JSON.stringify({ workspaces: ["packages/*", "!packages/old"] }),
    "packages/infra/cdk.json": `{ "app": "tsx bin/app.ts" }`,
    "packages/infra/package.json": manifest("@library/infra"),
    "packages/infra/bin/app.ts": `import { App } from "aws-cdk-lib"; import { LibraryStack } from "../lib/stack"; new LibraryStack(new App(), "Library");`,
    "packages/infra/lib/stack.ts": stack(specifier),
    "packages/desk/src/lend.ts": "export const handler = async () => {};",
    "packages/constructs/package.json": manifest("@library/constructs"),
    ...files,
  });
  return codeFunctionsOfProject(join(directory, "packages/infra")).map(({ id, handler, env }) => [
    id,
    handler.status,
    [...env.places.keys()],
  ]);
}

const lend = [["Lend/Function", "resolved", ["DESK", "OPEN"]]];

describe("constructs of another package of the workspace", () => {
  test.each([
    ["in the usual place", {}, "src/index.ts", undefined],
    ["behind what a build will have written", { main: "dist/desk.js" }, "src/desk.ts", undefined],
    ["behind types", { types: "./lib/index.d.ts" }, "src/index.ts", undefined],
    ["that it exports", { exports: { ".": { import: "./code/all.ts" } } }, "code/all.ts", undefined],
    ["a part that it exports", { exports: { "./desk": "./dist/desk/main.js" } }, "src/desk/main.ts", "/desk"],
    ["a part of it", {}, "src/desk.ts", "/desk"],
  ])("are read %s", (_, more, source, subpath = "") => {
    expect(
      functionsOf(
        {
          "packages/constructs/package.json": manifest("@library/constructs", more),
          [`packages/constructs/${source}`]: construct,
        },
        `@library/constructs${subpath}`,
      ),
    ).toEqual(lend);
  });

  test.each([
    ["pnpm", { "package.json": "{}", "pnpm-workspace.yaml": "packages:\n  # all\n  - 'packages/**'\n" }],
    [
      "Yarn",
      {
        "package.json": JSON.stringify({
          workspaces: { packages: ["packages/constructs", "packages/infra"] },
        }),
      },
    ],
    ["Lerna", { "package.json": "{}", "lerna.json": JSON.stringify({ packages: ["packages/*"] }) }],
  ])("are found as %s names the packages", (_, files) => {
    expect(functionsOf({ "packages/constructs/src/index.ts": construct, ...files })).toEqual(lend);
  });

  it("are those of the package's own name, whoever wrote it", () => {
    const author = { author: { name: "A. Clerk" }, name: "@library/constructs" };
    expect(
      functionsOf({
        "packages/constructs/package.json": JSON.stringify({
          ...author,
          dependencies: { constructs: "^10" },
        }),
        "packages/constructs/src/index.ts": construct,
      }),
    ).toEqual(lend);
  });

  it("are not read outside a workspace, of packages without resources, and of those that are not there", () => {
    const index = { "packages/constructs/src/index.ts": construct };
    expect(functionsOf({ ...index, "package.json": "{}" })).toEqual([]);
    expect(
      functionsOf({ ...index, "packages/constructs/package.json": `{ "name": "@library/constructs" }` }),
    ).toEqual([]);
    expect(functionsOf(index, "@library/others")).toEqual([]);
    expect(functionsOf({ ...index, "packages/constructs/package.json": "{" })).toEqual([]);
  });
});
