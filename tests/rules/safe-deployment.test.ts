import rule from "../../src/rules/safe-deployment.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const preference = (text: string) => `AutoPublishAlias: live\nDeploymentPreference: ${text}`;
const atOnce = samTemplate("AutoPublishAlias: live");
const pulumiFunction = `import * as aws from "@pulumi/aws";
new aws.lambda.Function("Create", { handler: "index.handler", runtime: "nodejs24.x" });
`;
const unwatched = samTemplate(preference("{ Type: Linear10PercentEvery1Minute }"));

const edgeRole = (services: string) =>
  `  Trusted:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: ${services} } }]\n`;
const pulumiEdge = `import * as aws from "@pulumi/aws";
const rewrite = new aws.lambda.Function("Rewrite", { handler: "index.handler", runtime: "nodejs24.x", publish: true });
new aws.cloudfront.Distribution("Site", {
  orderedCacheBehaviors: [
    { pathPattern: "/*", lambdaFunctionAssociations: [{ eventType: "viewer-request", lambdaArn: rewrite.qualifiedArn }] },
  ],
});
`;

runConfigRule("safe-deployment", rule, {
  valid: [
    {
      name: "a function of CloudFront, which takes one version",
      code: plainTemplate("Role: !GetAtt Trusted.Arn", {
        beside: edgeRole("[lambda.amazonaws.com, edgelambda.amazonaws.com]"),
      }),
    },
    ...[
      "new cloudfront.Distribution(this, 'Site', { defaultBehavior: { origin, edgeLambdas: [{ functionVersion: fn.currentVersion, eventType }] } });",
      "new cloudfront.Distribution(this, 'Site', {}).addBehavior('/*', origin, { edgeLambdas: [{ functionVersion: fn.currentVersion, eventType }] });",
    ].map((statement) => ({
      name: `a function that a distribution of the CDK calls: ${statement.slice(0, 60)}`,
      filename: "lib/stack.ts",
      code: cdkStack("", `const { origin, eventType } = settings;\n${statement}`).replace(
        "export class",
        'import * as cloudfront from "aws-cdk-lib/aws-cloudfront";\ndeclare const settings: { origin: never; eventType: never };\nexport class',
      ),
    })),
    { name: "a function that a distribution of Pulumi calls", filename: "index.ts", code: pulumiEdge },
    {
      name: "a function of Pulumi whose role CloudFront takes",
      filename: "index.ts",
      code: `import * as aws from "@pulumi/aws";
const role = new aws.iam.Role("Edge", {
  assumeRolePolicy: JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] } }],
  }),
});
new aws.lambda.Function("Rewrite", { handler: "index.handler", runtime: "nodejs24.x", role: role.arn, publish: true });
`,
    },
    {
      name: "gradual, with alarms",
      code: samTemplate(preference("{ Type: Canary10Percent5Minutes, Alarms: [!Ref A] }")),
    },
    {
      name: "in the globals",
      code: samTemplate("", {
        before:
          "Globals: { Function: { AutoPublishAlias: live, DeploymentPreference: { Type: Canary10Percent5Minutes, Alarms: [!Ref A] } } }\n",
      }),
    },
    {
      name: "in the globals, with alarms of its own",
      code: samTemplate("DeploymentPreference: { Alarms: [!Ref A] }", {
        before:
          "Globals: { Function: { AutoPublishAlias: live, DeploymentPreference: { Type: Canary10Percent5Minutes } } }\n",
      }),
    },
    {
      name: "alarms in the globals, with a type of its own",
      code: samTemplate("DeploymentPreference: { Type: Canary10Percent5Minutes }", {
        before:
          "Globals: { Function: { AutoPublishAlias: live, DeploymentPreference: { Type: AllAtOnce, Alarms: [!Ref A] } } }\n",
      }),
    },
    {
      name: "a type that each deployment chooses, whatever its default",
      code: samTemplate(preference("{ Type: !Ref Type }"), {
        before: "Parameters: { Type: { Type: String, Default: AllAtOnce } }\n",
      }),
    },
    { name: "a type that a parameter says", code: samTemplate(preference("{ Type: !Ref Type }")) },
    {
      name: "gradual in production only",
      code: samTemplate(
        preference("{ Type: !If [Prod, Linear10PercentEvery1Minute, AllAtOnce], Alarms: [!Ref A] }"),
      ),
    },
    {
      name: "an alias of CloudFormation that CodeDeploy moves",
      code: plainTemplate("", {
        beside:
          "  Live:\n    Type: AWS::Lambda::Alias\n    UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: a } }\n    Properties: { FunctionName: !Ref Create, Name: live }\n",
      }),
    },
    {
      name: "an alias of a function that is not known",
      code: plainTemplate("", {
        beside: "  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !ImportValue f } }\n",
      }),
    },
    { name: "serverless.yml, where a plugin does it", filename: "serverless.yml", code: serverlessFile() },
    {
      name: "a macro that may write it",
      code: samTemplate("", { before: "Transform: [AWS::Serverless-2016-10-31, Deploy]\n" }),
    },
  ],
  invalid: [
    {
      name: "no alias",
      code: samTemplate(),
      errors: [
        {
          messageId: "noAlias",
          data: { id: "Create", words: "`AutoPublishAlias` and `DeploymentPreference`" },
          ...locate(samTemplate(), "Create"),
        },
      ],
    },
    {
      name: "no alias in CloudFormation",
      code: plainTemplate(),
      errors: [
        {
          messageId: "noAlias",
          data: { id: "Create", words: "`AWS::Lambda::Alias` and `AWS::CodeDeploy::DeploymentGroup`" },
          ...locate(plainTemplate(), "Create"),
        },
      ],
    },
    {
      name: "an alias, and all traffic at once",
      code: atOnce,
      errors: [
        {
          messageId: "allAtOnce",
          data: { id: "Create", canary: "`Canary10Percent5Minutes`" },
          ...locate(atOnce, "Create"),
        },
      ],
    },
    {
      name: "all at once, in words",
      code: samTemplate(preference("{ Type: AllAtOnce }")),
      errors: [
        {
          messageId: "allAtOnce",
          data: { id: "Create", canary: "`Canary10Percent5Minutes`" },
          ...locate(samTemplate(preference("{ Type: AllAtOnce }")), "{ Type: AllAtOnce }"),
        },
      ],
    },
    {
      name: "gradual, and nothing stops it",
      code: unwatched,
      errors: [
        {
          messageId: "noRollbackAlarms",
          data: { id: "Create" },
          ...locate(unwatched, "{ Type: Linear10PercentEvery1Minute }"),
        },
      ],
    },
    {
      name: "a role that Lambda alone takes",
      code: plainTemplate("Role: !GetAtt Trusted.Arn", { beside: edgeRole("lambda.amazonaws.com") }),
      errors: [
        {
          messageId: "noAlias",
          data: { id: "Create", words: "`AWS::Lambda::Alias` and `AWS::CodeDeploy::DeploymentGroup`" },
          ...locate(plainTemplate(), "Create"),
        },
      ],
    },
    {
      name: "code of Pulumi",
      filename: "index.ts",
      code: pulumiFunction,
      errors: [
        {
          messageId: "noAlias",
          data: { id: "Create", words: "`publish`, `aws.lambda.Alias` and `aws.codedeploy.DeploymentGroup`" },
          ...locate(pulumiFunction, '"Create"'),
        },
      ],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack(
        "",
        "new lambda.Alias(this, 'Live', { aliasName: 'live', version: fn.currentVersion });",
      ),
      errors: [
        {
          messageId: "allAtOnce",
          data: { id: "Create", canary: "`LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES`" },
          ...locate(
            cdkStack(
              "",
              "new lambda.Alias(this, 'Live', { aliasName: 'live', version: fn.currentVersion });",
            ),
            "new lambda.Alias(this, 'Live', { aliasName: 'live', version: fn.currentVersion })",
          ),
        },
      ],
    },
  ],
});
