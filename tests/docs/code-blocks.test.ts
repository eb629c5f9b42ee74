import { expect, it } from "vitest";
import { collectCodeBlocks } from "./code-blocks.js";

it("reads the blocks of a page, with what their info strings say", () => {
  const page = [
    "# Page",
    "```ts bad",
    "export const a = 1;",
    "```",
    '```js good filename=src/a.cjs settings={"handlerNames":["main"]}',
    "exports.a = `\n`;",
    "",
    "```",
    "```json",
    "{}",
    "```",
    "```tsx",
    "```",
  ].join("\n");
  expect(collectCodeBlocks(page)).toEqual([
    { code: "export const a = 1;\n", tag: "bad", filename: "src/handler.ts", settings: undefined, line: 2 },
    {
      code: "exports.a = `\n`;\n\n",
      tag: "good",
      filename: "src/a.cjs",
      settings: { handlerNames: ["main"] },
      line: 5,
      project: undefined,
    },
    {
      code: "",
      tag: undefined,
      filename: "src/handler.tsx",
      settings: undefined,
      line: 13,
      project: undefined,
    },
  ]);
});

it("takes blocks with a file for one project when nothing is between them", () => {
  const page = [
    "```yaml bad file=template.yaml",
    "```",
    "",
    "```ts bad file=src/app.ts",
    "```",
    "Or:",
    "```ts good file=src/app.ts",
    "```",
    "```yaml good",
    "```",
    "```json",
    "```",
  ].join("\n");
  expect(collectCodeBlocks(page).map(({ filename, project }) => [filename, project])).toEqual([
    ["template.yaml", 0],
    ["src/app.ts", 0],
    ["src/app.ts", 1],
    ["template.yaml", undefined],
  ]);
});
