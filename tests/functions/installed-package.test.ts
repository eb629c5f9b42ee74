import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findInstalledPackage, isAtLeast, mentions } from "../../src/functions/installed-package.js";
import { temporaryProject } from "../support/temporary-project.js";

const chain = ["@aws-sdk/client-s3", "@smithy/node-http-handler"];
const manifest = (version: string) => JSON.stringify({ version });

test("finds a package in the folders above", () => {
  const root = temporaryProject({
    "node_modules/@aws-sdk/client-s3/package.json": manifest("3.1.0"),
    "node_modules/@smithy/node-http-handler/package.json": manifest("4.14.2"),
  });
  expect(findInstalledPackage(path.join(root, "src/a/handler.ts"), chain)).toEqual({
    directory: path.join(root, "node_modules/@smithy/node-http-handler"),
    version: "4.14.2",
  });
});

test("prefers the copy that belongs to the package before it", () => {
  const root = temporaryProject({
    "node_modules/@aws-sdk/client-s3/package.json": manifest("3.1.0"),
    "node_modules/@aws-sdk/client-s3/node_modules/@smithy/node-http-handler/package.json": manifest("4.3.0"),
    "node_modules/@smithy/node-http-handler/package.json": manifest("4.14.2"),
  });
  expect(findInstalledPackage(path.join(root, "handler.ts"), chain)?.version).toBe("4.3.0");
});

test("goes through the links of pnpm", () => {
  const root = temporaryProject({
    "store/node_modules/@aws-sdk/client-s3/package.json": manifest("3.1.0"),
    "store/node_modules/@smithy/node-http-handler/package.json": manifest("4.14.2"),
  });
  mkdirSync(path.join(root, "node_modules/@aws-sdk"), { recursive: true });
  symlinkSync(
    path.join(root, "store/node_modules/@aws-sdk/client-s3"),
    path.join(root, "node_modules/@aws-sdk/client-s3"),
  );
  expect(findInstalledPackage(path.join(root, "handler.ts"), chain)?.version).toBe("4.14.2");
});

test("knows nothing of what is not installed, broken, or without a version", () => {
  const root = temporaryProject({
    "node_modules/@aws-sdk/client-s3/package.json": manifest("3.1.0"),
    "node_modules/broken/package.json": "{",
    "node_modules/nameless/package.json": "null",
    "node_modules/unversioned/package.json": "{}",
  });
  const from = path.join(root, "handler.ts");
  expect(findInstalledPackage(from, ["@smithy/none"])).toBeUndefined();
  for (const name of ["broken", "nameless", "unversioned"])
    expect(findInstalledPackage(from, [name])).toBeUndefined();
  expect(findInstalledPackage(from, [...chain.slice(0, 1), "@smithy/none"])).toBeUndefined();
});

test("says what a package's files mention, and nothing where none is there", () => {
  const root = temporaryProject({
    "node_modules/a/package.json": manifest("1.0.0"),
    "node_modules/a/index.js": "class A {}",
  });
  const found = findInstalledPackage(path.join(root, "handler.ts"), ["a"])!;
  expect(mentions(found, ["none.js", "index.js"], "class A")).toBe(true);
  expect(mentions(found, ["none.js", "index.js"], "class B")).toBe(false);
  expect(mentions(found, ["none.js"], "class A")).toBeUndefined();
});

test.each([
  ["4.4.0", true],
  ["4.3.99", false],
  ["4.14.2", true],
  ["5.0.0", true],
  ["3.9.9", false],
  ["4.4.1-beta.1", true],
  ["next", undefined],
])("%s is 4.4.0 or later: %s", (version, answer) => {
  expect(isAtLeast(version, [4, 4, 0])).toBe(answer);
});
