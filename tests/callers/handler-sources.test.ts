import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readHandlerSources } from "../../src/callers/handler-sources.js";
import { temporaryProject } from "../support/temporary-project.js";

function read(files: Readonly<Record<string, string>>) {
  const directory = temporaryProject({ ".git/HEAD": "", ...files });
  const { texts, packages, isComplete } = readHandlerSources(join(directory, "src/handler.ts"));
  return {
    files: [...texts.keys()].map((file) => file.slice(directory.length + 1)),
    packages: [...packages],
    isComplete,
  };
}

const manifest = (dependencies: object) => JSON.stringify({ dependencies });

describe("the code that a handler loads", () => {
  it("follows relative imports of every kind, and names the packages", () => {
    const found = read({
      "package.json": manifest({ zod: "4" }),
      "src/handler.ts": `import { a } from "./a.js";\nimport { z } from "zod";\nimport fs from "node:fs";\nconst b = () => import("./b");`,
      "src/a.ts": `export { c } from "../lib";`,
      "src/b.ts": `const data = require("./data.json");`,
      "src/data.json": "{}",
      "lib/index.ts": `export const c = 1;`,
    });
    expect(found.files.sort()).toEqual([
      "lib/index.ts",
      "src/a.ts",
      "src/b.ts",
      "src/data.json",
      "src/handler.ts",
    ]);
    expect(found).toMatchObject({ packages: ["zod"], isComplete: true });
  });

  it("takes nothing from comments on lines of their own", () => {
    const found = read({
      "src/handler.ts": `/**\n * @example\n * import { a } from "not-installed";\n * require(name)\n */\n// import "./missing.js";\nimport "./a.js"; // from "not-read"\n`,
      "src/a.ts": "",
    });
    expect(found.files).toEqual(["src/handler.ts", "src/a.ts"]);
    expect(found).toMatchObject({ packages: ["not-read"], isComplete: false });
    expect(read({ "src/handler.ts": `  /* import "./missing.js"; */\n  // import(name)\n` }).isComplete).toBe(
      true,
    );
  });

  it("knows parts of the SDK, which come with its clients", () => {
    const found = read({
      "package.json": manifest({ "@aws-sdk/client-sqs": "3" }),
      "src/handler.ts": `import { SignatureV4 } from "@smithy/signature-v4"; import { Sha256 } from "@aws-crypto/sha256-js";`,
    });
    expect(found.isComplete).toBe(true);
  });

  it("goes round a circle once", () => {
    const found = read({ "src/handler.ts": `import "./a.js";`, "src/a.ts": `import "./handler.js";` });
    expect(found).toMatchObject({ files: ["src/handler.ts", "src/a.ts"], isComplete: true });
  });

  it.each([
    ["a file that is not there", `import "./missing.js";`],
    ["a path alias", `import { a } from "@/a";`],
    ["a module that code chooses", "export const load = (name) => import(name);"],
    ["a template with a variable", "export const load = (name) => import(`./${name}.js`);"],
  ])("does not know everything with %s", (_, code) => {
    expect(read({ "package.json": manifest({ zod: "4" }), "src/handler.ts": code }).isComplete).toBe(false);
  });

  it.each([
    [
      "a pattern",
      '{ "compilerOptions": { "baseUrl": ".", "paths": { "@db/*": ["src/db/*"] } } }',
      "@db/client",
    ],
    ["one name", '{ "compilerOptions": { "paths": { "database": ["./src/db/client.ts"] } } }', "database"],
    ["paths from a folder", '{ "compilerOptions": { "baseUrl": "./src" } }', "db/client"],
  ])("follows an alias of tsconfig.json: %s", (_, tsconfig, specifier) => {
    const files = {
      "package.json": manifest({ pg: "8" }),
      "tsconfig.json": tsconfig,
      "src/functions/list/handler.ts": `import { client } from "${specifier}";`,
      "src/db/client.ts": `import { Pool } from "pg";`,
    };
    const folder = temporaryProject(files);
    const { texts, packages, isComplete } = readHandlerSources(join(folder, "src/functions/list/handler.ts"));
    expect([...texts.keys()].map((file) => file.slice(folder.length + 1))).toEqual([
      "src/functions/list/handler.ts",
      "src/db/client.ts",
    ]);
    expect([[...packages], isComplete]).toEqual([["pg"], true]);
  });

  it("follows an alias of jsconfig.json where there is no tsconfig.json", () => {
    const files = {
      "jsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      "src/handler.ts": `import { client } from "@/db/client";`,
      "src/db/client.js": `import { Pool } from "pg";`,
    };
    expect(read(files)).toMatchObject({ files: ["src/handler.ts", "src/db/client.js"] });
    expect(read({ ...files, "tsconfig.json": "{}" })).toMatchObject({ files: ["src/handler.ts"] });
  });

  it("loads nothing of a declaration of types", () => {
    const files = {
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@types/*": ["./src/types/*"] } } }',
      "src/types/order.d.ts": "export interface Order { table: string }",
    };
    for (const specifier of ["./types/order", "./types/order.js", "@types/order"])
      expect(read({ ...files, "src/handler.ts": `import { Order } from "${specifier}";` })).toMatchObject({
        files: ["src/handler.ts"],
        isComplete: true,
      });
  });

  it("takes a package of the same repository for code that it has not read", () => {
    const code = { "src/handler.ts": `import { a } from "@own/lib";` };
    expect(read({ ...code, "package.json": manifest({ "@own/lib": "workspace:*" }) }).isComplete).toBe(false);
    expect(read({ ...code, "package.json": manifest({ "@own/lib": "^1.0.0" }) }).isComplete).toBe(true);
  });

  it.each([
    ["pnpm", { "pnpm-workspace.yaml": "packages: [shared/*]" }],
    ["npm", { "package.json": '{ "workspaces": ["shared/*", "services/*"] }' }],
    ["Lerna", { "lerna.json": "{}" }],
  ])("takes a member of a workspace of %s for such a package, by whatever range", (_, root) => {
    const files = {
      ...root,
      "shared/lib/package.json": '{ "name": "@own/lib" }',
      "services/orders/package.json": manifest({ "@own/lib": "^1.0.0", pg: "^8.0.0", zod: "4" }),
    };
    const read = (code: string) => {
      const folder = temporaryProject({ ...files, "services/orders/src/handler.ts": code });
      return readHandlerSources(join(folder, "services/orders/src/handler.ts")).isComplete;
    };
    expect(read(`import { a } from "@own/lib";`)).toBe(false);
    expect(read(`import { Pool } from "pg";\nimport { z } from "zod";`)).toBe(true);
  });

  it("knows nothing of a handler that is not there", () => {
    expect(read({ "src/other.ts": "" })).toMatchObject({ files: [], isComplete: false });
  });
});

function sourcesOf(code: string, manifest: object) {
  const folder = temporaryProject({
    "package.json": JSON.stringify(manifest),
    "src/order.ts": "export interface Order { id: string }\n",
    "src/handler.ts": code,
  });
  return readHandlerSources(join(folder, "src/handler.ts"));
}

const typesOfLambda = { devDependencies: { "@types/aws-lambda": "^8.10.164" } };

describe("a package of which only the types are installed", () => {
  it("is not loaded, by `import type`", () => {
    const { isComplete, packages } = sourcesOf(
      'import type { SQSEvent } from "aws-lambda";\n',
      typesOfLambda,
    );
    expect({ isComplete, packages: [...packages] }).toEqual({ isComplete: true, packages: [] });
  });

  it("is not loaded, by an import that the compiler elides", () => {
    const { isComplete, packages } = sourcesOf('import { SQSEvent } from "aws-lambda";\n', typesOfLambda);
    expect({ isComplete, packages: [...packages] }).toEqual({ isComplete: true, packages: [] });
  });

  it("is loaded where the package is there too", () => {
    const { isComplete, packages } = sourcesOf('import pg from "pg";\n', {
      dependencies: { pg: "8.23.1" },
      devDependencies: { "@types/pg": "8.23.1" },
    });
    expect({ isComplete, packages: [...packages] }).toEqual({ isComplete: true, packages: ["pg"] });
  });
});

it("a package that no package.json names is unknown", () => {
  expect(sourcesOf('import { load } from "settings";\n', typesOfLambda).isComplete).toBe(false);
});

it("a file of types is none that runs", () => {
  const { isComplete, texts } = sourcesOf('import type { Order } from "./order.js";\n', {});
  expect(isComplete).toBe(true);
  expect(texts.size).toBe(1);
});
