import { describe, expect, it } from "vitest";
import { defaultSettings, readSettings, settingsSchema } from "../../src/rule-kit/settings.js";

function read(value: unknown) {
  return readSettings({ "aws-lambda": value });
}

function problemsOf(value: unknown): string[] {
  return read(value).problems.map(({ path, problem }) => `${path} ${problem}`);
}

describe("readSettings", () => {
  it("gives the defaults where nothing is set", () => {
    expect(readSettings({})).toEqual({ settings: defaultSettings, problems: [] });
    expect(readSettings({ react: { version: 19 } }).settings).toBe(defaultSettings);
    expect(read({})).toEqual({ settings: defaultSettings, problems: [] });
    expect(read({ handlerNames: undefined })).toEqual({ settings: defaultSettings, problems: [] });
  });

  it("takes every key", () => {
    const settings = {
      handlerNames: ["main"],
      handlerFiles: ["src/functions/**/*.ts"],
      wrappers: [{ module: "@acme/lambda", export: "wrap", argument: 1, kind: "builder" }],
      clients: [{ module: "@acme/db", export: "Db.open", construct: "call", closeMethods: ["close"] }],
      backgroundWrappers: [{ module: "@acme/tasks", export: "waitUntil" }],
      functions: {
        runtime: "nodejs22.x",
        memoryMb: 512,
        timeoutSec: 30,
        eventSource: "sqs",
        batchSize: 10,
      },
      ignoreTestFiles: false,
      testFiles: ["**/*.unit.ts"],
      crossFile: false,
      complianceVpc: true,
    };
    expect(read(settings)).toEqual({ settings, problems: [] });
  });

  it("checks one settings object once, however often it is asked", () => {
    const value = { handlerNames: ["main"] };
    expect(read(value)).toBe(read(value));
  });

  it("names an unknown key, the key it resembles and the keys there are", () => {
    expect(problemsOf({ handlerName: ["main"] })).toEqual([
      'settings["aws-lambda"].handlerName is not a known key. Did you mean "handlerNames"? Known keys: "handlerNames", "handlerFiles", "wrappers", "clients", "backgroundWrappers", "functions", "ignoreTestFiles", "testFiles", "crossFile", "complianceVpc".',
    ]);
    expect(problemsOf({ "strict-mode": true })[0]).toMatch(
      /^settings\["aws-lambda"\]\["strict-mode"\] is not a known key\. Known keys: /,
    );
  });

  it("keeps the good keys beside a wrong one", () => {
    const { settings, problems } = read({
      handlerNames: "main",
      testFiles: ["**/*.unit.ts"],
      ignoreTest: false,
    });
    expect(problems).toHaveLength(2);
    expect(settings).toEqual({ ...defaultSettings, testFiles: ["**/*.unit.ts"] });
  });

  it.each([
    [{ handlerNames: "main" }, '.handlerNames must be an array, but is "main".'],
    [{ handlerNames: ["main", 3] }, ".handlerNames[1] must be a non-empty string, but is 3."],
    [{ handlerNames: [""] }, '.handlerNames[0] must be a non-empty string, but is "".'],
    [{ handlerFiles: [/x/] }, ".handlerFiles[0] must be a non-empty string, but is a regular expression."],
    [{ ignoreTestFiles: "no" }, '.ignoreTestFiles must be true or false, but is "no".'],
    [{ ignoreTestFiles: null }, ".ignoreTestFiles must be true or false, but is null."],
    [{ wrappers: [{ export: "wrap" }] }, ".wrappers[0].module is missing."],
    [{ wrappers: ["wrap"] }, '.wrappers[0] must be an object, but is "wrap".'],
    [{ wrappers: [["wrap"]] }, ".wrappers[0] must be an object, but is an array."],
    [
      { wrappers: [{ module: "a", export: "b", argument: -1 }] },
      ".wrappers[0].argument must be a whole number from 0, but is -1.",
    ],
    [
      { wrappers: [{ module: "a", export: "b", kind: "decorator" }] },
      '.wrappers[0].kind must be one of "handler", "builder", "app", but is "decorator".',
    ],
    [
      { clients: [{ module: "a", export: "b", close: ["end"] }] },
      '.clients[0].close is not a known key. Known keys: "module", "export", "construct", "closeMethods".',
    ],
    [
      { clients: [{ module: "a", export: () => 1 }] },
      ".clients[0].export must be a non-empty string, but is a function.",
    ],
  ])("says what is wrong with %j", (value, problem) => {
    expect(problemsOf(value)).toEqual([`settings["aws-lambda"]${problem}`]);
  });

  it.each([[["handler"]], ["handler"], [null], [true]])("falls back to the defaults for %j", (value) => {
    expect(read(value).settings).toEqual(defaultSettings);
    expect(problemsOf(value)[0]).toMatch(/^settings\["aws-lambda"\] must be an object, but is /);
  });
});

describe("settingsSchema", () => {
  it("describes each key, with the default that the reader uses", () => {
    const schemaDefaults = Object.entries(settingsSchema.properties).map(([key, schema]) => [
      key,
      schema.default,
    ]);
    expect(Object.fromEntries(schemaDefaults)).toEqual(defaultSettings);
  });
});
