import type { Sourced } from "./fact.js";

/** What a file imports that is a test: not what runs tests for it, as a handler may. */
export interface TestFrameworkFact extends Sourced {
  readonly module: string;
  /** Names of exports; `default` for the module itself. */
  readonly exports: RegExp;
}

const checked = "2026-11-26";
const SUITES =
  /^(?:describe|context|suite|it|test|specify|before|after|beforeEach|afterEach|beforeAll|afterAll|expect)$/;

export const testFrameworks: readonly TestFrameworkFact[] = [
  { module: "vitest", exports: /./, source: "https://vitest.dev/api/", checked },
  { module: "@jest/globals", exports: /./, source: "https://jestjs.io/docs/api", checked },
  { module: "mocha", exports: SUITES, source: "https://mochajs.org/", checked },
  {
    module: "node:test",
    exports: /^(?:default|test|suite|describe|it|before|after|beforeEach|afterEach|mock)$/,
    source: "https://nodejs.org/api/test.html",
    checked,
  },
  {
    module: "@cucumber/cucumber",
    exports: /^(?:Given|When|Then|Before|After|BeforeAll|AfterAll|defineStep|setWorldConstructor)$/,
    source: "https://github.com/cucumber/cucumber-js/blob/main/docs/support_files/api_reference.md",
    checked,
  },
  { module: "ava", exports: /^default$/, source: "https://github.com/avajs/ava", checked },
  { module: "tap", exports: /./, source: "https://node-tap.org/api/", checked },
  { module: "tape", exports: /./, source: "https://github.com/tape-testing/tape", checked },
  { module: "bun:test", exports: /./, source: "https://bun.sh/docs/cli/test", checked },
];

/** Globals of Jest, Mocha, Jasmine and Vitest that hold a part of a test file at its top level. */
export const testGlobals: ReadonlySet<string> = new Set([
  ...["describe", "context", "suite", "it", "test", "fdescribe", "xdescribe"],
  ...["before", "after", "beforeAll", "afterAll", "beforeEach", "afterEach"],
]);
