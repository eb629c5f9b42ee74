import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../support/project-files.js";
import { findLoadedPackages } from "./loaded-packages.js";

/** Lints a handler in which each rule has something to look at. */
function lintProgram({ parser, plugin }: { readonly parser: boolean; readonly plugin: boolean }): string {
  const filename = parser ? "src/handler.ts" : "src/handler.mjs";
  return `
    const { Linter } = await import("eslint");
    const parser = ${parser} ? await import("@typescript-eslint/parser") : undefined;
    const plugin = ${plugin} ? (await import("eslint-plugin-aws-lambda")).default : undefined;
    const code = \`
      import { S3Client } from "@aws-sdk/client-s3";
      import * as AWS from "aws-sdk";
      import { google } from "googleapis";
      import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
      import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
      import { GetParametersByPathCommand, SSMClient } from "@aws-sdk/client-ssm";
      import { Pool } from "pg";
      const pool = new Pool();
      const bus = new EventBridgeClient({ requestHandler: { requestTimeout: 9 } });
      const [lambda, ssm] = [new LambdaClient({}), new SSMClient({})];
      let last;
      export const handler = async (event) => {
        last = event;
        const s3 = new S3Client({});
        for (const record of event.Records) await s3.send(record);
        for (const Detail of event.details) await bus.send(new PutEventsCommand({ Entries: [{ Detail }] }));
        const { Parameters } = await ssm.send(new GetParametersByPathCommand({ Path: "/app" }));
        await lambda.send(new InvokeCommand({ FunctionName: Parameters[1].Value }));
        await fetch("https://example.com");
        if (event.sheet) return google.sheets("v4");
        return process.env.API_SECRET ?? new AWS.SQS();
      };
    \`;
    const messages = new Linter().verify(
      code,
      [
        { files: ["**"], languageOptions: parser ? { parser } : {}, rules: { "max-lines": ["error", 99] } },
        ...(plugin ? [{ ...plugin.configs.strict, settings: { "aws-lambda": { handlerFiles: ["src/*"] } } }] : []),
      ],
      { filename: ${JSON.stringify(filename)} },
    );
    if (messages.some(({ fatal }) => fatal)) throw new Error(messages[0].message);
    const silent = Object.keys(plugin?.rules ?? {}).filter(
      (name) => !messages.some(({ ruleId }) => ruleId === "aws-lambda/" + name),
    );
    if (silent.length > 0) throw new Error("No finding of " + silent);
  `;
}

/** Lints a file of this project that imports a package which is in no table. */
function lintInstalledProgram(plugin: boolean): string {
  return `
    const { Linter } = await import("eslint");
    const plugin = ${plugin} ? (await import("eslint-plugin-aws-lambda")).default : undefined;
    // The rule gives up when a graph takes too long: on a busy machine the clock stands still.
    performance.now = () => 0;
    const code = 'import { Linter } from "eslint";\\nexport const handler = async (event) => event.a && new Linter();\\n';
    const rules = { "aws-lambda/no-heavy-import": ["error", { maxMs: 1 }] };
    const lint = () => new Linter().verify(
      code,
      [{ files: ["**"], ...(plugin && { plugins: { "aws-lambda": plugin }, rules }) }],
      { filename: process.cwd() + "/src/index.ts" },
    );
    let messages = lint();
    // On a slow machine, the first time is over before the packages are read: the next goes on from there.
    for (let round = 0; plugin && messages.length === 0 && round < 50; round++) messages = lint();
    if (plugin && messages.length !== 1) throw new Error("No finding: " + JSON.stringify(messages));
  `;
}

function subtract(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}

describe("loading the plugin", () => {
  it("loads a part of @typescript-eslint/utils and what that stands on, neither TypeScript nor ESLint", () => {
    expect(findLoadedPackages(`await import("eslint-plugin-aws-lambda");`)).toEqual([
      "@eslint-community/eslint-utils",
      "@typescript-eslint/types",
      "@typescript-eslint/utils",
      "eslint-visitor-keys",
    ]);
  });

  it("would see a package that it loads, in either module format", () => {
    expect(findLoadedPackages(`await import("picomatch");`)).toEqual(["picomatch"]);
    expect(findLoadedPackages(`await import("@middy/core");`)).toEqual(["@middy/core"]);
  });
});

describe("linting with every rule", () => {
  it("loads only picomatch beside what ESLint and typescript-eslint's parser load, and that for globs", () => {
    const without = findLoadedPackages(lintProgram({ parser: true, plugin: false }));
    const withPlugin = findLoadedPackages(lintProgram({ parser: true, plugin: true }));
    expect(without).toEqual(expect.arrayContaining(["eslint", "typescript", "@typescript-eslint/parser"]));
    expect(subtract(withPlugin, without)).toEqual(
      subtract(["@typescript-eslint/utils", "picomatch"], without),
    );
  });

  it("loads a resolver once there are installed packages to weigh that no cache has, and neither ts-morph nor a bundler", () => {
    rmSync(join(projectRoot, "node_modules/.cache/eslint-plugin-aws-lambda"), {
      recursive: true,
      force: true,
    });
    const without = findLoadedPackages(lintInstalledProgram(false));
    const withPlugin = findLoadedPackages(lintInstalledProgram(true));
    const added = subtract(withPlugin, without);
    expect(added).toContain("oxc-resolver");
    for (const heavy of ["typescript", "ts-morph", "esbuild"]) expect(added).not.toContain(heavy);
  });

  it("loads no TypeScript where the parser is ESLint's own", () => {
    const withPlugin = findLoadedPackages(lintProgram({ parser: false, plugin: true }));
    expect(withPlugin).toContain("picomatch");
    expect(withPlugin).not.toContain("typescript");
  });
});
