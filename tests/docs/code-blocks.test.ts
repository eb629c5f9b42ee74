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
    },
    { code: "", tag: undefined, filename: "src/handler.tsx", settings: undefined, line: 13 },
  ]);
});
