import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async () => {};";

/** What the handler of a function comes to whose code is the expression, and its file below the project. */
function handlerOf(code: string, top = "", files: Readonly<Record<string, string>> = {}) {
  const root = temporaryProject({
    "Pulumi.yaml": "name: orders",
    "package.json": "{}",
    "app/index.js": "exports.handler = async () => {};",
    "handlers/orders.ts": handler,
    "handlers/payments.ts": handler,
    "index.ts": `
import * as path from "path";
import * as aws from "@pulumi/aws";
import * as esbuild from "esbuild";
import * as pulumi from "@pulumi/pulumi";
${top}
new aws.lambda.Function("list", { code: ${code}, handler: "index.handler", runtime: "nodejs22.x", role: "x" });
`,
    ...files,
  });
  const [fn] = codeFunctionsOfProject(root);
  const file = fn?.handler.file;
  return [
    fn?.handler.status,
    file === undefined ? undefined : path.relative(root, file).split(path.sep).join("/"),
  ];
}

const archive = (file: string, name = "index.js") =>
  `new pulumi.asset.AssetArchive({ "${name}": new pulumi.asset.FileAsset(${file}) })`;

describe("a file that is put into an archive", () => {
  test.each([
    ["as it lies there", archive(`"./app/index.js"`)],
    ["under its folder", archive(`path.join(__dirname, "app", "index.js")`, "./index.js")],
    ["as a module", archive(`"app/index.js"`, "index.mjs")],
    [
      "beside others",
      `new pulumi.asset.AssetArchive({ "a.txt": new pulumi.asset.StringAsset("a"), "index.js": new pulumi.asset.FileAsset("app/index.js") })`,
    ],
  ])("has the handler: %s", (_, code) => {
    expect(handlerOf(code)).toEqual(["resolved", "app/index.js"]);
  });

  it("has been made of the one source that has its name", () => {
    expect(handlerOf(archive(`"dist/orders/index.js"`))).toEqual(["resolved", "handlers/orders.ts"]);
  });

  test.each([
    [
      "a text",
      `new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") })`,
      "inline",
    ],
    ["under another name", archive(`"app/index.js"`, "other.js"), "opaque"],
    ["what is not known", archive(`fileOf("orders")`), "opaque"],
  ])("says nothing of a file: %s", (_, code, status) => {
    expect(handlerOf(code)).toEqual([status, undefined]);
  });
});

describe("what the program bundles itself", () => {
  test.each([
    [
      "a file for one of an archive",
      archive(`"out/list.js"`),
      `esbuild.buildSync({ entryPoints: ["handlers/orders.ts"], outfile: "out/list.js", bundle: true });`,
    ],
    [
      "a file of a folder",
      `new pulumi.asset.FileArchive("out/a")`,
      `esbuild.buildSync({ entryPoints: [path.join(__dirname, "handlers/orders.ts")], outfile: path.join(__dirname, "out/a/index.js") });`,
    ],
    [
      "a folder, by names for its files",
      `new pulumi.asset.FileArchive("out")`,
      `esbuild.buildSync({ entryPoints: { index: "handlers/orders.ts", other: "handlers/payments.ts" }, outdir: "out" });`,
    ],
    [
      "in a helper that gives the archive",
      `bundle("orders")`,
      `function bundle(name: string) {
  const outfile = path.join(__dirname, "out", name + "-bundle", "index.js");
  esbuild.buildSync({ entryPoints: [path.join(__dirname, "handlers", name + ".ts")], outfile });
  return ${archive("outfile")};
}`,
    ],
  ])("has its source: %s", (_, code, top) => {
    expect(handlerOf(code, top)).toEqual(["resolved", "handlers/orders.ts"]);
  });

  it("lacks an export that the source lacks", () => {
    expect(
      handlerOf(
        archive(`"out/list.js"`),
        `esbuild.buildSync({ entryPoints: ["handlers/orders.ts"], outfile: "out/list.js" });`,
        { "handlers/orders.ts": "export const main = async () => {};" },
      ),
    ).toEqual(["export-missing", undefined]);
  });

  test.each([
    ["another file", `esbuild.buildSync({ entryPoints: ["handlers/orders.ts"], outfile: "out/other.js" });`],
    ["a source that is not known", `esbuild.buildSync({ entryPoints: [entry()], outfile: "out/list.js" });`],
    ["another package", `other.buildSync({ entryPoints: ["handlers/orders.ts"], outfile: "out/list.js" });`],
  ])("is not taken for the handler: %s", (_, top) => {
    expect(handlerOf(archive(`"out/list.js"`), top)[1]).toBeUndefined();
  });
});
