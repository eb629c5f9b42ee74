import { describe, expect, it } from "vitest";
import { rules } from "../../src/rules/index.js";
import { lintText } from "../support/lint-text.js";
import { readProjectFile } from "../support/project-files.js";

const severities = ["off", "warn", "error"];

/** Verbs that say what to do next; a suggestion begins with one, and a finding has a sentence that does. */
const imperatives =
  /^(?:Add|Await|Cache|Call|Check|Clear|Close|Compare|Copy|Create|Declare|Derive|Fetch|Give|Import|Insert|Keep|Load|Make|Move|Pass|Pin|Raise|Read|Remove|Rename|Replace|Return|Set|Start|Stop|Store|Take|Throw|Use|Wrap|Write)\b/;

/** As much of JSON Schema as the options of rules use. */
interface OptionSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, OptionSchema>>;
  readonly additionalProperties?: unknown;
  readonly items?: OptionSchema | readonly OptionSchema[];
  readonly anyOf?: readonly OptionSchema[];
}

/** `createRule` adds this one to each rule. */
const sharedMessageIds = ["invalidSettings"];

const namedRules = Object.entries(rules);

describe.each(namedRules)("%s: meta.docs", (name, { meta: { docs } }) => {
  it("describes the rule as ESLint's rules do", () => {
    expect(docs?.description).toMatch(/^(?:disallow|enforce|require|prefer) .+[^.]$/);
  });

  it("says its severities, and is nowhere stricter in recommended than in strict", () => {
    const [recommended, strict] = [docs?.recommended, docs?.strict].map((severity) =>
      severities.indexOf(severity ?? ""),
    );
    expect(recommended).toBeGreaterThanOrEqual(0);
    expect(strict).toBeGreaterThanOrEqual(Math.max(1, recommended ?? 0));
  });

  it("says which entries of the catalogue it answers", () => {
    expect(docs?.seed.length).toBeGreaterThan(0);
  });

  it("links to its page", () => {
    expect(docs?.url).toMatch(new RegExp(`/rules-docs/${name}\\.md$`));
  });
});

describe.each(namedRules)("%s: messages", (name, { meta }) => {
  const messages = Object.entries(meta.messages).filter(([id]) => !sharedMessageIds.includes(id));
  const suggestions = messages.filter(([, text]) => isSuggestion(text));
  const findings = messages.filter(([, text]) => !isSuggestion(text));

  it.each(messages)("%s is whole sentences, with names in backticks", (_, text) => {
    expect(text).toMatch(/^[A-Z`{].*\.$/s);
    expect(text).not.toMatch(/ {2}|\n|['‘“"]\{\{/);
    expect(text.match(/`/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
  });

  it.each(findings)("%s says what is found, why it matters and what to do next", (_, text) => {
    const sentences = splitSentences(text);
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(
      sentences.slice(1).some((sentence) => imperatives.test(sentence)),
      text,
    ).toBe(true);
    expect(text.split(/\s+/).length).toBeGreaterThanOrEqual(10);
  });

  it("has suggestions if it says so", () => {
    expect(meta.hasSuggestions ?? false).toBe(suggestions.length > 0);
  });

  it("has at least one finding", () => {
    expect(findings.length).toBeGreaterThan(0);
  });

  it("tests every message", () => {
    const test = readProjectFile(`tests/rules/${name}.test.ts`);
    for (const [id] of messages) expect(test).toMatch(new RegExp(`"${id}"`));
  });
});

describe.each(namedRules)("%s: options", (name, rule) => {
  const { meta } = rule;
  const schemas = (Array.isArray(meta.schema) ? meta.schema : [meta.schema]) as readonly OptionSchema[];
  const defaultOptions = meta.defaultOptions ?? [];

  it("describes each property, allows no other, and leaves the defaults to meta.defaultOptions", () => {
    for (const schema of schemas.flatMap(collectSchemas)) {
      expect(schema).not.toHaveProperty("default");
      if (schema.properties === undefined) continue;
      expect(schema).toHaveProperty("additionalProperties", false);
      for (const [key, property] of Object.entries(schema.properties)) {
        expect(property.description, key).toMatch(/^[A-Z`].+\.$/s);
      }
    }
  });

  it("has defaults that its schema allows", () => {
    expect(defaultOptions.length).toBeLessThanOrEqual(schemas.length);
    const { messages } = lintText({ [name]: rule }, { code: "", filename: "a.ts", options: defaultOptions });
    expect(messages).toEqual([]);
  });
});

function collectSchemas(schema: OptionSchema): OptionSchema[] {
  const { properties = {}, items = [], anyOf = [] } = schema;
  return [schema, ...[Object.values(properties), items, anyOf].flat(2).flatMap(collectSchemas)];
}

function isSuggestion(text: string): boolean {
  return splitSentences(text).length === 1 && imperatives.test(text);
}

function splitSentences(text: string): string[] {
  return text.split(/(?<=\.) +(?=[A-Z`{])/);
}
