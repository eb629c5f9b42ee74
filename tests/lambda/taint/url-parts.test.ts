import { expect, it } from "vitest";
import { leadingParts } from "../../../src/lambda/taint/url-parts.js";
import { modelOf } from "../../support/model-of.js";

const leading = (expression: string): string[] => {
  const { lambda, probed, sourceCode } = modelOf(
    `const api = "https://api.example.com"; probe(${expression});`,
  );
  return leadingParts(probed, lambda.syntax).map((node) => sourceCode.getText(node as never));
};

it.each([
  ["a path", "`https://x.com/${a}`", []],
  ["a query", '"https://x.com?id=" + a', []],
  ["a constant base", "`${api}/${a}`", []],
  ["a constant base without a slash", "`${api}${a}`", ["a"]],
  ["an unknown base", "`${base}/${a}`", ["base"]],
  ["scheme and host", "`${scheme}://${host}/${a}`", ["scheme", "host"]],
  ["a host and a port", "`https://${host}:${port}/${a}`", ["host", "port"]],
  ["a subdomain", "`https://${tenant}.x.com/`", ["tenant"]],
  ["an encoded subdomain", "`https://${encodeURIComponent(tenant)}.x.com/`", []],
  ["an encoded host", "`https://${encodeURIComponent(host)}/`", ["encodeURIComponent(host)"]],
  ["a relative path", "`/orders/${a}`", []],
  ["two slashes", "`//${host}/a`", ["host"]],
  ["the whole", "url", ["url"]],
  ["a nested template", "`${`https://${host}`}/a`", ["host"]],
])("%s", (_, expression, expected) => {
  expect(leading(expression)).toEqual(expected);
});
