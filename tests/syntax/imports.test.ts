import { describe, expect, it } from "vitest";
import { modelOf } from "../support/model-of.js";

const importOf = (code: string, filename?: string): string | undefined => {
  const { lambda, probed } = modelOf(code, filename === undefined ? {} : { filename });
  const imported = lambda.syntax.resolveImport(probed);
  return imported && [imported.module, ...imported.path].join(" ");
};

describe("an import by its binding", () => {
  it.each([
    ["named", 'import { S3Client } from "pkg"; probe(S3Client);', "pkg S3Client"],
    ["renamed", 'import { S3Client as C } from "pkg"; probe(C);', "pkg S3Client"],
    ["by a string", 'import { "S3-Client" as C } from "pkg"; probe(C);', "pkg S3-Client"],
    ["default", 'import AWS from "pkg"; probe(AWS.S3);', "pkg S3"],
    ["default by name", 'import { default as AWS } from "pkg"; probe(AWS.S3);', "pkg S3"],
    [
      "namespace",
      'import * as AWS from "pkg"; probe(AWS.DynamoDB.DocumentClient);',
      "pkg DynamoDB DocumentClient",
    ],
    ["a namespace's default", 'import * as Redis from "pkg"; probe(Redis.default);', "pkg"],
    ["import equals", 'import AWS = require("pkg"); probe(AWS.S3);', "pkg S3"],
    ["an alias of a namespace", 'import AWS = require("pkg"); import S3 = AWS.S3; probe(S3);', "pkg S3"],
    ["require", 'const AWS = require("pkg"); probe(AWS.S3);', "pkg S3"],
    ["destructured require", 'const { S3: { Client: C } } = require("pkg"); probe(C);', "pkg S3 Client"],
    ["a member of require", 'const C = require("pkg").S3; probe(C);', "pkg S3"],
    ["require in place", 'probe(require("pkg").S3);', "pkg S3"],
    ["require with interop", 'const pkg_1 = __importDefault(require("pkg")); probe(pkg_1.default);', "pkg"],
    [
      "require in what traces a module",
      'const AWS = xray.captureAWS(require("aws-sdk")); const { S3 } = AWS; probe(S3);',
      "aws-sdk S3",
    ],
    ["an import that is traced", 'import https from "https"; probe(captureHTTPs(https).get);', "https get"],
    ["awaited import", 'const { S3Client } = await import("pkg"); probe(S3Client);', "pkg S3Client"],
    ["awaited import in place", 'probe((await import("pkg")).S3Client);', "pkg S3Client"],
    ["import and then", 'import("pkg").then(({ S3Client }) => probe(S3Client));', "pkg S3Client"],
    ["a const alias", 'import { S3Client } from "pkg"; const C = S3Client; probe(C);', "pkg S3Client"],
    ["a destructured namespace", 'import * as AWS from "pkg"; const { S3 } = AWS; probe(S3);', "pkg S3"],
    ["brackets", 'import AWS from "pkg"; probe(AWS["S3"]);', "pkg S3"],
    ["a type assertion", 'import { C } from "pkg"; probe((C as any)!);', "pkg C"],
    ["a built-in's prefix", 'import fs from "node:fs/promises"; probe(fs.readFile);', "fs/promises readFile"],
    ["a template", "const a = require(`pkg`); probe(a);", "pkg"],
  ])("%s", (_name, code, expected) => {
    expect(importOf(code)).toBe(expected);
  });
  it.each([
    ["a name nobody imports", "probe(S3Client);"],
    ["a parameter", "export function f(S3Client) { probe(S3Client); }"],
    ["a variable that shadows it", 'import { C } from "pkg"; { const C = class {}; probe(C); }'],
    ["a re-assigned variable", 'let C = require("pkg"); C = other; probe(C);'],
    ["a require the file declares", 'function require(x) {} const a = require("pkg"); probe(a);'],
    ["a computed specifier", "const a = require(name); probe(a);"],
    ["a computed member", 'import AWS from "pkg"; probe(AWS[name]);'],
    ["a cycle", "const a = b, b = a; probe(a);"],
  ])("not %s", (_name, code) => {
    expect(importOf(code)).toBeUndefined();
  });
  it("in CommonJS files", () => {
    expect(importOf('const { S3Client } = require("pkg"); probe(S3Client);', "src/handler.js")).toBe(
      "pkg S3Client",
    );
  });
  it("knows type-only imports", () => {
    const { lambda, probed } = modelOf('import type { C } from "pkg"; probe(C);');
    expect(lambda.syntax.resolveImport(probed)?.isTypeOnly).toBe(true);
  });
});
