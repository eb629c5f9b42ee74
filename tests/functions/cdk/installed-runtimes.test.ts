import { utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { installedRuntimeNames } from "../../../src/functions/cdk/installed-runtimes.js";
import { temporaryProject } from "../../support/temporary-project.js";

const importing = `import { Runtime } from "aws-cdk-lib/aws-lambda";`;
const declarations = "node_modules/aws-cdk-lib/aws-lambda/lib/runtime.d.ts";
const declare = (...names: readonly string[]): string =>
  `export declare class Runtime {
    /** All known ones: static readonly NODEJS_99_X */
    static readonly ALL: Runtime[];
${names.map((name) => `    static readonly ${name}: Runtime;\n`).join("")}    readonly name: string;
}`;

function namesIn(files: Readonly<Record<string, string>>, text = importing) {
  const names = installedRuntimeNames(path.join(temporaryProject(files), "infra/lib/stack.ts"), text);
  return names && [...names];
}

test("are those of the nearest installation above the file", () => {
  const files = {
    [`infra/${declarations}`]: declare("NODEJS_20_X", "PROVIDED_AL2023"),
    [declarations]: declare("NODEJS_24_X"),
  };
  expect(namesIn(files)).toEqual(["NODEJS_20_X", "PROVIDED_AL2023"]);
});

test("are those of version 1 where the file imports that", () => {
  const files = {
    "node_modules/@aws-cdk/aws-lambda/lib/runtime.d.ts": declare("NODEJS_14_X"),
    [declarations]: declare("NODEJS_24_X"),
  };
  expect(namesIn(files, `import * as lambda from "@aws-cdk/aws-lambda";`)).toEqual(["NODEJS_14_X"]);
});

test("are not known where nothing is installed, or the declarations have another form", () => {
  expect(namesIn({ "package.json": "{}" })).toBeUndefined();
  expect(namesIn({ [declarations]: "export declare const Runtime: unknown;" })).toBeUndefined();
});

test("are read anew when another version was installed", () => {
  const root = temporaryProject({ [declarations]: declare("NODEJS_20_X") });
  const file = path.join(root, "stack.ts");
  expect(installedRuntimeNames(file, importing)).toEqual(new Set(["NODEJS_20_X"]));
  writeFileSync(path.join(root, declarations), declare("NODEJS_20_X", "NODEJS_22_X"));
  utimesSync(path.join(root, declarations), 1, 1);
  expect(installedRuntimeNames(file, importing)).toEqual(new Set(["NODEJS_20_X", "NODEJS_22_X"]));
});
