import { describe, expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import { onlyValue } from "../../../src/functions/config-value.js";
import type { FunctionConfig } from "../../../src/functions/function-config.js";
import { temporaryProject } from "../../support/temporary-project.js";

const PROPS = `lambdaFunctionProps: { runtime: lambda.Runtime.NODEJS_22_X, handler: "create.handler", code: lambda.Code.fromAsset("src"), timeout: Duration.seconds(20) }`;

/** The functions of a stack that imports classes of patterns. */
function read(imports: string, body: string): readonly FunctionConfig[] {
  return codeFunctionsOfProject(
    temporaryProject({
      "cdk.json": '{ "app": "npx ts-node bin/app.ts" }',
      "src/create.ts": "export const handler = async () => {};\n",
      "lib/stack.ts": `
import { Duration, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
${imports}
export class Orders extends Stack {
  constructor(scope: Stack, id: string) {
    super(scope, id);
    ${body}
  }
}
`,
    }),
  );
}

function importOf(name: string, pattern: string): string {
  return `import { ${name} } from "@aws-solutions-constructs/${pattern}";`;
}

describe("patterns of AWS Solutions Constructs", () => {
  it("make a function of its properties, and more that is not known", () => {
    const [found, ...others] = read(
      importOf("LambdaToDynamoDB", "aws-lambda-dynamodb"),
      `new LambdaToDynamoDB(this, "Store", { ${PROPS} });`,
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id: "Store/LambdaFunction",
      framework: "cdk",
      handler: { status: "resolved", exportName: "handler" },
      memoryMb: { k: "default", value: 128 },
      env: { isComplete: false },
      failureSinks: { isComplete: false },
      sources: [],
      tracing: undefined,
    });
    expect(onlyValue(found?.timeoutSec)).toBe(20);
    expect(onlyValue(found?.runtime)).toBe("nodejs22.x");
  });

  test.each([
    ["SqsToLambda", "aws-sqs-lambda", "", "sqs"],
    ["SnsToLambda", "aws-sns-lambda", "", "sns"],
    ["S3ToLambda", "aws-s3-lambda", "", "s3"],
    ["DynamoDBStreamsToLambda", "aws-dynamodbstreams-lambda", "", "dynamodb-stream"],
    ["KinesisStreamsToLambda", "aws-kinesisstreams-lambda", "", "kinesis"],
    ["ApiGatewayToLambda", "aws-apigateway-lambda", "", "apigw-rest"],
    ["CognitoToApiGatewayToLambda", "aws-cognito-apigateway-lambda", "", "apigw-rest"],
    ["IotToLambdaToDynamoDB", "aws-iot-lambda-dynamodb", "", "iot"],
    [
      "EventbridgeToLambda",
      "aws-eventbridge-lambda",
      "eventRuleProps: { schedule: Schedule.rate(Duration.days(1)) }, ",
      "scheduled",
    ],
    [
      "EventbridgeToLambda",
      "aws-eventbridge-lambda",
      'eventRuleProps: { eventPattern: { source: ["orders"] } }, ',
      "eventbridge",
    ],
    ["EventbridgeToLambda", "aws-eventbridge-lambda", "eventRuleProps: rule, ", undefined],
    ["AlexaToLambda", "aws-alexa-lambda", "", undefined],
  ])("say what %s invokes (%s, %s)", (name, pattern, more, kind) => {
    const [found] = read(importOf(name, pattern), `new ${name}(this, "Jobs", { ${more}${PROPS} });`);
    expect(found?.sources.map((source) => source.kind)).toEqual([kind]);
    expect(found?.sources[0]?.integrationTimeoutMs).toBeUndefined();
  });

  it("invoke a function that they are given", () => {
    const [found, ...others] = read(
      `${importOf("SqsToLambda", "aws-sqs-lambda")}${importOf("LambdaToS3", "aws-lambda-s3")}`,
      `const fn = new lambda.Function(this, "Create", { runtime: lambda.Runtime.NODEJS_22_X, handler: "create.handler", code: lambda.Code.fromAsset("src") });
       const queue = new SqsToLambda(this, "Jobs", { existingLambdaObj: fn });
       new LambdaToS3(this, "Files", { existingLambdaObj: queue.lambdaFunction });`,
    );
    expect(others).toEqual([]);
    expect(found?.sources.map(({ kind }) => kind)).toEqual(["sqs"]);
  });

  it("give out their function", () => {
    const [found] = read(
      importOf("LambdaToDynamoDB", "aws-lambda-dynamodb"),
      `const store = new LambdaToDynamoDB(this, "Store", { ${PROPS} });
       new Rule(this, "Daily", { schedule: Schedule.rate(Duration.days(1)) }).addTarget(new LambdaFunction(store.lambdaFunction));
       store.lambdaFunction.addEnvironment("LEVEL", "info");`,
    );
    expect(found?.sources.map(({ kind }) => kind)).toEqual(["scheduled"]);
    expect(found?.env.variables.has("LEVEL")).toBe(true);
  });

  it.each([
    ["of another package", 'import { SqsToLambda } from "./sqs-to-lambda.js";'],
    ["with no function", importOf("SqsToLambda", "aws-s3-sqs")],
  ])("make nothing where they are %s", (_, imports) => {
    expect(read(imports, `new SqsToLambda(this, "Jobs", { ${PROPS} });`)).toEqual([]);
  });
});
