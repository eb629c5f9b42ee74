import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../src/rules/index.js";
import { checkEdits, type EditProblems } from "../support/check-edits.js";
import { lintText, type LintInput } from "../support/lint-text.js";
import { readProjectFile } from "../support/project-files.js";
import { temporaryProject } from "../support/temporary-project.js";
import { collectCodeBlocks, collectExamples, type CodeBlock } from "./code-blocks.js";

const headings = ["When Not To Use It", "What It Cannot See", "Related"];

describe.each(Object.entries(rules))("rules-docs/%s.md", (name, rule) => {
  const page = readProjectFile(`rules-docs/${name}.md`);
  const blocks = collectCodeBlocks(page);
  const titled = (tag: CodeBlock["tag"]) =>
    collectExamples(blocks, tag).map((example) => ({ example, title: `line ${example[0]?.line}` }));
  const bad = titled("bad");
  const good = titled("good");

  it("says for each block of code whether it is bad, good or a config", () => {
    expect(titled(undefined).map(({ title }) => title)).toEqual([]);
    expect(bad.length).toBeGreaterThan(0);
    expect(good.length).toBeGreaterThan(0);
  });

  it.each(bad)("has a finding in the bad block of $title", ({ example }) => {
    const messages = lint(example);
    expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
    expect(messages.length).toBeGreaterThan(0);
  });

  it.each(good)("has no finding in the good block of $title", ({ example }) => {
    expect(lint(example)).toEqual([]);
  });

  describe("fixes and suggestions", () => {
    const single = bad.filter(({ example }) => example[0]?.project === undefined);
    let problems: readonly EditProblems[] = [];
    beforeAll(() => {
      problems = checkEdits(
        name,
        rule,
        single.flatMap(({ example }) => example.map(toInput)),
      );
    });
    it.each(single.map(({ title }, index) => ({ title, index })))(
      "are good in the bad block of $title",
      ({ index }) => {
        expect(problems[index]).toEqual([]);
      },
    );

    const projects = bad.filter(({ example }) => example[0]?.project !== undefined);
    it.runIf(projects.length > 0).each(projects)("are good in the project of $title", ({ example }) => {
      for (const input of writeProject(example)) expect(checkEdits(name, rule, [input])).toEqual([[]]);
    });
  });

  it("says where the rule ends", () => {
    for (const heading of headings) expect(page).toContain(`\n## ${heading}\n`);
  });

  it("has an AWS page or another source behind what it says", () => {
    expect(page).toMatch(/\]\(https:\/\//);
  });

  function lint(example: readonly CodeBlock[]) {
    const inputs = example[0]?.project === undefined ? example.map(toInput) : writeProject(example);
    return inputs.flatMap((input) => lintText({ [name]: rule }, input).messages);
  }
});

/** Writes the files of a project into a folder, each to be linted where it lies. */
function writeProject(example: readonly CodeBlock[]): LintInput[] {
  const folder = temporaryProject(Object.fromEntries(example.map(({ filename, code }) => [filename, code])));
  return example.map((block) => ({
    ...toInput(block),
    filename: join(folder, block.filename),
    cwd: folder,
  }));
}

function toInput({ code, filename, settings }: CodeBlock): LintInput {
  return { code, filename, settings: { "aws-lambda": settings } };
}
