import { expect, it, vi } from "vitest";
import { oncePer } from "../../src/syntax/once-per.js";

it("computes once for each object", () => {
  const compute = vi.fn((key: { name: string }) => ({ name: key.name }));
  const get = oncePer(compute);
  const [first, second] = [{ name: "first" }, { name: "second" }];
  expect(get(first)).toBe(get(first));
  expect(get(second)).toEqual({ name: "second" });
  expect(get(first)).toEqual({ name: "first" });
  expect(compute).toHaveBeenCalledTimes(2);
});

it("hands on the other arguments, and keeps two values of one object apart", () => {
  const key = {};
  const getName = oncePer((_key: object, name: string) => ({ name }));
  const getLength = oncePer((_key: object, name: string) => ({ length: name.length }));
  expect(getName(key, "orders")).toEqual({ name: "orders" });
  expect(getLength(key, "orders")).toEqual({ length: 6 });
});

it("leaves no key that others would meet", () => {
  const key = { type: "Program" };
  oncePer(() => ({}))(key);
  expect(Object.keys(key)).toEqual(["type"]);
  expect(JSON.stringify(key)).toBe('{"type":"Program"}');
});

it("computes once for an object that takes no property", () => {
  const compute = vi.fn(() => ({}));
  const get = oncePer<object, object, []>(compute);
  const key = Object.freeze({});
  expect(get(key)).toBe(get(key));
  expect(compute).toHaveBeenCalledTimes(1);
});
