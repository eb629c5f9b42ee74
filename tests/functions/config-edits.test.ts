import { nameOfSetting } from "../../src/functions/setting-names.js";
import { describe, expect, it } from "vitest";
import { type TextEdit, insertEntry, replaceValue } from "../../src/functions/config-edits.js";
import type { Place } from "../../src/functions/config-value.js";

function placeOf(text: string, piece: string): Place {
  const start = text.indexOf(piece);
  return { file: "/a", line: 1, column: 1, range: [start, start + piece.length] };
}

function apply(text: string, edit: TextEdit | undefined): string | undefined {
  return edit && text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1]);
}

describe("replaceValue", () => {
  it.each([
    ["Timeout: 3 # s", "3", 3, 30, "Timeout: 30 # s"],
    ['Timeout: "3"', '"3"', 3, 30, 'Timeout: "30"'],
    ["Runtime: 'a'", "'a'", "a", "b", "Runtime: 'b'"],
    ["memorySize: 1_024,", "1_024", 1024, 2048, "memorySize: 2048,"],
    [
      "timeout: cdk.Duration.seconds(3),",
      "cdk.Duration.seconds(3)",
      3,
      30,
      "timeout: cdk.Duration.seconds(30),",
    ],
  ])("writes %s", (text, piece, value, replacement, output) => {
    expect(apply(text, replaceValue(text, placeOf(text, piece), value, replacement))).toBe(output);
  });

  it.each([
    ["a reference", "!Ref Time"],
    ["a variable", "timeoutSeconds"],
    ["another unit", "Duration.minutes(3)"],
  ])("leaves %s alone", (_, piece) => {
    expect(replaceValue(piece, placeOf(piece, piece), 3, 30)).toBeUndefined();
  });

  it("knows nothing without a range", () => {
    expect(replaceValue("3", { file: "/a", line: 1, column: 1 }, 3, 30)).toBeUndefined();
  });
});

describe("insertEntry", () => {
  it.each([
    ["a block", "P:\n  # first\n  A: 1\n  B: 2\n", "A: 1\n  B: 2", "P:\n  # first\n  N: 9\n  A: 1\n  B: 2\n"],
    ["a block with Windows' line ends", "P:\r\n  A: 1\r\n", "A: 1", "P:\r\n  N: 9\r\n  A: 1\r\n"],
    ["the item of a list", "- A: 1\n  B: 2\n", "A: 1\n  B: 2", "- N: 9\n  A: 1\n  B: 2\n"],
    ["a map in one line", "P: { A: 1 }", "{ A: 1 }", "P: { N: 9, A: 1 }"],
    ["an empty map", "P: {}", "{}", "P: { N: 9 }"],
    ["JSON", '{\n  "A": 1\n}', '{\n  "A": 1\n}', '{\n  "N": 9,\n  "A": 1\n}'],
    ["an object literal", "f({ a: 1, b });", "{ a: 1, b }", "f({ N: 9, a: 1, b });"],
    ["Windows' line ends", "f({\r\n  a,\r\n});", "{\r\n  a,\r\n}", "f({\r\n  N: 9,\r\n  a,\r\n});"],
    ["an object literal of several lines", "f({\n  a,\n});", "{\n  a,\n}", "f({\n  N: 9,\n  a,\n});"],
  ])("writes into %s", (_, text, piece, output) => {
    expect(apply(text, insertEntry(text, placeOf(text, piece), "N", "9"))).toBe(output);
  });

  it.each([
    ["a map that stands after a tag", "P: !X a: 1", "a: 1"],
    ["a call", "  f(props)", "(props)"],
  ])("leaves %s alone", (_, text, piece) => {
    expect(insertEntry(text, placeOf(text, piece), "N", "9")).toBeUndefined();
  });
});

it.each([
  ["new sst.aws.Function(id, {})", "memory"],
  [`import { Function } from "sst/constructs";`, "memorySize"],
])("names a setting as the version of the framework does: %s", (text, name) => {
  expect(nameOfSetting("sst", "memory", text)).toBe(name);
});
