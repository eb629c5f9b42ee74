import { describe, expect, it } from "vitest";
import { handlerShapes } from "./handler-shapes.js";
import { lintText } from "./lint-text.js";

const parts = {
  imports: { "@aws-sdk/client-s3": ["S3Client"], pg: "pg" },
  top: "const table = process.env.TABLE;",
  body: "const key = event.key;\nreturn { key, table };",
  bottom: "const last = 1;",
};

describe("handler shapes", () => {
  it.each(handlerShapes)("$name parses, with all parts and with none", ({ code, filename }) => {
    expect(lintText({}, { code: code(parts), filename }).messages).toEqual([]);
    expect(lintText({}, { code: code({ body: "", async: false }), filename }).messages).toEqual([]);
  });

  it("has names that tell the shapes apart", () => {
    expect(new Set(handlerShapes.map(({ name }) => name)).size).toBe(handlerShapes.length);
  });

  it("writes imports as the module format has them and indents the body", () => {
    const codeOf = (name: string) => handlerShapes.find((shape) => shape.name === name)?.code(parts);
    expect(codeOf("exports.handler")).toBe(
      [
        'const { S3Client } = require("@aws-sdk/client-s3");',
        'const pg = require("pg");',
        "const table = process.env.TABLE;",
        "exports.handler = async (event, context) => {",
        "  const key = event.key;",
        "  return { key, table };",
        "};",
        "const last = 1;",
        "",
      ].join("\n"),
    );
    expect(codeOf("middy().use().handler(f)")).toContain(
      '\nimport { S3Client } from "@aws-sdk/client-s3";\nimport pg from "pg";\n',
    );
    expect(codeOf("middy().use().handler(f)")).toContain("\n    return { key, table };\n  });\n");
  });
});
