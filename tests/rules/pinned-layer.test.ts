import rule from "../../src/rules/pinned-layer.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const arn = "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsTypeScriptV2";
const layer = (text: string) => `Layers: [${text}]`;
const noVersion = plainTemplate(layer(`"${arn}"`));
const regional = samTemplate(layer('!Sub "arn:aws:lambda:${AWS::Region}:1:layer:tools"'));
const parameter = samTemplate(layer('"{{resolve:ssm:/layers/tools}}"'));
const latest = serverlessFile(`layers:\n  - ${arn}:$LATEST`);

runConfigRule("pinned-layer", rule, {
  valid: [
    { name: "a version", code: plainTemplate(layer(`"${arn}:12"`)) },
    {
      name: "a version in any region",
      code: samTemplate(layer('!Sub "arn:aws:lambda:${AWS::Region}:1:layer:tools:7"')),
    },
    {
      name: "a version that is a parameter",
      code: samTemplate(layer('!Sub "arn:aws:lambda:${AWS::Region}:1:layer:tools:${Version}"')),
    },
    {
      name: "a layer of the template",
      code: samTemplate(layer("!Ref Tools"), {
        beside: "  Tools: { Type: AWS::Serverless::LayerVersion }\n",
      }),
    },
    { name: "an import: unknown", code: samTemplate(layer("!ImportValue tools")) },
    { name: "a parameter: unknown", code: samTemplate(layer("!Ref Layer")) },
    {
      name: "a version of a parameter of SSM",
      code: samTemplate(layer('"{{resolve:ssm:/layers/tools:3}}"')),
    },
    { name: "no layers", code: samTemplate() },
  ],
  invalid: [
    {
      name: "no version",
      code: noVersion,
      errors: [{ messageId: "noVersion", data: { layer: arn }, ...locate(noVersion, `"${arn}"`) }],
    },
    {
      name: "no version in any region",
      code: regional,
      errors: [
        {
          messageId: "noVersion",
          data: { layer: "arn:aws:lambda:${AWS::Region}:1:layer:tools" },
          ...locate(regional, '!Sub "arn:aws:lambda:${AWS::Region}:1:layer:tools"'),
        },
      ],
    },
    {
      name: "a parameter of SSM that is read at each deployment",
      code: parameter,
      errors: [
        {
          messageId: "movingVersion",
          data: { layer: "{{resolve:ssm:/layers/tools}}" },
          ...locate(parameter, '"{{resolve:ssm:/layers/tools}}"'),
        },
      ],
    },
    {
      name: "the latest version",
      filename: "serverless.yml",
      code: latest,
      errors: [
        {
          messageId: "movingVersion",
          data: { layer: `${arn}:$LATEST` },
          ...locate(latest, `${arn}:$LATEST`),
        },
      ],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack(
        "layers: [lambda.LayerVersion.fromLayerVersionArn(this, 'L', 'arn:aws:lambda:eu-west-1:1:layer:tools')],",
      ),
      errors: [
        {
          messageId: "noVersion",
          data: { layer: "arn:aws:lambda:eu-west-1:1:layer:tools" },
          ...locate(
            cdkStack(
              "layers: [lambda.LayerVersion.fromLayerVersionArn(this, 'L', 'arn:aws:lambda:eu-west-1:1:layer:tools')],",
            ),
            "'arn:aws:lambda:eu-west-1:1:layer:tools'",
          ),
        },
      ],
    },
  ],
});
