import { describe, expect, it } from "vitest";
import { Word, wordAt } from "../../src/graph/scan/words.js";

/** The word between `<` and `>`. */
function wordIn(text: string): Word {
  const start = text.indexOf("<");
  const code = Buffer.from(text.replace(/[<>]/g, ""));
  return wordAt(code, start, text.indexOf(">") - 1);
}

describe("words of the scanner", () => {
  it.each(["<>", "<importer>", "<Import>", "im<port>", "<impor>t", "<imports>", "<größe>", "<toString>"])(
    "takes %s for a name like any other",
    (text) => {
      expect(wordIn(text)).toBe(Word.None);
    },
  );

  it.each([
    ["<import> a", Word.Import],
    ["x = <require>('a')", Word.Require],
    ["<__require>('a')", Word.Require],
    ["<createRequire>(url)", Word.CreateRequire],
    ["<export> {}", Word.Export],
    ["<from> 'a'", Word.From],
    ["<return> /a/", Word.Expression],
    ["<typeof> a", Word.Expression],
    ["<else> {", Word.Block],
    ["<while> (a)", Word.Control],
    ["<function> f", Word.Function],
    ["<class> C", Word.Class],
    ["f.<apply>(null)", Word.Call],
    ["<globalThis>.a", Word.GlobalObject],
    ["new <Response>()", Word.WebGlobal],
  ])("knows %s", (text, word) => {
    expect(wordIn(text)).toBe(word);
  });
});
