import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { packageInfo } from "../../src/rule-kit/package-info.js";

it("says what package.json says", () => {
  const { name, version } = JSON.parse(readFileSync("package.json", "utf8")) as {
    name: string;
    version: string;
  };
  expect(packageInfo).toMatchObject({ name, version });
});
