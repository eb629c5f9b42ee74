import { describe, expect, it } from "vitest";
import type { EventKind } from "../../../src/knowledge/handler-types.js";
import { swallowedErrorsOf } from "../../../src/lambda/errors/swallowed-errors.js";
import { modelOf } from "../../support/model-of.js";

describe("the source of the events whose errors are lost", () => {
  const sourcesOf = (type: string, eventKinds: readonly EventKind[]) => {
    const code = `import type { ${type} } from "aws-lambda";
      export const handler: ${type} = async (event) => {
        try { await fetch("https://a.example"); } catch (error) { console.error(error); }
      };`;
    return swallowedErrorsOf(modelOf(code, { eventKinds }).lambda).map(({ source }) => source);
  };

  it("is one of HTTP, whichever of two kinds of API calls", () => {
    expect(sourcesOf("APIGatewayProxyHandler", ["apigw-rest"])).toEqual(["apigw-rest"]);
    expect(sourcesOf("APIGatewayProxyHandler", ["apigw-http"])).toEqual(["apigw-rest"]);
  });

  it("is unknown where the type and the configuration name others", () => {
    expect(sourcesOf("SQSHandler", ["apigw-http"])).toEqual([undefined]);
  });
});
