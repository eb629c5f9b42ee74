import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildRulesIndex } from "../../scripts/generate-rules-index.js";
import { rules } from "../../src/rules/index.js";
import { listNames, listRuleNames, projectRoot, readProjectFile } from "../support/project-files.js";

const ruleNames = listRuleNames();

/** Rules that hold the code against its configuration, and report at the code. */
const joined = new Set<string>([
  "batch-response-mismatch",
  "callback-on-node24",
  "durable-mismatch",
  "event-type-mismatch",
  "failure-sink-mismatch",
  "iam-difference",
  "idle-vcpus",
  "init-budget",
  "inlined-secret",
  "integration-timeout",
  "isolated-egress",
  "lazy-import-with-provisioned-concurrency",
  "module-not-packaged",
  "native-architecture",
  "private-resource-without-vpc",
  "recursive-trigger",
  "sdk-budget-over-timeout",
  "shared-state-concurrency",
  "streaming-mismatch",
  "swallowed-error-by-source",
  "threads-below-one-vcpu",
  "undefined-env",
  "unneeded-vpc",
  "unresolved-handler",
  "unused-env",
]);

/** Pages of rules-docs that are about no rule. */
const otherPages = ["analyzer", "settings"];

describe("a rule is everywhere or nowhere", () => {
  it("has the rules that the plugin promises", () => {
    expect(ruleNames).toEqual(
      expect.arrayContaining([
        "no-client-in-handler",
        "no-heavy-import",
        "no-request-state-in-module-scope",
        "no-secret-in-env",
        "require-remaining-time-check",
      ]),
    );
  });

  it("has the generated index of src/rules up to date", () => {
    expect(readProjectFile("src/rules/index.ts")).toBe(buildRulesIndex(ruleNames));
    expect(Object.keys(rules)).toEqual(ruleNames);
  });

  it("has a test file for each rule and no other", () => {
    expect(listNames("tests/rules", ".test.ts")).toEqual(ruleNames);
  });

  it("has a page for each rule and no other", () => {
    expect(listNames("rules-docs", ".md").filter((name) => !otherPages.includes(name))).toEqual(ruleNames);
  });

  it.skipIf(!existsSync(`${projectRoot}README.md`))(
    "has a row in the README for each rule and no other",
    () => {
      const [, table = ""] =
        /<!-- begin auto-generated rules list -->([^]*)<!-- end auto-generated rules list -->/.exec(
          readProjectFile("README.md"),
        ) ?? [];
      const rows = [...table.matchAll(/^\| *\[([\w-]+)\]\(rules-docs\/([\w-]+)\.md\)/gm)];
      expect(rows.map(([, name]) => name).sort()).toEqual(ruleNames);
      expect(rows.map(([, , page]) => page).sort()).toEqual(ruleNames);
    },
  );
});

describe.each(ruleNames)("%s", (name) => {
  const isAboutConfiguration = rules[name]?.meta.languages !== undefined;

  it("is named as its file, for the construct that it is about", () => {
    expect((rules[name] as { name?: string }).name).toBe(name);
    // Rules about configuration, and those that join it with code, are named for the setting or for the conflict.
    expect(name).toMatch(
      isAboutConfiguration || joined.has(name)
        ? /^[a-z]+(?:-[a-z\d]+)*$/
        : /^(?:no|prefer|require|valid)-[a-z]+(?:-[a-z]+)*$/,
    );
  });

  it("gets its options from createRule, where the defaults are merged in", () => {
    expect(readProjectFile(`src/rules/${name}.ts`)).not.toContain("context.options");
  });

  it("reads the settings through the rule kit", () => {
    expect(readProjectFile(`src/rules/${name}.ts`)).not.toContain("context.settings");
  });
});
