import { expect, it } from "vitest";
import { matchesAnyGlob } from "../../src/rule-kit/globs.js";
import { defaultSettings } from "../../src/rule-kit/settings.js";

const directory = process.cwd();
const isTestFile = (filename: string) => matchesAnyGlob(defaultSettings.testFiles, filename, directory);

it.each([
  "src/handler.test.ts",
  "src/handler.spec.mts",
  "handler.e2e.js",
  "src/__tests__/handler.ts",
  "src/__mocks__/s3.js",
  "test/handler.ts",
  "packages/orders/tests/unit/handler.cjs",
  "types/index.d.ts",
  "index.d.cts",
  ".storybook/tests/handler.ts",
  "src/test-helpers/broker.ts",
  "src/testing/events.ts",
  "integration-tests/orders.ts",
  "src/contract-testing/publish.ts",
])("takes %s for a test, a mock or a declaration", (file) => {
  expect(isTestFile(`${directory}/${file}`)).toBe(true);
});

it.each([
  "src/handler.ts",
  "src/test-orders.ts",
  "src/contest/handler.ts",
  "src/latest/handler.ts",
  "src/ab-testing/handler.ts",
  "src/test-results/handler.ts",
  "src/spec.ts",
  "src/d.ts",
])("does not take %s for one", (file) => {
  expect(isTestFile(`${directory}/${file}`)).toBe(false);
});

it("does not look at the directories above the one ESLint runs in", () => {
  expect(matchesAnyGlob(["**/tests/**"], "/home/me/tests/app/src/handler.ts", "/home/me/tests/app")).toBe(
    false,
  );
});

it("matches a file outside of that directory from where the paths part", () => {
  expect(matchesAnyGlob(["shared/*.ts"], "/repo/shared/handler.ts", "/repo/app")).toBe(true);
  expect(matchesAnyGlob(["**/*.test.ts"], "/repo/shared/handler.test.ts", "/repo/app")).toBe(true);
});

it("matches nothing for an empty list", () => {
  expect(matchesAnyGlob([], `${directory}/src/handler.ts`, directory)).toBe(false);
});
