import { Ajv } from "ajv";
import { join } from "node:path";
import prettier from "prettier";
import { describe, expect, it } from "vitest";
import { configOf, readConfig } from "../../src/project/config.js";
import { configSchema } from "../../src/project/config-schema.js";
import { projectRoot, readProjectFile } from "../support/project-files.js";
import { temporaryProject } from "../support/temporary-project.js";

const file = "lambda-analyzer.config.json";

describe("readConfig", () => {
  it("prefers the file to the key of package.json, and needs neither", () => {
    const packageJson = JSON.stringify({ "lambda-analyzer": { memoryMb: 256 } });
    expect(readConfig(temporaryProject({})).config).toEqual({});
    expect(readConfig(temporaryProject({ "package.json": packageJson })).config).toEqual({ memoryMb: 256 });
    const both = temporaryProject({ "package.json": packageJson, [file]: '{ "memoryMb": 512 }' });
    expect(readConfig(both).config).toEqual({ memoryMb: 512 });
  });

  it("leaves a damaged package.json alone that does not speak to us", () => {
    expect(readConfig(temporaryProject({ "package.json": "{ oops" })).config).toEqual({});
    expect(readConfig(temporaryProject({ "package.json": '{ "lambda-analyzer-demo": 1 }' })).config).toEqual(
      {},
    );
  });

  it.each([
    ["{", `${file}:1:2 is not JSON`],
    ["[]", `${file}: the config must be an object, but is an array.`],
    ['{ "budgets": {} }', `${file}: budgets is not a known key. Did you mean "budget"? Known keys:`],
    ['{ "budget": { "msec": 1 } }', `${file}: budget.msec is not a known key.`],
    ['{ "budget": { "ms": "1" } }', `${file}: budget.ms must be a whole number from 0, but is "1".`],
    ['{ "mode": "both" }', `${file}: mode must be one of "unbundled", "bundled", but is "both".`],
    ['{ "overrides": [{}] }', `${file}: overrides[0].files is missing.`],
    [
      '{ "settings": { "handlerName": [] } }',
      `${file}: settings.handlerName is not a known key. Did you mean "handlerNames"?`,
    ],
    ['{ "__proto__": { "ms": 1 } }', `${file}: __proto__ is not a known key.`],
    ['{ "memoryMb": 1 }', `${file}: memoryMb must be a whole number from 128, but is 1.`],
  ])("says of %s what is wrong and where", (text, message) => {
    expect(() => readConfig(temporaryProject({ [file]: text }))).toThrow(message);
  });

  it("says everything that is wrong at once", () => {
    const directory = temporaryProject({ [file]: '{ "mode": "both", "memoryMb": 1 }' });
    expect(() => readConfig(directory)).toThrow(
      `${file}: mode must be one of "unbundled", "bundled", but is "both".\n${file}: memoryMb must be a whole number from 128, but is 1.`,
    );
  });

  it("names the key of package.json, and the file that was asked for", () => {
    const directory = temporaryProject({ "package.json": '{ "lambda-analyzer": { "x": 1 } }' });
    expect(() => readConfig(directory)).toThrow("package.json: lambda-analyzer: x is not a known key.");
    expect(() => readConfig(directory, "other.json")).toThrow("There is no config file other.json.");
  });
});

describe("configOf", () => {
  it("merges the config, the overrides that match, and the flags, the later ones first", () => {
    const directory = temporaryProject({
      [file]: JSON.stringify({
        budget: { ms: 300, kb: 1000 },
        bundle: { external: ["@aws-sdk/*"] },
        overrides: [
          { files: ["src/heavy-*.ts"], budget: { ms: 900 }, memoryMb: 512, bundle: { minify: true } },
          { files: ["src/heavy-pdf.ts"], mode: "bundled" },
        ],
      }),
    });
    const config = readConfig(directory);
    const of = (name: string, flags = {}) => configOf(join(directory, "src", name), config, flags);
    expect(of("light.ts")).toEqual({ budget: { ms: 300, kb: 1000 }, bundle: { external: ["@aws-sdk/*"] } });
    expect(of("heavy-pdf.ts", { budget: { kb: 5 } })).toEqual({
      budget: { ms: 900, kb: 5 },
      bundle: { external: ["@aws-sdk/*"], minify: true },
      memoryMb: 512,
      mode: "bundled",
    });
  });
});

describe("schema/config.schema.json", () => {
  it("is the schema that configs are checked with", async () => {
    const schema = {
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: "https://unpkg.com/eslint-plugin-aws-lambda/schema/config.schema.json",
      title: "lambda-analyzer.config.json",
      ...configSchema,
    };
    const text = await prettier.format(JSON.stringify(schema), { parser: "json", printWidth: 110 });
    await expect(text).toMatchFileSnapshot(join(projectRoot, "schema/config.schema.json"));
  });

  it("means the same to a validator", () => {
    const validate = new Ajv({ strict: true }).compile(
      JSON.parse(readProjectFile("schema/config.schema.json")) as object,
    );
    expect(
      validate({ budget: { ms: 1 }, overrides: [{ files: ["a"] }], settings: { handlerNames: ["run"] } }),
    ).toBe(true);
    expect(validate({ budget: { seconds: 1 } })).toBe(false);
    expect(validate({ overrides: [{}] })).toBe(false);
  });
});
