import rule from "../../src/rules/function-url-auth.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const open = samTemplate("FunctionUrlConfig:\n  AuthType: NONE # for now");
const resource = plainTemplate("", {
  beside:
    "  Url: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: !Ref Create } }\n",
});
const plain = serverlessFile("url: true");

runConfigRule("function-url-auth", rule, {
  valid: [
    { name: "no URL", code: samTemplate() },
    { name: "signed requests", code: samTemplate("FunctionUrlConfig: { AuthType: AWS_IAM }") },
    { name: "a parameter: unknown", code: samTemplate("FunctionUrlConfig: { AuthType: !Ref Auth }") },
    {
      name: "signed in one of two cases",
      code: samTemplate("FunctionUrlConfig: { AuthType: !If [Prod, AWS_IAM, NONE] }"),
    },
    {
      name: "the URL of a function that is declared elsewhere",
      code: plainTemplate("", {
        beside:
          "  Url: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, TargetFunctionArn: !ImportValue f } }\n",
      }),
    },
    {
      name: "an authorizer in serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile("url: { authorizer: aws_iam }"),
    },
  ],
  invalid: [
    {
      name: "everybody",
      code: open,
      errors: [
        {
          messageId: "publicUrl",
          data: { id: "Create" },
          ...locate(open, "NONE"),
          suggestions: [{ messageId: "useIam", output: open.replace("NONE", "AWS_IAM") }],
        },
      ],
    },
    {
      name: "everybody, of a resource beside the function",
      code: resource,
      errors: [
        {
          messageId: "publicUrl",
          data: { id: "Create" },
          ...locate(resource, "NONE"),
          suggestions: [{ messageId: "useIam", output: resource.replace("NONE", "AWS_IAM") }],
        },
      ],
    },
    {
      name: "everybody, in short: no edit",
      filename: "serverless.yml",
      code: plain,
      errors: [{ messageId: "publicUrl", data: { id: "create" }, ...locate(plain, "true") }],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack("", "fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });"),
      errors: [
        {
          messageId: "publicUrl",
          data: { id: "Create" },
          ...locate(
            cdkStack("", "fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });"),
            "lambda.FunctionUrlAuthType.NONE",
          ),
          suggestions: [
            {
              messageId: "useIam",
              output: cdkStack("", "fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });"),
            },
          ],
        },
      ],
    },
  ],
});

const allowed = (properties: string) =>
  samTemplate("", {
    beside: `  Allowed:\n    Type: AWS::Lambda::Permission\n    Properties: { FunctionName: !Ref Create, Action: lambda:InvokeFunction, ${properties} }\n`,
  });
const everybody = allowed('Principal: "*"');
const granted = cdkStack("", "fn.grantInvoke(new iam.AnyPrincipal());");

runConfigRule("function-url-auth (the function's own policy)", rule, {
  valid: [
    { name: "a service", code: allowed("Principal: s3.amazonaws.com") },
    { name: "an account", code: allowed("Principal: 123456789012") },
    { name: "everybody of an organisation", code: allowed('Principal: "*", PrincipalOrgID: o-123') },
    { name: "one source", code: allowed('Principal: "*", SourceArn: !GetAtt Topic.Arn') },
    {
      name: "the policy that a public URL needs, which is reported there",
      code: allowed('Principal: "*", FunctionUrlAuthType: NONE'),
    },
    { name: "a principal that is not known", code: allowed("Principal: !Ref Who") },
    {
      name: "a service, in the CDK",
      code: cdkStack("", 'fn.grantInvoke(new iam.ServicePrincipal("events.amazonaws.com"));'),
    },
  ],
  invalid: [
    {
      name: "everybody",
      code: everybody,
      errors: [{ messageId: "publicFunction", data: { id: "Create" }, ...locate(everybody, '"*"') }],
    },
    {
      name: "everybody, in the CDK",
      code: granted,
      filename: "stack.ts",
      errors: [
        { messageId: "publicFunction", data: { id: "Create" }, ...locate(granted, "new iam.AnyPrincipal()") },
      ],
    },
  ],
});
