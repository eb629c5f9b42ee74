import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../src/rules/index.js";
import { checkEdits, type EditProblems } from "../support/check-edits.js";
import { lintText } from "../support/lint-text.js";
import { readProjectFile } from "../support/project-files.js";
import { collectCodeBlocks, type CodeBlock } from "./code-blocks.js";

const headings = ["When Not To Use It", "What It Cannot See", "Related"];

describe.each(Object.entries(rules))("rules-docs/%s.md", (name, rule) => {
  const page = readProjectFile(`rules-docs/${name}.md`);
  const blocks = collectCodeBlocks(page);
  const titled = (tag: CodeBlock["tag"]) =>
    blocks.filter((block) => block.tag === tag).map((block) => ({ ...block, title: `line ${block.line}` }));
  const bad = titled("bad");
  const good = titled("good");

  it("says for each block of code whether it is bad, good or a config", () => {
    expect(titled(undefined).map(({ title }) => title)).toEqual([]);
    expect(bad.length).toBeGreaterThan(0);
    expect(good.length).toBeGreaterThan(0);
  });

  it.each(bad)("has a finding in the bad block of $title", (block) => {
    const messages = lint(block);
    expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
    expect(messages.length).toBeGreaterThan(0);
  });

  it.each(good)("has no finding in the good block of $title", (block) => {
    expect(lint(block)).toEqual([]);
  });

  describe("fixes and suggestions", () => {
    let problems: readonly EditProblems[] = [];
    beforeAll(() => {
      problems = checkEdits(name, rule, bad.map(toInput));
    });
    it.each(bad.map(({ title }, index) => ({ title, index })))(
      "are good in the bad block of $title",
      ({ index }) => {
        expect(problems[index]).toEqual([]);
      },
    );
  });

  it("says where the rule ends", () => {
    for (const heading of headings) expect(page).toContain(`\n## ${heading}\n`);
  });

  it("has an AWS page or another source behind what it says", () => {
    expect(page).toMatch(/\]\(https:\/\//);
  });

  function lint(block: CodeBlock) {
    return lintText({ [name]: rule }, toInput(block)).messages;
  }
});

function toInput({ code, filename, settings }: CodeBlock) {
  return { code, filename, settings: { "aws-lambda": settings } };
}
