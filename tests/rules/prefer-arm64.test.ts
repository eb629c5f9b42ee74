import rule from "../../src/rules/prefer-arm64.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const bare = samTemplate("Runtime: nodejs22.x");
const arm = (name: string, output: string) => [{ messageId: "setArm64", data: { name }, output }];

runConfigRule("prefer-arm64", rule, {
  valid: [
    { name: "arm64", code: samTemplate("Runtime: nodejs22.x\nArchitectures: [arm64]") },
    {
      name: "arm64 in the globals",
      code: samTemplate("Runtime: nodejs22.x", {
        before: "Globals: { Function: { Architectures: [arm64] } }\n",
      }),
    },
    { name: "a parameter: unknown", code: samTemplate("Runtime: nodejs22.x\nArchitectures: !Ref A") },
    {
      name: "arm64 in one of two cases",
      code: samTemplate("Runtime: nodejs22.x\nArchitectures: [!If [C, arm64, x86_64]]"),
    },
    { name: "an image is built for one", code: samTemplate("PackageType: Image") },
    { name: "a layer may be built for one", code: samTemplate("Runtime: nodejs22.x\nLayers: [a]") },
    { name: "a runtime without arm64", code: samTemplate("Runtime: nodejs10.x") },
    { name: "a program that was compiled for one", code: samTemplate("Runtime: provided.al2023") },
    { name: "no runtime: unknown", code: samTemplate() },
    {
      name: "Lambda@Edge in the CDK, by the service that its role trusts",
      filename: "lib/stack.ts",
      code: cdkStack(
        "",
        'fn.role.assumeRolePolicy.addStatements(new iam.PolicyStatement({ principals: [new iam.ServicePrincipal("edgelambda.amazonaws.com")], actions: ["sts:AssumeRole"] }));',
      ),
    },
    {
      name: "Lambda@Edge",
      code: plainTemplate("Runtime: nodejs22.x", {
        beside: `  V: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Create } }
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties: { DistributionConfig: { DefaultCacheBehavior: { LambdaFunctionAssociations: [{ EventType: viewer-request, LambdaFunctionARN: !Ref V }] } } }
`,
      }),
    },
  ],
  invalid: [
    {
      name: "nothing said in SAM",
      code: bare,
      errors: [
        {
          messageId: "preferArm64",
          data: { id: "Create", name: "Architectures" },
          ...locate(bare, "Create"),
          suggestions: arm(
            "Architectures",
            bare.replace("      Handler", "      Architectures: [arm64]\n      Handler"),
          ),
        },
      ],
    },
    {
      name: "x86_64 written out",
      code: plainTemplate("Runtime: nodejs22.x\nArchitectures:\n  - x86_64 # native"),
      errors: [
        {
          messageId: "preferArm64",
          data: { id: "Create", name: "Architectures" },
          ...locate(plainTemplate("Runtime: nodejs22.x\nArchitectures:\n  - x86_64 # native"), "x86_64"),
          suggestions: arm(
            "Architectures",
            plainTemplate("Runtime: nodejs22.x\nArchitectures:\n  - arm64 # native"),
          ),
        },
      ],
    },
    {
      name: "serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile("", { before: "runtime: nodejs22.x\narchitecture: x86_64" }),
      errors: [
        {
          messageId: "preferArm64",
          data: { id: "create", name: "architecture" },
          ...locate(serverlessFile("", { before: "runtime: nodejs22.x\narchitecture: x86_64" }), "x86_64"),
          suggestions: arm(
            "architecture",
            serverlessFile("", { before: "runtime: nodejs22.x\narchitecture: arm64" }),
          ),
        },
      ],
    },
    ...[
      {
        name: "serverless.ts",
        filename: "serverless.ts",
        code: `export default { provider: { name: "aws", runtime: "nodejs22.x" }, functions: { Create: { handler: "src/app.handler" } } };`,
        at: "Create",
        inserted: '{ architecture: "arm64", handler',
      },
      {
        name: "SST 3",
        filename: "infra/api.ts",
        code: `new sst.aws.Function("Create", { handler: "src/app.handler", runtime: "nodejs22.x" });`,
        at: '"Create"',
        inserted: '{ architecture: "arm64", handler',
      },
      {
        name: "Amplify",
        filename: "amplify/create/resource.ts",
        code: `import { defineFunction } from "@aws-amplify/backend"; export const create = defineFunction({ name: "Create", runtime: 22 });`,
        at: `defineFunction({ name: "Create", runtime: 22 })`,
        inserted: '{ architecture: "arm64", name',
      },
    ].map(({ name, filename, code, at, inserted }) => ({
      name,
      filename,
      code,
      errors: [
        {
          messageId: "preferArm64" as const,
          data: { id: "Create", name: "architecture" },
          ...locate(code, at),
          suggestions: arm(
            "architecture",
            code.replace(
              /\{ (?:handler|name: "Create")/,
              (found) => inserted + found.replace(/\{ (?:handler|name)/, ""),
            ),
          ),
        },
      ],
    })),
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack("architecture: lambda.Architecture.X86_64,"),
      errors: [
        {
          messageId: "preferArm64",
          data: { id: "Create", name: "architecture" },
          ...locate(cdkStack("architecture: lambda.Architecture.X86_64,"), "lambda.Architecture.X86_64"),
          suggestions: arm("architecture", cdkStack("architecture: lambda.Architecture.ARM_64,")),
        },
      ],
    },
  ],
});
