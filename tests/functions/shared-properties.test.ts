import { expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { readTemplateText } from "../../src/functions/declared-functions.js";
import { temporaryProject } from "../support/temporary-project.js";

const anchored = `x-base: &base
  Handler: src/app.handler
  Runtime: nodejs22.x
Transform: AWS::Serverless-2016-10-31
Resources:
  One: { Type: AWS::Serverless::Function, Properties: *base }
`;

it("knows where to write a setting into an anchor of one function", () => {
  const [one] = readTemplateText(anchored, "/project/template.yaml");
  expect(one?.properties).toMatchObject({ line: 2 });
});

it("writes nothing into an anchor that several functions have, and into one that is merged", () => {
  const text = `${anchored}  Two: { Type: AWS::Serverless::Function, Properties: *base }
  Three: { Type: AWS::Serverless::Function, Properties: { <<: *base, Timeout: 5 } }
`;
  const places = readTemplateText(text, "/project/template.yaml").map(({ properties }) => properties?.line);
  expect(places).toEqual([undefined, undefined, 8]);
});

it("writes nothing into what a variable gives to several functions of a serverless.yml", () => {
  const text = `provider: { name: aws }
custom:
  common: { handler: src/app.handler }
functions:
  one: \${self:custom.common}
  two: \${self:custom.common}
  three: { handler: src/app.handler }
`;
  const places = readTemplateText(text, "/project/serverless.yml").map(({ properties }) => properties?.line);
  expect(places).toEqual([undefined, undefined, 7]);
});

test.each([
  [
    "an object of two functions",
    `const common = { handler: "src/app.handler" }; new sst.aws.Function("One", common); new sst.aws.Function("Two", common);`,
    [false, false],
  ],
  [
    "an expression that makes several",
    `for (const name of ["One", "Two"]) new sst.aws.Function(name, { handler: "src/app.handler" });`,
    [true, true],
  ],
])("writes into code as far as one function is meant: %s", (_, code, expected) => {
  const root = temporaryProject({
    "src/app.ts": "export const handler = async () => {};",
    "sst.config.ts": code,
  });
  const found = codeFunctionsOfProject(root).map(({ properties }) => properties !== undefined);
  expect(found).toEqual(expected);
});
