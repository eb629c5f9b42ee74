import rule from "../../src/rules/package-limits.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const layers = (count: number) =>
  `Layers: [${Array.from({ length: count }, (_, index) => `"arn:aws:lambda:eu-west-1:1:layer:l${index}:1"`).join(", ")}]`;
const sixOfTwo = samTemplate(layers(3), { before: `Globals: { Function: { ${layers(3)} } }\n` });
const variables = (text: string) => `Environment:\n  Variables:\n    ${text}`;
const long = "x".repeat(2_100);
const tooLarge = plainTemplate(`${variables(`A: ${long}`)}\n    B: ${long}`);

runConfigRule("package-limits", rule, {
  valid: [
    { name: "five layers", code: plainTemplate(layers(5)) },
    { name: "layers as a parameter", code: plainTemplate("Layers: !Ref Layers") },
    { name: "variables of one's own", code: samTemplate(variables("TABLE: t")) },
    {
      name: "variables of Lambda that may be set",
      code: samTemplate(variables("AWS_LAMBDA_EXEC_WRAPPER: /opt/w")),
    },
    {
      name: "a variable that only looks like a reserved one",
      code: samTemplate(variables("AWS_REGIONS: a,b")),
    },
    { name: "a long value that is not known", code: samTemplate(variables(`A: !Sub "\${B}${long}${long}"`)) },
    { name: "one of two values is short", code: samTemplate(variables(`A: !If [C, ${long}${long}, a]`)) },
    { name: "storage that Lambda has", code: samTemplate("EphemeralStorage: { Size: 10240 }") },
    { name: "storage that is not known", code: samTemplate("EphemeralStorage: { Size: !ImportValue s }") },
  ],
  invalid: [
    {
      name: "six layers",
      code: plainTemplate(layers(6)),
      errors: [
        {
          messageId: "tooManyLayers",
          data: { id: "Create", count: 6, max: 5 },
          ...locate(plainTemplate(layers(6)), '"arn:aws:lambda:eu-west-1:1:layer:l0:1"'),
        },
      ],
    },
    {
      name: "three layers and three of the globals",
      code: sixOfTwo,
      errors: [
        {
          messageId: "tooManyLayers",
          data: { id: "Create", count: 6, max: 5 },
          ...locate(sixOfTwo, '"arn:aws:lambda:eu-west-1:1:layer:l0:1"', 1),
        },
      ],
    },
    {
      name: "variables of more than 4 kB",
      code: tooLarge,
      errors: [
        {
          messageId: "environmentTooLarge",
          data: { id: "Create", bytes: 4_202, max: 4_096 },
          ...locate(tooLarge, "Create"),
        },
      ],
    },
    {
      name: "a reserved variable",
      code: samTemplate(variables("AWS_REGION: !Ref AWS::Region")),
      errors: [
        {
          messageId: "reservedVariable",
          data: { variable: "AWS_REGION" },
          ...locate(samTemplate(variables("AWS_REGION: x")), "AWS_REGION"),
        },
      ],
    },
    {
      name: "a reserved variable in the provider, once for all functions",
      filename: "serverless.yml",
      code: serverlessFile("", {
        before: "environment: { AWS_REGION: x }",
        beside: "  other:\n    handler: b.handler\n",
      }),
      errors: [
        {
          messageId: "reservedVariable",
          data: { variable: "AWS_REGION" },
          ...locate(serverlessFile("", { before: "environment: { AWS_REGION: x }" }), "AWS_REGION"),
        },
      ],
    },
    {
      name: "too little storage",
      code: samTemplate("EphemeralStorage: { Size: 256 }"),
      errors: [
        {
          messageId: "storageOutOfRange",
          data: { id: "Create", mb: 256, min: 512, max: 10_240 },
          ...locate(samTemplate("EphemeralStorage: { Size: 256 }"), "256"),
          suggestions: [
            {
              messageId: "setStorage",
              data: { name: "EphemeralStorage", mb: 512 },
              output: samTemplate("EphemeralStorage: { Size: 512 }"),
            },
          ],
        },
      ],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack("environment: { AWS_REGION: 'x' },"),
      errors: [
        {
          messageId: "reservedVariable",
          data: { variable: "AWS_REGION" },
          ...locate(cdkStack("environment: { AWS_REGION: 'x' },"), "AWS_REGION"),
        },
      ],
    },
  ],
});

const image = samTemplate("PackageType: Image\nRuntime: nodejs24.x\nLayers: [tools]");
const mapping = (more: string, queue: string) =>
  samTemplate("Runtime: nodejs24.x", {
    beside: `  Queue: ${queue}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Create
      EventSourceArn: !GetAtt Queue.Arn
      ${more}
`,
  });
const fifo = "{ Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }";
const batch = mapping("BatchSize: 50", fifo);
const notForImages = (setting: string, piece: string) => ({
  messageId: "notForImages",
  data: { id: "Create", setting },
  ...locate(image, piece),
});

runConfigRule("package-limits (images and batches)", rule, {
  valid: [
    { name: "the same for a zip file", code: samTemplate("Runtime: nodejs24.x\nLayers: [a]") },
    {
      name: "a runtime of the globals, for an image among zip files",
      code: samTemplate("PackageType: Image", {
        before: "Globals: { Function: { Runtime: nodejs24.x } }\n",
      }).replace("      Handler: app.handler # the entry\n", ""),
    },
    { name: "a batch that a FIFO queue gives", code: mapping("BatchSize: 10", fifo) },
    { name: "a larger one of another queue", code: mapping("BatchSize: 50", "{ Type: AWS::SQS::Queue }") },
    { name: "a batch that is not known", code: mapping("BatchSize: !Ref Size", fifo) },
    {
      name: "a queue that may be one",
      code: mapping("BatchSize: 50", fifo.replace("true", "!If [Ordered, true, false]")),
    },
  ],
  invalid: [
    {
      name: "what only a zip file has, of an image",
      code: image,
      errors: [
        notForImages("Handler", "app.handler"),
        notForImages("Runtime", "nodejs24.x"),
        notForImages("Layers", "tools"),
      ],
    },
    {
      name: "more than a FIFO queue gives",
      code: batch,
      errors: [
        {
          messageId: "batchTooLarge",
          data: { id: "Create", size: 50, max: 10 },
          ...locate(batch, "50"),
          suggestions: [{ messageId: "setBatchSize", data: { max: 10 }, output: batch.replace("50", "10") }],
        },
      ],
    },
  ],
});
