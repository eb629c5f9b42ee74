import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";
import plugin from "../src/index.js";
import { packageInfo } from "../src/rule-kit/package-info.js";
import { rules } from "../src/rules/index.js";

describe("the plugin", () => {
  it("says who it is, so that ESLint can cache, print and serialise configs", () => {
    expect(plugin.meta).toEqual({
      name: packageInfo.name,
      version: packageInfo.version,
      namespace: "aws-lambda",
    });
  });

  it.each(["recommended", "strict"] as const)("has the config %s as the rules' meta say", (name) => {
    const severities = Object.entries(rules).map(([rule, { meta }]) => [
      `aws-lambda/${rule}`,
      meta.docs?.[name],
    ]);
    const expected: unknown = Object.fromEntries(severities.filter(([, severity]) => severity !== "off"));
    expect(plugin.configs[name].rules).toEqual(expected);
    expect(plugin.configs[name].name).toBe(`aws-lambda/${name}`);
  });

  it.each(["security", "cold-start"] as const)(
    "has the rules of its concern in the config %s, whether or not they are recommended",
    (name) => {
      const severities = Object.entries(rules)
        .filter(([, { meta }]) => meta.docs?.concerns?.includes(name))
        .map(([rule, { meta }]) => [
          `aws-lambda/${rule}`,
          meta.docs?.recommended === "off" ? "warn" : meta.docs?.recommended,
        ]);
      expect(severities.length).toBeGreaterThan(0);
      expect(plugin.configs[name].rules).toEqual(Object.fromEntries(severities));
    },
  );

  it("has every rule in the config strict", () => {
    expect(Object.keys(plugin.configs.strict.rules ?? {})).toEqual(
      Object.keys(rules).map((name) => `aws-lambda/${name}`),
    );
  });

  it.each([
    ["templates", "recommended"],
    ["templates-strict", "strict"],
  ] as const)("has the rules about configuration in the config %s, as severe as in %s", (name, severity) => {
    const severities = Object.entries(rules)
      .filter(([, { meta }]) => meta.languages?.includes("aws-lambda/template"))
      .map(([rule, { meta }]) => [`aws-lambda/${rule}`, meta.docs?.[severity]])
      .filter(([, wanted]) => wanted !== "off");
    expect(severities.length).toBeGreaterThan(0);
    expect(plugin.configs[name].rules).toEqual(Object.fromEntries(severities));
  });

  it.each(["templates", "templates-strict"] as const)(
    "runs with the config %s alone, on templates only, and says where one is no YAML",
    async (name) => {
      const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [plugin.configs[name]] });
      const lint = async (text: string, filePath: string) => {
        const [result] = await eslint.lintText(text, { filePath });
        return result?.messages.map(({ ruleId, line, column }) => [ruleId, line, column]);
      };
      expect(await eslint.calculateConfigForFile("src/handler.ts")).toBeUndefined();
      const code = "Resources:\n  Create: { Type: AWS::Serverless::Function }\n";
      for (const file of ["template.yaml", "api/template.yml", "orders.template.json", "a/stack.template"])
        expect(await lint(code, file)).toContainEqual(["aws-lambda/memory-size", 2, 3]);
      const serverless = "provider: { name: aws }\nfunctions:\n  create: {}\n";
      for (const file of ["serverless.yml", "orders/serverless.prod.yaml"])
        expect(await lint(serverless, file)).toContainEqual(["aws-lambda/memory-size", 3, 3]);
      expect(await lint("{{ values }}: [", "template.yaml")).toEqual([]);
      expect(await lint("", "template.yaml")).toEqual([]);
      expect(await lint("# AWS::Lambda::Function\n%", "template.yaml")).toEqual([[null, 2, 2]]);
    },
  );

  it.each(["recommended", "strict", "security", "cold-start"] as const)(
    "runs with the config %s alone, on JavaScript only",
    async (name) => {
      const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [plugin.configs[name]] });
      const config = (await eslint.calculateConfigForFile("src/handler.mjs")) as
        { plugins: object } | undefined;
      expect(Object.keys(config?.plugins ?? {})).toContain("aws-lambda");
      expect(await eslint.calculateConfigForFile("template.yaml")).toBeUndefined();
      const [result] = await eslint.lintText("export const handler = async () => 1;\n", {
        filePath: "src/handler.js",
      });
      expect(result?.messages).toEqual([]);
    },
  );
});
