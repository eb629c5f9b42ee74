import { expect, test } from "vitest";
import { infrastructureModules, webFrameworkModules } from "../../src/knowledge/web-frameworks.js";
import { matchesModule } from "../../src/knowledge/index-facts.js";

function isInfrastructure(module: string): boolean {
  return infrastructureModules.some((fact) => matchesModule(module, fact.module));
}

test.each([
  "express",
  "next",
  "fastify",
  "koa",
  "@hapi/hapi",
  "h3",
  "@vercel/node",
  "@azure/functions",
  "msw",
  "yargs",
])("%s has handlers of its own", (name) => {
  expect(webFrameworkModules.has(name)).toBe(true);
});

test.each([
  "aws-lambda",
  "@types/aws-lambda",
  "@middy/core",
  "serverless-http",
  "@fastify/aws-lambda",
  "sst",
])("handlers of %s are Lambda's", (name) => {
  expect(webFrameworkModules.has(name)).toBe(false);
});

test("names packages, not their subpaths", () => {
  const subpaths = [...webFrameworkModules.keys()].filter((name) => !/^(@[^/]+\/)?[^/@]+$/.test(name));
  expect(subpaths).toEqual([]);
});

test.each([
  "aws-cdk-lib",
  "aws-cdk-lib/aws-lambda-nodejs",
  "constructs",
  "@aws-cdk/aws-lambda-python-alpha",
  "@pulumi/aws",
  "cdktf",
  "sst/constructs",
  "@serverless/typescript",
  "projen",
  "@aws-amplify/backend",
])("%s describes infrastructure", (module) => {
  expect(isInfrastructure(module)).toBe(true);
});

test.each([
  "sst",
  "sst/node/api",
  "@aws-amplify/backend/function/runtime",
  "@aws-sdk/client-cloudformation",
  "aws-cdk-library",
  "./constructs",
])("%s runs inside a function", (module) => {
  expect(isInfrastructure(module)).toBe(false);
});
