import rule from "../../src/rules/supported-runtime.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const set = (newest: string, output: string, name = "Runtime") => [
  { messageId: "setRuntime", data: { name, newest }, output },
];
const both = samTemplate("Runtime: !If [Old, nodejs10.x, nodejs12.x]");

const VERSION = "AWSTemplateFormatVersion: 2010-09-09\n";

runConfigRule("supported-runtime", rule, {
  valid: [
    { name: "a supported runtime", code: samTemplate("Runtime: nodejs24.x") },
    { name: "a runtime that is newer than the table", code: samTemplate("Runtime: nodejs28.x") },
    { name: "a runtime of another language", code: samTemplate("Runtime: python3.14") },
    { name: "a runtime of a plugin", filename: "serverless.yml", code: serverlessFile("runtime: rust") },
    { name: "a placeholder of a template for templates", code: samTemplate("Runtime: NODEJS_VERSION") },
    {
      name: "no runtime in a part of a template, whose globals stand elsewhere",
      code: samTemplate(),
    },
    {
      name: "a runtime of the globals",
      code: samTemplate("", { before: `${VERSION}Globals: { Function: { Runtime: nodejs24.x } }\n` }),
    },
    {
      name: "no runtime in serverless.yml, which has a default",
      code: serverlessFile(),
      filename: "serverless.yml",
    },
    { name: "no runtime of an image", code: samTemplate("PackageType: Image", { before: VERSION }) },
    {
      name: "no runtime where a macro may write one",
      code: samTemplate("Fn::Transform: { Name: Own }", { before: VERSION }),
    },
    {
      name: "code of Python in the template",
      code: plainTemplate("Runtime: python3.14\nCode: { ZipFile: a }", { before: VERSION }),
    },
    { name: "an image has none", code: samTemplate("PackageType: Image\nRuntime: nodejs12.x") },
    { name: "one of two is supported", code: samTemplate("Runtime: !If [Old, nodejs12.x, nodejs24.x]") },
    {
      name: "a parameter without a default: unknown",
      code: samTemplate("Runtime: !Ref Node", { before: "Parameters: { Node: { Type: String } }\n" }),
    },
  ],
  invalid: [
    {
      name: "functions with it can no longer be updated",
      code: samTemplate("Runtime: nodejs12.x # old"),
      errors: [
        {
          messageId: "blockedRuntime",
          data: {
            runtime: "nodejs12.x",
            deprecated: "2023-03-31",
            blocked: "2023-04-30",
            name: "Runtime",
            newest: "nodejs24.x",
          },
          ...locate(samTemplate("Runtime: nodejs12.x # old"), "nodejs12.x"),
          suggestions: set("nodejs24.x", samTemplate("Runtime: nodejs24.x # old")),
        },
      ],
    },
    {
      name: "deprecated, in the provider of serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile("", { before: "runtime: 'nodejs18.x'" }),
      errors: [
        {
          messageId: "deprecatedRuntime",
          data: {
            runtime: "nodejs18.x",
            deprecated: "2025-09-01",
            blocked: "2027-03-03",
            name: "runtime",
            newest: "nodejs24.x",
          },
          ...locate(serverlessFile("", { before: "runtime: 'nodejs18.x'" }), "'nodejs18.x'"),
          suggestions: set("nodejs24.x", serverlessFile("", { before: "runtime: 'nodejs24.x'" }), "runtime"),
        },
      ],
    },
    {
      name: "another language has a newest runtime of its own",
      code: plainTemplate("Runtime: python2.7"),
      errors: [
        {
          messageId: "blockedRuntime",
          data: {
            runtime: "python2.7",
            deprecated: "2021-07-15",
            blocked: "2022-05-30",
            name: "Runtime",
            newest: "python3.14",
          },
          ...locate(plainTemplate("Runtime: python2.7"), "python2.7"),
          suggestions: set("python3.14", plainTemplate("Runtime: python3.14")),
        },
      ],
    },
    {
      name: "every branch is over, reported at the first: no edit for a condition",
      code: both,
      errors: [
        {
          messageId: "blockedRuntime",
          data: {
            runtime: "nodejs10.x",
            deprecated: "2021-07-30",
            blocked: "2022-02-14",
            name: "Runtime",
            newest: "nodejs24.x",
          },
          ...locate(both, "nodejs10.x"),
        },
      ],
    },
    {
      name: "a name that Lambda does not have",
      code: samTemplate("Runtime: node22.x"),
      errors: [
        {
          messageId: "unknownRuntime",
          data: { runtime: "node22.x", name: "Runtime", newest: "nodejs24.x" },
          ...locate(samTemplate("Runtime: node22.x"), "node22.x"),
          suggestions: set("nodejs24.x", samTemplate("Runtime: nodejs24.x")),
        },
      ],
    },
    {
      name: "the stack of CDK code",
      filename: "lib/stack.ts",
      code: 'import { Stack } from "aws-cdk-lib";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nexport class Orders extends Stack {\n  constructor(scope: never, id: string) {\n    super(scope, id);\n    new lambda.Function(this, "Create", {\n      code: lambda.Code.fromAsset("src"),\n      handler: "app.handler",\n      runtime: lambda.Runtime.NODEJS_14_X,\n    });\n  }\n}\n',
      errors: [
        {
          messageId: "deprecatedRuntime",
          data: {
            runtime: "nodejs14.x",
            deprecated: "2023-12-04",
            blocked: "2027-03-03",
            name: "runtime",
            newest: "nodejs24.x",
          },
          ...{ line: 9, column: 16, endLine: 9, endColumn: 42 },
          suggestions: set(
            "nodejs24.x",
            'import { Stack } from "aws-cdk-lib";\nimport * as lambda from "aws-cdk-lib/aws-lambda";\nexport class Orders extends Stack {\n  constructor(scope: never, id: string) {\n    super(scope, id);\n    new lambda.Function(this, "Create", {\n      code: lambda.Code.fromAsset("src"),\n      handler: "app.handler",\n      runtime: lambda.Runtime.NODEJS_24_X,\n    });\n  }\n}\n',
            "runtime",
          ),
        },
      ],
    },
  ],
});

/** CDK code in a project with a version of the CDK that has names for these runtimes. */
function withCdk(names: readonly string[], runtime: string) {
  const code = cdkStack().replace("NODEJS_24_X", runtime);
  const members = names.map((name) => `  static readonly ${name}: Runtime;\n`).join("");
  const files = {
    "package.json": "{}",
    "lib/stack.ts": code,
    "node_modules/aws-cdk-lib/aws-lambda/lib/runtime.d.ts": `export declare class Runtime {\n${members}}\n`,
  };
  return { code, testCase: { filename: "lib/stack.ts", files } };
}

const olderNames = ["NODEJS_18_X", "NODEJS_20_X", "NODEJS_LATEST", "NODEJS_22_X", "PYTHON_3_14"];
const isOld = withCdk(olderNames, "NODEJS_18_X");
const isVeryOld = withCdk(["NODEJS_18_X", "NODEJS_20_X"], "NODEJS_18_X");
const old = {
  messageId: "deprecatedRuntime",
  data: {
    runtime: "nodejs18.x",
    deprecated: "2025-09-01",
    blocked: "2027-03-03",
    name: "runtime",
    newest: "nodejs24.x",
  },
  ...locate(isOld.code, "lambda.Runtime.NODEJS_18_X"),
};

runConfigRule("supported-runtime (of an installed CDK)", rule, {
  valid: [{ name: "a runtime of an older one", ...withCdk(olderNames, "NODEJS_22_X").testCase }],
  invalid: [
    {
      name: "that has no name for the newest: the edit has to compile",
      ...isOld.testCase,
      errors: [
        {
          ...old,
          data: { ...old.data, newest: "nodejs22.x" },
          suggestions: set("nodejs22.x", isOld.code.replace("NODEJS_18_X", "NODEJS_22_X"), "runtime"),
        },
      ],
    },
    {
      name: "that has names for none that Lambda supports",
      ...isVeryOld.testCase,
      errors: [old],
    },
  ],
});

const withoutRuntime = plainTemplate("", { before: VERSION });
const inRuby = plainTemplate("Runtime: ruby3.4\nCode: { ZipFile: a }", { before: VERSION });

runConfigRule("supported-runtime (what a package needs)", rule, {
  valid: [
    { name: "a runtime", code: plainTemplate("Runtime: nodejs24.x", { before: VERSION }) },
    {
      name: "code of Python in the template, beside the other",
      code: plainTemplate("Runtime: python3.14\nCode: { ZipFile: a }", { before: VERSION }),
    },
  ],
  invalid: [
    {
      name: "no runtime",
      code: withoutRuntime,
      errors: [
        {
          messageId: "noRuntime",
          data: { id: "Create", name: "Runtime", newest: "nodejs24.x" },
          ...locate(withoutRuntime, "Create"),
        },
      ],
    },
    {
      name: "code of another language in the template",
      code: inRuby,
      errors: [
        { messageId: "notInline", data: { id: "Create", runtime: "ruby3.4" }, ...locate(inRuby, "ruby3.4") },
      ],
    },
  ],
});
