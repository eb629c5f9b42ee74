import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ModuleResolver } from "../../src/graph/resolve-module.js";
import { candidatesFor, readTsconfigPaths } from "../../src/syntax/tsconfig-paths.js";
import { temporaryProject } from "../support/temporary-project.js";

describe("the paths of a tsconfig.json", () => {
  const paths = (files: Readonly<Record<string, string>>, specifier: string): readonly string[] => {
    const directory = temporaryProject(files);
    return candidatesFor(specifier, readTsconfigPaths(join(directory, "tsconfig.json"))).map((path) =>
      path.slice(directory.length + 1),
    );
  };
  const own = `{ // the project
    "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["src/*", "lib/*"], "@app/db": ["db/index"], "*.gen": ["gen/*"], }, } }`;

  it.each<[string, string[]]>([
    ["@app/store", ["src/store", "lib/store", "@app/store"]],
    ["@app/db", ["db/index", "src/db", "lib/db", "@app/db"]],
    ["api.gen", ["gen/api", "api.gen"]],
    ["src/store", ["src/store"]],
  ])("say where %s may be", (specifier, expected) => {
    expect(paths({ "tsconfig.json": own }, specifier)).toEqual(expected);
  });

  it("are none of its comments", () => {
    const commented = `{ // "baseUrl": "./old",
      /* "paths": { "@old/*": ["old/*"] }, */
      "compilerOptions": { "paths": { // "@older/*": ["older/*"],
        "@app/*": ["./src/*"], } } }`;
    const specifiers = ["@app/store", "@old/store", "@older/store", "store"];
    expect(specifiers.flatMap((specifier) => paths({ "tsconfig.json": commented }, specifier))).toEqual([
      "src/store",
    ]);
  });

  it("take the name as it is written", () => {
    expect(paths({ "tsconfig.json": own }, "@app/$&")).toEqual(["src/$&", "lib/$&", "@app/$&"]);
  });

  it("come from what it extends, unless it has its own", () => {
    const files = { "tsconfig.json": `{ "extends": ["some-package", "./base"] }`, "base.json": own };
    expect(paths(files, "@app/store")).toEqual(["src/store", "lib/store", "@app/store"]);
    const overriding = `{ "extends": "./base.json", "compilerOptions": { "paths": { "~/*": ["./*"] } } }`;
    expect(paths({ "tsconfig.json": overriding, "base.json": own }, "@app/store")).toEqual(["@app/store"]);
  });

  it("are none of a file that cannot be read, or that extends itself", () => {
    expect(paths({}, "@app/store")).toEqual([]);
    expect(paths({ "tsconfig.json": `{ "extends": "./tsconfig.json" }` }, "@app/store")).toEqual([]);
  });

  it("hold where the tsconfig.json extends a package that is not installed", () => {
    const directory = temporaryProject({
      "tsconfig.json": `{ "extends": "@tsconfig/node20/tsconfig.json", "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }`,
      "src/store.ts": "",
      "src/a/handler.ts": "",
    });
    const resolved = new ModuleResolver().resolve("~/store", join(directory, "src/a/handler.ts"), "import");
    expect(resolved).toBe(join(directory, "src/store.ts"));
  });
});
