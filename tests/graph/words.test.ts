import { describe, expect, it } from "vitest";
import { scanSource } from "../../src/graph/scan/scan-source.js";

function loadsOf(text: string): readonly string[] {
  return scanSource(Buffer.from(text)).loads.map(({ kind, specifier }) => `${kind} ${specifier}`);
}

describe("words of the scanner", () => {
  it.each(["importer", "Import", "imports", "import$", "_import", "import1", "größe", "toString"])(
    "takes %s for a name like any other",
    (name) => {
      expect(loadsOf(`${name}("a"); ${name} "a"`)).toEqual([]);
    },
  );

  it.each([
    ['import "a"', "import a"],
    ['export * from "a"', "import a"],
    ['x = import("a")', "dynamic-import a"],
    ['x = require("a")', "require a"],
    ['x = __require("a")', "require a"],
  ])("knows those that load in %s", (text, load) => {
    expect(loadsOf(text)).toEqual([load]);
  });

  it.each(["return", "typeof", "case", "in", "instanceof", "void", "throw", "else", "do", "of", "default"])(
    "takes a slash after %s for a regular expression",
    (word) => {
      expect(loadsOf(`${word} /"/; require("a")`)).toEqual(["require a"]);
    },
  );

  it.each(["returns", "xtypeof", "els", "dose", "offer", "This", "end"])(
    "takes a slash after %s for a division",
    (name) => {
      expect(loadsOf(`${name} / 2; require("a"); "/"`)).toEqual(["require a"]);
    },
  );
});
