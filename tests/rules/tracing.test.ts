import rule from "../../src/rules/tracing.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const active = (name: string, output: string) => [{ messageId: "setActive", data: { name }, output }];

/** A service with functions that say nothing of tracing, and one that is traced. */
const service = (...names: readonly string[]) =>
  `service: orders
provider: { name: aws, runtime: nodejs22.x }
functions:
  traced: { handler: src/app.handler, tracing: Active }
${names.map((name) => `  ${name}:\n    handler: src/app.handler\n`).join("")}`;

runConfigRule("tracing", rule, {
  valid: [
    { name: "active", code: samTemplate("Tracing: Active") },
    {
      name: "active in the globals",
      code: samTemplate("", { before: "Globals: { Function: { Tracing: Active } }\n" }),
    },
    { name: "active in CloudFormation", code: plainTemplate("TracingConfig: { Mode: Active }") },
    { name: "a parameter: unknown", code: samTemplate("Tracing: !Ref Mode") },
    { name: "active in one of two cases", code: samTemplate("Tracing: !If [Prod, Active, PassThrough]") },
    { name: "a layer that may trace", code: samTemplate("Layers: [a]") },
    { name: "another tool", code: samTemplate("Environment: { Variables: { OTEL_SERVICE_NAME: orders } }") },
    { name: "variables that are not known", code: samTemplate("Environment: !Ref E") },
    {
      name: "the provider of serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile("", { before: "tracing: { lambda: true }" }),
    },
    {
      name: "the provider of serverless.yml, for a plugin that traces all functions",
      filename: "serverless.yml",
      code: serverlessFile("", { before: "tracing: true" }),
    },
    {
      name: "a function that CloudFront runs, which X-Ray does not know",
      filename: "serverless.yml",
      code: serverlessFile("events: [{ cloudFront: { eventType: viewer-request, origin: s3 } }]"),
    },
    {
      name: "a function that a plugin gives to CloudFront",
      filename: "serverless.yml",
      code: serverlessFile("lambdaAtEdge: { distribution: Site, eventType: origin-request }"),
    },
  ],
  invalid: [
    {
      name: "nothing said in SAM",
      code: samTemplate(),
      errors: [
        {
          messageId: "noTracing",
          data: { id: "Create", name: "Tracing" },
          ...locate(samTemplate(), "Create"),
          suggestions: active(
            "Tracing",
            samTemplate().replace("      Handler", "      Tracing: Active\n      Handler"),
          ),
        },
      ],
    },
    {
      name: "nothing said in CloudFormation",
      code: plainTemplate(),
      errors: [
        {
          messageId: "noTracing",
          data: { id: "Create", name: "TracingConfig" },
          ...locate(plainTemplate(), "Create"),
          suggestions: active(
            "TracingConfig",
            plainTemplate().replace("      Handler", "      TracingConfig: { Mode: Active }\n      Handler"),
          ),
        },
      ],
    },
    {
      name: "only what the caller traces",
      code: plainTemplate("TracingConfig: { Mode: PassThrough }"),
      errors: [
        {
          messageId: "noTracing",
          data: { id: "Create", name: "TracingConfig" },
          ...locate(plainTemplate("TracingConfig: { Mode: PassThrough }"), "PassThrough"),
          suggestions: active("TracingConfig", plainTemplate("TracingConfig: { Mode: Active }")),
        },
      ],
    },
    {
      name: "nothing said in serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile(),
      errors: [
        {
          messageId: "noTracing",
          data: { id: "create", name: "tracing" },
          ...locate(serverlessFile(), "create"),
          suggestions: active(
            "tracing",
            serverlessFile().replace("    handler", "    tracing: Active\n    handler"),
          ),
        },
      ],
    },
    {
      name: "nothing said for three functions, and something for a fourth one",
      filename: "serverless.yml",
      code: service("create", "list", "send"),
      errors: [
        {
          messageId: "noTracing",
          data: { id: "create", name: "tracing" },
          ...locate(service("create", "list", "send"), "provider"),
          more: "So it is with 2 more functions of this service: `provider.tracing.lambda` sets it for all of them.",
          suggestions: active(
            "provider.tracing.lambda",
            service("create", "list", "send").replace(
              "provider: { ",
              "provider: { tracing: { lambda: Active }, ",
            ),
          ),
        },
      ],
    },
    {
      name: "nothing said for two functions: each",
      filename: "serverless.yml",
      code: service("create", "list"),
      errors: ["create", "list"].map((id) => ({
        messageId: "noTracing",
        data: { id, name: "tracing" },
        ...locate(service("create", "list"), id),
        suggestions: active(
          "tracing",
          service("create", "list").replace(`${id}:\n    `, `${id}:\n    tracing: Active\n    `),
        ),
      })),
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack("tracing: lambda.Tracing.PASS_THROUGH,"),
      errors: [
        {
          messageId: "noTracing",
          data: { id: "Create", name: "tracing" },
          ...locate(cdkStack("tracing: lambda.Tracing.PASS_THROUGH,"), "lambda.Tracing.PASS_THROUGH"),
        },
      ],
    },
  ],
});
