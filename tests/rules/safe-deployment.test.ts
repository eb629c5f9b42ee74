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

runConfigRule("safe-deployment", rule, {
  valid: [
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
