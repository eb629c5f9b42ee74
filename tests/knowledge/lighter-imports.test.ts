import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { lighterImports } from "../../src/knowledge/lighter-imports.js";
import { lodashFunctions } from "../../src/knowledge/lodash-functions.js";
import { weigh } from "../../src/weight/weigh.js";

const require = createRequire(import.meta.url);

/** What the rewrite of `module` makes of an imported name. */
function partOf(module: string, name: string): string | undefined {
  return lighterImports.find((fact) => fact.module === module)?.rewrite?.specifierOf(name);
}

describe("lighter imports", () => {
  it("name each module once, with a page that was read within the last year", () => {
    const modules = lighterImports.map((fact) => fact.module);
    expect(new Set(modules).size).toBe(modules.length);
    for (const { module, source, checked } of lighterImports) {
      expect(source, module).toMatch(/^https:\/\//);
      const ageInDays = (Date.now() - Date.parse(checked)) / 86_400_000;
      expect(ageInDays, module).toBeGreaterThan(-1);
      expect(ageInDays, module).toBeLessThan(366);
    }
  });

  it.each(lighterImports.map(({ module, measuredAs }) => ({ module, measuredAs })))(
    "$measuredAs was measured to be lighter than $module",
    ({ module, measuredAs }) => {
      for (const format of ["cjs", "esm"] as const) {
        const heavy = weigh(module, format);
        const light = weigh(measuredAs, format);
        if (heavy === undefined || light === undefined) throw new Error(`${format} is not in the table`);
        expect(light.likely).toBeLessThan(heavy.likely);
      }
    },
  );

  it("are parts of the same library where the edit is mechanical, and where bundlers find them by themselves", () => {
    for (const { module, relation, rewrite, isTreeShakable } of lighterImports)
      if (rewrite !== undefined || isTreeShakable === true) expect(relation, module).toBe("part");
  });

  it("have files of lodash for functions that work the same alone, and for nothing that is merely a member", () => {
    for (const name of ["hasOwnProperty", "valueOf", "prototype", "constructor", "bind", "placeholder"])
      expect(lodashFunctions.has(name), name).toBe(false);
    for (const name of lodashFunctions) expect(typeof require(`lodash/${name}.js`), name).toBe("function");
  });

  it("rewrite to parts of the same package", () => {
    for (const { module, rewrite, measuredAs } of lighterImports) {
      if (rewrite === undefined) continue;
      expect(measuredAs.startsWith(`${module}/`), module).toBe(true);
    }
  });

  it.each([
    ["lodash", "get", "lodash/get.js"],
    ["lodash-es", "debounce", "lodash-es/debounce.js"],
    ["date-fns", "formatISO", "date-fns/formatISO"],
    ["date-fns/locale", "de", "date-fns/locale/de"],
    ["date-fns/locale", "enUS", "date-fns/locale/en-US"],
    ["date-fns/locale", "uzCyrl", "date-fns/locale/uz-Cyrl"],
    ["date-fns/locale", "beTarask", "date-fns/locale/be-tarask"],
    ["aws-sdk", "S3", "aws-sdk/clients/s3.js"],
    ["aws-sdk", "CognitoIdentityServiceProvider", "aws-sdk/clients/cognitoidentityserviceprovider.js"],
    ["@faker-js/faker", "faker", "@faker-js/faker/locale/en"],
  ])("finds %s's %s in %s", (module, name, part) => {
    expect(partOf(module, name)).toBe(part);
  });

  it.each([
    ["lodash", "default"],
    ["lodash", "VERSION"],
    ["lodash", "Dictionary"],
    ["lodash", "chain"],
    ["lodash", "partial"],
    ["lodash-es", "curry"],
    ["date-fns", "formatDate"],
    ["date-fns", "Locale"],
    ["date-fns/locale", "Locale"],
    ["aws-sdk", "config"],
    ["aws-sdk", "AWSError"],
    ["aws-sdk", "Credentials"],
    ["@faker-js/faker", "fakerDE"],
  ])("leaves %s's %s where it is", (module, name) => {
    expect(partOf(module, name)).toBeUndefined();
  });
});
