import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { listNames, projectRoot, readProjectFile } from "../support/project-files.js";

const pages = [
  ...listNames("", ".md").map((name) => `${name}.md`),
  ...listNames("rules-docs", ".md").map((name) => `rules-docs/${name}.md`),
];

describe.each(pages)("%s", (page) => {
  const links = [...readProjectFile(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const localLinks = links.filter((target) => !/^[a-z]+:/.test(target));

  it("links to files and headings that exist", () => {
    expect(localLinks.filter((target) => !exists(page, target))).toEqual([]);
  });
});

function exists(page: string, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? page : join(dirname(page), file);
  if (!existsSync(projectRoot + path)) return false;
  return anchor === undefined || collectAnchors(readProjectFile(path)).includes(anchor);
}

/** The anchors that GitHub gives to the headings of a page. */
function collectAnchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}
