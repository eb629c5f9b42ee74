import { expect, it } from "vitest";
import { findClosest } from "../../src/rule-kit/closest-word.js";

const keys = ["handlerNames", "handlerFiles", "clients", "testFiles"];

it.each([
  ["handlerName", "handlerNames"],
  ["handlernames", "handlerNames"],
  ["hanlderNames", "handlerNames"],
  ["client", "clients"],
  ["testfile", "testFiles"],
  ["runtime", undefined],
  ["", undefined],
])("takes %j for %j", (word, expected) => {
  expect(findClosest(word, keys)).toBe(expected);
});
