import rule from "../../src/rules/memory-size.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack } from "../support/templates.js";

const sam = (properties: string, rest = ""): string => `${rest}Resources:
  Create:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler # the only one
${properties}      Runtime: nodejs22.x
`;
const serverless = (own: string, provider = ""): string => `service: orders
provider:
  name: aws
${provider}functions:
  create:
    handler: src/app.handler
${own}`;

/** The suggestions of a function without a size. */
function offers(name: string, write: (mb: number) => string) {
  return [512, 1024, 1769].map((mb) => ({ messageId: "setMemory", data: { name, mb }, output: write(mb) }));
}

const bare = sam("");
const flow = `Resources:
  Create: { Type: AWS::Lambda::Function, Properties: { Handler: app.handler, Code: src, Role: r, Runtime: nodejs22.x } }
`;
const json = `{
  "Resources": {
    "Create": {
      "Type": "AWS::Lambda::Function",
      "Properties": {
        "Handler": "app.handler"
      }
    }
  }
}
`;

/** A service of three functions that say nothing of memory. */
const three = (provider: string) =>
  `service: orders
${provider}functions:
${["one", "two", "six"].map((id) => `  ${id}: { handler: src/app.handler }\n`).join("")}`;

runConfigRule("memory-size", rule, {
  valid: [
    { name: "a file without functions", code: "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n" },
    { name: "a file that is no YAML and declares nothing", code: "{{ template }}: [" },
    { name: "a size in the function", code: sam("      MemorySize: 512\n") },
    { name: "a size as text", code: sam('      MemorySize: "512"\n') },
    { name: "a size in the globals", code: sam("", "Globals:\n  Function: { MemorySize: 512 }\n") },
    { name: "the smallest size, chosen", code: sam("      MemorySize: 128\n") },
    { name: "the largest size", code: sam("      MemorySize: 10240\n") },
    {
      name: "a function that CloudFront runs for viewers, which gets no more",
      filename: "serverless.yml",
      code: serverless("    events: [{ cloudFront: { eventType: viewer-request, origin: s3 } }]\n"),
    },
    {
      name: "a parameter without a default: unknown",
      code: sam("      MemorySize: !Ref Memory\n", "Parameters:\n  Memory: { Type: Number }\n"),
    },
    { name: "an import of another stack: unknown", code: sam("      MemorySize: !ImportValue memory\n") },
    {
      name: "a parameter with the default of Lambda: somebody chose it",
      code: sam("      MemorySize: !Ref Memory\n", "Parameters:\n  Memory: { Type: Number, Default: 128 }\n"),
    },
    {
      name: "one of several sizes is out of range",
      code: sam("      MemorySize: !If [IsProd, 20000, 512]\n"),
    },
    {
      name: "the provider has a size",
      filename: "serverless.yml",
      code: serverless("", "  memorySize: 512\n"),
    },
    {
      name: "a variable that only a deployment knows",
      filename: "serverless.yml",
      code: serverless("    memorySize: ${env:MEMORY}\n"),
    },
    {
      name: "a serverless.yml of another cloud",
      filename: "serverless.yml",
      code: serverless("").replace("aws", "google"),
    },
    {
      name: "a comment that says so",
      code: bare.replace(
        "  Create:",
        "  # eslint-disable-next-line aws-lambda/memory-size -- measured\n  Create:",
      ),
    },
    { name: "rules off in a comment", code: `# eslint aws-lambda/memory-size: "off"\n${bare}` },
    { name: "a whole file is disabled", code: `# eslint-disable aws-lambda/memory-size\n${bare}` },
  ],
  invalid: [
    {
      name: "no size in SAM",
      code: bare,
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "Create", mb: 128, of: "AWS SAM", name: "MemorySize" },
          ...locate(bare, "Create"),
          suggestions: offers("MemorySize", (mb) =>
            bare.replace("      Handler", `      MemorySize: ${mb}\n      Handler`),
          ),
        },
      ],
    },
    {
      name: "no size in CloudFormation, in flow style",
      code: flow,
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "Create", mb: 128, of: "CloudFormation", name: "MemorySize" },
          ...locate(flow, "Create"),
          suggestions: offers("MemorySize", (mb) =>
            flow.replace("{ Handler", `{ MemorySize: ${mb}, Handler`),
          ),
        },
      ],
    },
    {
      name: "no size in JSON",
      filename: "stack.template.json",
      code: json,
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "Create", mb: 128, of: "CloudFormation", name: "MemorySize" },
          ...locate(json, '"Create"'),
          suggestions: offers("MemorySize", (mb) =>
            json.replace('        "Handler"', `        "MemorySize": ${mb},\n        "Handler"`),
          ),
        },
      ],
    },
    {
      name: "no size in serverless.yml",
      filename: "serverless.yml",
      code: serverless(""),
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "create", mb: 1024, of: "the Serverless Framework", name: "memorySize" },
          ...locate(serverless(""), "create"),
          suggestions: offers("memorySize", (mb) =>
            serverless("").replace("    handler", `    memorySize: ${mb}\n    handler`),
          ),
        },
      ],
    },
    ...[
      {
        name: "no size in SST 3",
        filename: "infra/api.ts",
        code: `new sst.aws.Function("Create", { handler: "src/app.handler" });`,
        at: '"Create"',
        data: { mb: 1024, of: "SST", name: "memory" },
        written: (mb: number) => `{ memory: "${mb} MB", handler`,
        before: "{ handler",
      },
      {
        name: "no size in Amplify",
        filename: "amplify/create/resource.ts",
        code: `import { defineFunction } from "@aws-amplify/backend"; export const create = defineFunction({ name: "Create" });`,
        at: `defineFunction({ name: "Create" })`,
        data: { mb: 512, of: "Amplify", name: "memoryMB" },
        written: (mb: number) => `{ memoryMB: ${mb}, name`,
        before: "{ name",
      },
    ].map(({ name, filename, code, at, data, written, before }) => ({
      name,
      filename,
      code,
      errors: [
        {
          messageId: "chooseMemory" as const,
          data: { id: "Create", ...data },
          ...locate(code, at),
          suggestions: offers(data.name, (mb) => code.replace(before, written(mb))),
        },
      ],
    })),
    {
      name: "too small",
      code: sam('      MemorySize: "64" # MB\n'),
      errors: [
        {
          messageId: "memoryOutOfRange",
          data: { id: "Create", mb: 64, min: 128, max: 10_240 },
          ...locate(sam('      MemorySize: "64" # MB\n'), '"64"'),
          suggestions: [
            {
              messageId: "setMemory",
              data: { name: "MemorySize", mb: 128 },
              output: sam('      MemorySize: "128" # MB\n'),
            },
          ],
        },
      ],
    },
    {
      name: "too large, in the globals",
      code: sam("", "Globals:\n  Function: { MemorySize: 20000 }\n"),
      errors: [
        {
          messageId: "memoryOutOfRange",
          data: { id: "Create", mb: 20_000, min: 128, max: 10_240 },
          ...locate(sam("", "Globals:\n  Function: { MemorySize: 20000 }\n"), "20000"),
          suggestions: [
            {
              messageId: "setMemory",
              data: { name: "MemorySize", mb: 10_240 },
              output: sam("", "Globals:\n  Function: { MemorySize: 10240 }\n"),
            },
          ],
        },
      ],
    },
    {
      name: "every branch is out of range: no edit for a condition",
      code: sam("      MemorySize: !If [IsProd, 20000, 64]\n"),
      errors: [
        {
          messageId: "memoryOutOfRange",
          data: { id: "Create", mb: 20_000, min: 128, max: 10_240 },
          ...locate(sam("      MemorySize: !If [IsProd, 20000, 64]\n"), "Create"),
        },
      ],
    },
    {
      name: "a provider that is another file: at the function",
      filename: "serverless.yml",
      files: {
        "serverless.yml": "provider: ${file(provider.yml)}\nfunctions:\n  create:\n    handler: a.handler\n",
        "provider.yml": "name: aws\nmemorySize: 64\n",
      },
      errors: [
        {
          messageId: "memoryOutOfRange",
          data: { id: "create", mb: 64, min: 128, max: 10_240 },
          ...{ line: 3, column: 3, endLine: 3, endColumn: 9 },
          see: "provider.yml:2",
        },
      ],
    },
    {
      name: "nobody chose it for three functions: at the provider, which can set it for all of them",
      filename: "serverless.yml",
      code: three("provider:\n  name: aws\n"),
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "one", mb: 1024, of: "the Serverless Framework", name: "memorySize" },
          ...locate(three("provider:\n  name: aws\n"), "provider"),
          more: "So it is with 2 more functions of this service: `provider.memorySize` sets it for all of them.",
          suggestions: [512, 1024, 1769].map((mb) => ({
            messageId: "setMemory",
            data: { name: "provider.memorySize", mb },
            output: three(`provider:\n  memorySize: ${mb}\n  name: aws\n`),
          })),
        },
      ],
    },
    {
      name: "the same of a provider that is another file: no edit",
      filename: "serverless.yml",
      files: {
        "serverless.yml": three("provider: ${file(provider.yml)}\n"),
        "provider.yml": "name: aws\n",
      },
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "one", mb: 1024, of: "the Serverless Framework", name: "memorySize" },
          ...locate(three("provider: ${file(provider.yml)}\n"), "provider"),
          more: "So it is with 2 more functions of this service: `provider.memorySize` sets it for all of them.",
        },
      ],
    },
    {
      name: "functions that are another file: where the first one refers to it",
      filename: "serverless.yml",
      files: {
        "serverless.yml": "provider: { name: aws }\nfunctions:\n  - ${file(functions.yml)}\n",
        "functions.yml": "create:\n  handler: a.handler\n",
      },
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "create", mb: 1024, of: "the Serverless Framework", name: "memorySize" },
          ...{ line: 3, column: 5, endLine: 3, endColumn: 27 },
        },
      ],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack(),
      errors: [
        {
          messageId: "chooseMemory",
          data: { id: "Create", mb: 128, of: "AWS CDK", name: "memorySize" },
          ...locate(cdkStack(), '"Create"'),
          suggestions: offers("memorySize", (mb) =>
            cdkStack().replace("\n      code:", `\n      memorySize: ${mb},\n      code:`),
          ),
        },
      ],
    },
  ],
});
