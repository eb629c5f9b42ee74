import { expect, it } from "vitest";
import { missesExport } from "../../../src/lambda/handlers/missing-export.js";
import { modelOf } from "../../support/model-of.js";

const misses = (code: string, name: string, filename = "src/handler.ts") =>
  missesExport(modelOf(code, { filename }).lambda.syntax.facts, name);

it.each([
  ["a name", "export const handler = 1;", "handler"],
  ["a member of an export", "export const api = { handler: 1 };", "api.handler"],
  ["a member of the default export", "export default { handler: 1 };", "default.handler"],
  ["everything of another module", `export * from "./a.js";`, "handler"],
  ["a default export that is made", `import { make } from "./a.js";\nexport default make();`, "handler"],
])("finds %s", (_, code, name) => {
  expect(misses(code, name)).toBe(false);
});

it.each([
  ["assigned in code", "if (x) exports.handler = 1;"],
  ["handed to a function", "Object.assign(exports, make());"],
  ["under a name that is made", "exports[name] = 1;"],
  ["of another module", `module.exports = require("./a");`],
])("does not know what exports there are, %s", (_, code) => {
  expect(misses(code, "handler", "src/handler.cjs")).toBe(false);
});

it.each([
  ["ES modules", "export const main = 1;", "src/handler.ts"],
  ["CommonJS", "exports.main = 1;", "src/handler.cjs"],
  ["an object of CommonJS", "module.exports = { main: 1 };", "src/handler.cjs"],
  ["a default function", "export default function main() {}", "src/handler.ts"],
])("misses a name in %s", (_, code, filename) => {
  expect(misses(code, "handler", filename)).toBe(true);
});
