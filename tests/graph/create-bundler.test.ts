import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundle, bundleAll } from "../../src/graph/create-bundler.js";
import { writeProject } from "./write-project.js";

const files = {
  "a.ts":
    'import { used } from "p"; import http from "node:http"; import type { T } from "gone"; import sdk from "@aws-sdk/x"; export const handler = (t: T) => [used, http, sdk, t];',
  "node_modules/p/package.json": { name: "p", sideEffects: false, exports: "./index.mjs" },
  "node_modules/p/index.mjs": 'export { used } from "./used.mjs"; export { unused } from "./unused.mjs";',
  "node_modules/p/used.mjs": "export const used = 'a text of some length';",
  "node_modules/p/unused.mjs": "export const unused = 2;",
};

describe("bundle", () => {
  it("tells what esbuild keeps", async () => {
    const folder = writeProject(files);
    const result = await bundle(join(folder, "a.ts"));
    expect(result.problems).toEqual([]);
    expect([...result.inputs.keys()].toSorted()).toEqual(
      ["a.ts", "node_modules/p/index.mjs", "node_modules/p/used.mjs"].map((name) => join(folder, name)),
    );
    expect(result.inputs.get(join(folder, "a.ts"))).toMatchObject({
      bytesInOutput: expect.any(Number) as number,
      imports: expect.arrayContaining([
        { specifier: "p", target: join(folder, "node_modules/p/index.mjs") },
      ]) as [],
    });
    expect(result.builtins).toEqual(["node:http"]);
    expect(result.externals).toEqual(["@aws-sdk/x"]);
    expect(result.facts.bytes).toBe(result.bytes);
  });

  it("counts minified bytes, and describes the text before", async () => {
    const folder = writeProject(files);
    const [plain, minified] = await bundleAll([
      { entry: join(folder, "a.ts") },
      { entry: join(folder, "a.ts"), settings: { minify: true, format: "esm" } },
    ]);
    expect(minified!.bytes).toBeLessThan(plain!.bytes / 2);
    expect(minified!.facts.bytes).toBeGreaterThan(minified!.bytes);
  });

  it.each([
    ["missing.ts", "missing.ts", undefined],
    ["unresolved.ts", "not-installed", "unresolved.ts"],
    ["malformed.ts", "malformed.ts", "malformed.ts"],
  ])("names what it cannot bundle: %s", async (name, file, importer) => {
    const folder = writeProject({ "unresolved.ts": 'import "not-installed";', "malformed.ts": "const = ;" });
    const { problems, bytes } = await bundle(join(folder, name));
    expect(bytes).toBe(0);
    expect(problems[0]).toMatchObject({
      file: expect.stringContaining(file) as string,
      importer: importer && join(folder, importer),
    });
  });
});
