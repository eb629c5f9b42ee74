/** What is written into a template: lines without indentation. */
export interface TemplateParts {
  /** Lines before `Resources`, with the indentation of the file. */
  readonly before?: string;
  /** Resources beside the function, with the indentation of the file. */
  readonly beside?: string;
}

function indent(lines: string, by: string): string {
  return lines === "" ? "" : `${lines.replace(/^(?=.)/gm, by)}\n`;
}

/** A template of AWS SAM with the function `Create`, which has these properties. */
export function samTemplate(properties = "", { before = "", beside = "" }: TemplateParts = {}): string {
  return `${before}Resources:
  Create:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler # the entry
${indent(properties, "      ")}${beside}`;
}

/** A template of CloudFormation with the function `Create`, which has these properties. */
export function plainTemplate(properties = "", parts: TemplateParts = {}): string {
  return samTemplate(properties, parts).replace("AWS::Serverless::Function", "AWS::Lambda::Function");
}

/** A serverless.yml with the function `create`; `before` are lines of the provider, `beside` of the file. */
export function serverlessFile(own = "", { before = "", beside = "" }: TemplateParts = {}): string {
  return `service: orders
provider:
  name: aws
${indent(before, "  ")}functions:
  create:
    handler: src/app.handler # the entry
${indent(own, "    ")}${beside}`;
}

/** CDK code with the function `Create`, which has these properties; `rest` are statements after it, which know it as `fn`. */
export function cdkStack(properties = "", rest = ""): string {
  return `import { Duration, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as sources from "aws-cdk-lib/aws-lambda-event-sources";
import * as sqs from "aws-cdk-lib/aws-sqs";

export class Orders extends Stack {
  constructor(scope: never, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, "Create", {
      code: lambda.Code.fromAsset("src"),
      handler: "app.handler",
      runtime: lambda.Runtime.NODEJS_24_X,
${indent(properties, "      ")}    });
${indent(rest, "    ")}  }
}
`;
}

/** The files of an app of the CDK with one stack, whose constructor ends with these statements. */
export function cdkApp(statements: string, imports = "") {
  return {
    "package.json": "{}",
    "cdk.json": '{ "app": "node bin/app.ts" }',
    "bin/app.ts": `import { App } from "aws-cdk-lib";
import { Orders } from "../lib/stack";
new Orders(new App(), "Orders");
`,
    "lib/stack.ts": `import { Stack } from "aws-cdk-lib";
${indent(imports, "")}import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope: never, id: string) {
    super(scope, id);
${indent(statements, "    ")}  }
}
`,
  };
}
