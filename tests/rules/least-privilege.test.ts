import rule from "../../src/rules/least-privilege.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const policy = (statement: string) => `Policies:\n  - Statement:\n      - ${statement}`;
const of = (action: string, resource: string, more = "") =>
  samTemplate(policy(`{ Effect: Allow, Action: ${action}, Resource: ${resource}${more} }`));
const role = (statement: string) =>
  plainTemplate("Role: !GetAtt Role.Arn", {
    beside: `  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies: [{ PolicyName: a, PolicyDocument: { Statement: ${statement} } }]
`,
  });
const admin = role('{ Effect: Allow, Action: "*", Resource: "*" }');
const wide = of('["s3:*", "sqs:SendMessage"]', '"*"');
const provider = serverlessFile("", {
  before:
    "iam:\n  role:\n    statements:\n      - { Effect: Allow, Action: [dynamodb:Query], Resource: '*' }",
  beside: "  other:\n    handler: b.handler\n",
});

runConfigRule("least-privilege", rule, {
  valid: [
    { name: "an action on a resource", code: of("dynamodb:GetItem", "!GetAtt Table.Arn") },
    { name: "a prefix of actions", code: of("s3:Get*", "!GetAtt Bucket.Arn") },
    { name: "an action that has no resource", code: of("xray:PutTraceSegments", '"*"') },
    { name: "an action that lists", code: of("[s3:ListAllMyBuckets, dynamodb:ListTables]", '"*"') },
    {
      name: "mail of all the account's own addresses",
      code: of("ses:SendEmail", "'arn:aws:ses:eu-west-1:1:identity/*'"),
    },
    { name: "publishing, which can be to telephones", code: of("sns:Publish", '"*"') },
    {
      name: "everything but",
      code: samTemplate(policy("{ Effect: Allow, NotAction: 'iam:*', Resource: '*' }")),
    },
    { name: "denied", code: of("'*'", "'*'").replace("Allow", "Deny") },
    {
      name: "narrowed by a condition",
      code: of("kms:Decrypt", "'*'", ", Condition: { StringEquals: { 'kms:ViaService': s3 } }"),
    },
    { name: "all objects of a bucket", code: of("s3:GetObject", "'arn:aws:s3:::photos/*'") },
    {
      name: "all that begins with a name",
      code: of("dynamodb:Query", "'arn:aws:dynamodb:*:*:table/orders-*'"),
    },
    {
      name: "all streams below a name, whatever their region",
      code: of("dynamodb:Query", "'arn:aws:dynamodb:*:table/orders'"),
    },
    {
      name: "all of one of them",
      code: of("dynamodb:Query", "!Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders/*'"),
    },
    {
      name: "an ARN whose end is not known",
      code: of("dynamodb:Query", "!Sub 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Table}'"),
    },
    {
      name: "SST 3: actions on a resource, and what is denied",
      filename: "infra/api.ts",
      code: `new sst.aws.Function("Create", { handler: "src/app.handler", permissions: [{ actions: ["s3:GetObject"], resources: [bucket.arn] }, { effect: "deny", actions: ["*"], resources: ["*"] }] });`,
    },
    {
      name: "SST 2: constructs",
      filename: "stacks/api.ts",
      code: `import { Function } from "sst/constructs"; new Function(stack, "Create", { handler: "src/app.handler", permissions: [table, "cloudwatch:PutMetricData"] });`,
    },
    {
      name: "a managed policy for what Lambda does, and one that reads",
      code: samTemplate("Policies: [AWSLambdaBasicExecutionRole, AmazonS3ReadOnlyAccess]"),
    },
    {
      name: "the role of another function of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack(
        "",
        'const role = new iam.Role(this, "Role", {}); role.addToPolicy(new iam.PolicyStatement({ actions: ["*"], resources: ["*"] }));',
      ),
    },
    { name: "an action that is not known", code: of("!Ref Action", "'*'") },
    {
      name: "a policy template of SAM that AWS wrote for all resources",
      code: samTemplate(
        "Policies: [{ CloudWatchPutMetricPolicy: {} }, { SSMParameterReadPolicy: { ParameterName: a } }]",
      ),
    },
    { name: "a role from elsewhere", code: plainTemplate("Role: !ImportValue role") },
    {
      name: "the role of something else",
      code: plainTemplate("Role: !ImportValue r", {
        beside:
          "  Other:\n    Type: AWS::IAM::Role\n    Properties: { Policies: [{ PolicyDocument: { Statement: { Effect: Allow, Action: '*', Resource: '*' } } }] }\n",
      }),
    },
  ],
  invalid: [
    {
      name: "every action",
      code: admin,
      errors: [{ messageId: "everyAction", data: { id: "Create", action: "*" }, ...locate(admin, '"*"') }],
    },
    {
      name: "every action of a service, and one on every resource",
      code: wide,
      errors: [
        { messageId: "everyAction", data: { id: "Create", action: "s3:*" }, ...locate(wide, '"s3:*"') },
        {
          messageId: "everyResource",
          data: { id: "Create", action: "sqs:SendMessage", every: "every resource that there is" },
          ...locate(wide, '"*"'),
        },
      ],
    },
    {
      name: "the provider's statements, once for all functions",
      filename: "serverless.yml",
      code: provider,
      errors: [
        {
          messageId: "everyResource",
          data: { id: "create", action: "dynamodb:Query", every: "every resource that there is" },
          ...locate(provider, "'*'"),
        },
      ],
    },
    {
      name: "a policy that is attached to the role",
      code: plainTemplate("Role: !GetAtt Role.Arn", {
        beside:
          "  Role: { Type: AWS::IAM::Role }\n  Policy:\n    Type: AWS::IAM::Policy\n    Properties: { Roles: [!Ref Role], PolicyDocument: { Statement: [{ Effect: Allow, Action: 'iam:PassRole', Resource: '*' }] } }\n",
      }),
      errors: [
        {
          messageId: "everyResource",
          data: { id: "Create", action: "iam:PassRole", every: "every resource that there is" },
          ...{ line: 10, column: 120, endLine: 10, endColumn: 123 },
        },
      ],
    },
    ...[
      ["dynamodb:Query", "'arn:aws:dynamodb:eu-west-1:*:table/*'", "every table"],
      ["dynamodb:Query", '!Sub "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*"', "every table"],
      ["s3:GetObject", "'arn:aws:s3:::*/*'", "every bucket"],
      ["sqs:SendMessage", "'arn:aws:sqs:*:*:*'", "every queue"],
      ["sns:CreateTopic", "'*'", "every resource that there is"],
      ["sns:Subscribe", "'arn:aws:sns:eu-west-1:*:*'", "every topic"],
      ["iam:PassRole", '!Sub "arn:aws:iam::${AWS::AccountId}:role/*"', "every role"],
      ["events:PutEvents", "'arn:aws:events:*:*:event-bus/*'", "every event bus"],
      ["cognito-idp:AdminGetUser", "'arn:aws:cognito-idp:*:*:userpool/*'", "every user pool"],
      ["ecs:RunTask", "'arn:aws:ecs:*:*:*'", "every resource of the service"],
      ["ses:SendEmail", "'arn:aws:ses:*'", "every resource of the service"],
      ["iot:Publish", "!Sub 'arn:aws:iot:${AWS::Region}:*'", "every resource of the service"],
      ["sqs:SendMessage", "'arn:aws:sqs:*'", "every queue"],
      ...[
        "cognito-idp:AdminGetUser",
        "ses:SendTemplatedEmail",
        "scheduler:CreateSchedule",
        "events:PutTargets",
        "glue:StartJobRun",
        "batch:SubmitJob",
        "ec2:StopInstances",
        "es:ESHttpPost",
        "rds-db:connect",
        "sagemaker:InvokeEndpoint",
        "timestream:WriteRecords",
        "athena:StartQueryExecution",
      ].map((action) => [action, "'*'", "every resource that there is"]),
    ].map(([action = "", resource = "", every = ""]) => {
      const code = of(action, resource);
      return {
        name: `every one that there is: ${resource}`,
        code,
        errors: [
          {
            messageId: "everyResource",
            data: { id: "Create", action, every },
            ...locate(code, resource),
          },
        ],
      };
    }),
    ...[
      {
        name: "a managed policy in AWS SAM",
        code: samTemplate("Policies: [AmazonDynamoDBFullAccess]"),
        at: "AmazonDynamoDBFullAccess",
        action: "dynamodb:*",
        id: "Create",
      },
      {
        name: "a managed policy for metrics and logs",
        code: samTemplate("Policies: [CloudWatchFullAccess]"),
        at: "CloudWatchFullAccess",
        action: "cloudwatch:*",
        id: "Create",
      },
      {
        name: "a managed policy of a role",
        code: plainTemplate("Role: !GetAtt Role.Arn", {
          beside:
            "  Role: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess] } }\n",
        }),
        at: "arn:aws:iam::aws:policy/AdministratorAccess",
        action: "*",
        id: "Create",
      },
      {
        name: "a managed policy of the Serverless Framework",
        filename: "serverless.yml",
        code: serverlessFile("", {
          before: "iam:\n  role:\n    managedPolicies:\n      - arn:aws:iam::aws:policy/AmazonS3FullAccess",
        }),
        at: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
        action: "s3:*",
        id: "create",
      },
    ].map(({ at, action, id, ...rest }) => ({
      ...rest,
      errors: [{ messageId: "everyAction", data: { id, action }, ...locate(rest.code, at) }],
    })),
    ...[
      [
        "a statement of a policy in it",
        `new iam.Role(this, "Role", { inlinePolicies: { a: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ["s3:*"], resources: ["arn:aws:s3:::b"] })] }) } })`,
        "",
        `"s3:*"`,
      ],
      [
        "a managed policy",
        `new iam.Role(this, "Role", { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName("AmazonS3FullAccess")] })`,
        "",
        `iam.ManagedPolicy.fromAwsManagedPolicyName("AmazonS3FullAccess")`,
      ],
      [
        "a statement that is added",
        `new iam.Role(this, "Role", {})`,
        `role.addToPolicy(new iam.PolicyStatement({ actions: ["s3:*"], resources: ["arn:aws:s3:::b"] }));`,
        `"s3:*"`,
      ],
    ].map(([name = "", role = "", after = "", at = ""]) => {
      const code = cdkStack("role: role,").replace("const fn", `const role = ${role}; ${after} const fn`);
      return {
        name: `a role of the CDK that a function is given, with ${name}`,
        filename: "lib/stack.ts",
        code,
        errors: [{ messageId: "everyAction", data: { id: "Create", action: "s3:*" }, ...locate(code, at) }],
      };
    }),
    ...[
      {
        name: "SST 3",
        filename: "infra/api.ts",
        code: `new sst.aws.Function("Create", { handler: "src/app.handler", permissions: [{ actions: ["s3:*"], resources: ["arn:aws:s3:::photos"] }] });`,
        at: `"s3:*"`,
        action: "s3:*",
      },
      {
        name: "SST 3, by a route",
        filename: "infra/api.ts",
        code: `const api = new sst.aws.ApiGatewayV2("Api"); api.route("Create", { handler: "src/app.handler", permissions: [{ actions: ["*"], resources: [bucket.arn] }] });`,
        at: `"*"`,
        action: "*",
      },
      {
        name: "SST 2, of a service by its name",
        filename: "stacks/api.ts",
        code: `import { Function } from "sst/constructs"; new Function(stack, "Create", { handler: "src/app.handler", permissions: ["s3"] });`,
        at: `"s3"`,
        action: "s3:*",
      },
      {
        name: "SST 2, attached to all functions of a construct",
        filename: "stacks/api.ts",
        code: `import { Queue } from "sst/constructs"; const queue = new Queue(stack, "Create", { consumer: "src/app.handler" }); queue.attachPermissions("*");`,
        at: `"*"`,
        action: "*",
      },
    ].map(({ at, action, ...rest }) => ({
      ...rest,
      errors: [{ messageId: "everyAction", data: { id: "Create", action }, ...locate(rest.code, at) }],
    })),
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack(
        "",
        "fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::b'] }));",
      ),
      errors: [
        {
          messageId: "everyAction",
          data: { id: "Create", action: "s3:*" },
          ...locate(
            cdkStack(
              "",
              "fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::b'] }));",
            ),
            "'s3:*'",
          ),
        },
      ],
    },
  ],
});

const allowed = (properties: string) =>
  samTemplate("", {
    beside: `  Bucket: { Type: AWS::S3::Bucket }\n  Allowed:\n    Type: AWS::Lambda::Permission\n    Properties: { FunctionName: !Ref Create, Action: lambda:InvokeFunction, Principal: s3.amazonaws.com, ${properties} }\n`,
  });
const byName = allowed("SourceArn: arn:aws:s3:::photos");
const byReference = allowed("SourceArn: !GetAtt Bucket.Arn");
const anyAccount = (code: string) => ({
  messageId: "anyAccount",
  data: { id: "Create", principal: "s3.amazonaws.com" },
  ...locate(code, "s3.amazonaws.com"),
});

const factory = `import { Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
export class Users extends Stack {
  constructor(scope, id) {
    super(scope, id);
    this.add("Health", false);
    this.add("Profile", true);
  }
  add(name, isPrivate) {
    const fn = new lambda.Function(this, name, { runtime: lambda.Runtime.NODEJS_22_X, handler: "app.handler", code: lambda.Code.fromAsset(name) });
    if (isPrivate) fn.addToRolePolicy(new iam.PolicyStatement({ actions: ["cognito-idp:ListUsers"], resources: ["*"] }));
  }
}
`;

runConfigRule("least-privilege (one of several functions that one expression makes)", rule, {
  valid: [
    {
      name: "none of them has the permission",
      filename: "lib/stack.ts",
      code: factory.replace('"Profile", true', '"Profile", false'),
    },
  ],
  invalid: [
    {
      name: "names the one that has the permission",
      filename: "lib/stack.ts",
      code: factory,
      errors: [
        {
          messageId: "everyResource",
          data: { id: "Profile", action: "cognito-idp:ListUsers", every: "every resource that there is" },
          ...locate(factory, '"*"'),
        },
      ],
    },
  ],
});

/** A function of Pulumi whose role has a policy. */
const pulumiPolicy = (
  policy: string,
) => `import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi";
const bucket = new aws.s3.Bucket("photos");
const role = new aws.iam.Role("role", { assumeRolePolicy: trust });
new aws.iam.RolePolicy("policy", { role: role.id, policy: ${policy} });
new aws.lambda.Function("Create", { handler: "app.handler", role: role.arn, code });
`;
const json = (action: string, resource: string) =>
  `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "${action}", "Resource": "${resource}" }] }`;
const statement = (action: string, resource: string) =>
  `{ Statement: [{ Effect: "Allow", Action: ["${action}"], Resource: ${resource} }] }`;

runConfigRule("least-privilege (texts of Pulumi that are put together)", rule, {
  valid: [
    ["an object of a resource", statement("s3:GetObject", "pulumi.interpolate`${bucket.arn}/*`")],
    ["a document", "pulumi.interpolate`" + json("s3:GetObject", "${bucket.arn}/*") + "`"],
    [
      "what is made of an output",
      `bucket.arn.apply((arn) => JSON.stringify(${statement("s3:GetObject", "arn")}))`,
    ],
    ["a tag of another name", statement("sqs:SendMessage", "other`arn:aws:sqs:*:*:*`")],
    ["a document that is not known", "pulumi.interpolate`${document}`"],
  ].map(([name = "", policy = ""]) => ({ name, filename: "index.ts", code: pulumiPolicy(policy) })),
  invalid: [
    ...[
      ["a document", "pulumi.interpolate`" + json("s3:*", "${bucket.arn}/*") + "`", "pulumi.interpolate`"],
      [
        "what is made of an output",
        `bucket.arn.apply((arn) => JSON.stringify(${statement("s3:*", "arn")}))`,
        `"s3:*"`,
      ],
      [
        "what is made of several outputs",
        `pulumi.all([bucket.arn, role.arn]).apply(([arn]) => JSON.stringify(${statement("s3:*", "arn")}))`,
        `"s3:*"`,
      ],
    ].map(([name = "", policy = "", at = ""]) => {
      const code = pulumiPolicy(policy);
      const whole = at.startsWith('"') ? at : policy;
      return {
        name,
        filename: "index.ts",
        code,
        errors: [
          { messageId: "everyAction", data: { id: "Create", action: "s3:*" }, ...locate(code, whole) },
        ],
      };
    }),
    ...[
      [
        "every queue of the account",
        pulumiPolicy(statement("sqs:SendMessage", "pulumi.interpolate`arn:aws:sqs:${region}:${account}:*`")),
        "pulumi.interpolate`arn:aws:sqs:${region}:${account}:*`",
        "index.ts",
      ],
      [
        "every queue of the account, of SST",
        'new sst.aws.Function("Create", { handler: "src/app.handler", permissions: [{ actions: ["sqs:SendMessage"], resources: [$interpolate`arn:aws:sqs:${region}:${account}:*`] }] });',
        "$interpolate`arn:aws:sqs:${region}:${account}:*`",
        "infra/api.ts",
      ],
    ].map(([name = "", code = "", at = "", filename = ""]) => ({
      name,
      filename,
      code,
      errors: [
        {
          messageId: "everyResource",
          data: { id: "Create", action: "sqs:SendMessage", every: "every queue" },
          ...locate(code, at),
        },
      ],
    })),
  ],
});

const permitted = (principal: string, arn: string, more = "") =>
  samTemplate("", {
    beside: `  Topic: { Type: AWS::SNS::Topic }\n  Rule: { Type: AWS::Events::Rule }\n  Pool: { Type: AWS::Cognito::UserPool }\n  Logs: { Type: AWS::Logs::LogGroup }\n  Allowed:\n    Type: AWS::Lambda::Permission\n    Properties: { FunctionName: !Ref Create, Action: lambda:InvokeFunction, Principal: ${principal}, SourceArn: ${arn}${more} }\n`,
  });

const permittedForApi = (events: string) =>
  permitted("events.amazonaws.com", '!Sub "arn:aws:execute-api:eu-west-1:1:${Api}/*"').replace(
    "    Type: AWS::Serverless::Function\n    Properties:\n",
    `$&      Events: { Called: ${events} }\n`,
  );
const ofOtherEvent = permittedForApi("{ Type: Schedule, Properties: { Schedule: rate(1 day) } }");

runConfigRule("least-privilege (who may invoke the function)", rule, {
  valid: [
    {
      name: "another service for an API whose calls the framework permits itself",
      code: permittedForApi("{ Type: Api, Properties: { Path: /, Method: get } }"),
    },
    {
      name: "a bucket of the account",
      code: allowed("SourceArn: !GetAtt Bucket.Arn, SourceAccount: !Ref AWS::AccountId"),
    },
    {
      name: "an ARN that names the account",
      code: allowed("SourceArn: arn:aws:s3:eu-central-1:123456789012:accesspoint/photos"),
    },
    { name: "a source that is not known", code: allowed("SourceArn: !Ref Source") },
    ...[
      ["sns.amazonaws.com", "!Ref Topic"],
      ["events.amazonaws.com", "!GetAtt Rule.Arn"],
      ["logs.amazonaws.com", "!GetAtt Logs.Arn"],
      ["logs.eu-west-1.amazonaws.com", "!GetAtt Logs.Arn"],
      ["cognito-idp.amazonaws.com", "!GetAtt Pool.Arn"],
      ["events.amazonaws.com", '!Sub "arn:aws:events:${AWS::Region}:1:rule/${Topic}"'],
      ['!Sub "${Service}.amazonaws.com"', "!Ref Topic"],
      ["'123456789012'", "!Ref Topic"],
      ["lex.amazonaws.com", "arn:aws:lex:eu-west-1:123456789012:bot/orders"],
    ].map(([principal = "", arn = ""]) => ({
      name: `the service of the source: ${principal} for ${arn}`,
      code: permitted(principal, arn),
    })),
  ],
  invalid: [
    { name: "a bucket by its name", code: byName, errors: [anyAccount(byName)] },
    {
      name: "another service for an API, where the framework permits something else",
      code: ofOtherEvent,
      errors: [
        {
          messageId: "otherService",
          data: {
            id: "Create",
            principal: "events.amazonaws.com",
            source: "an API",
            sender: "apigateway.amazonaws.com",
          },
          ...locate(ofOtherEvent, "events.amazonaws.com"),
        },
      ],
    },
    { name: "a bucket of the template", code: byReference, errors: [anyAccount(byReference)] },
    ...[
      ["events.amazonaws.com", "!Ref Topic", "a topic", "sns.amazonaws.com"],
      ["sns.amazonaws.com", "!GetAtt Rule.Arn", "a rule", "events.amazonaws.com"],
      ["sns.amazonaws.com", "arn:aws:s3:::photos", "a bucket", "s3.amazonaws.com"],
      ["lambda.amazonaws.com", "!GetAtt Pool.Arn", "a user pool", "cognito-idp.amazonaws.com"],
      [
        "events.amazonaws.com",
        '!Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"',
        "an API",
        "apigateway.amazonaws.com",
      ],
    ].map(([principal = "", arn = "", source = "", sender = ""]) => ({
      name: `another service: ${principal} for ${arn}`,
      code: permitted(principal, arn),
      errors: [
        {
          messageId: "otherService",
          data: { id: "Create", principal, source, sender },
          ...locate(permitted(principal, arn), principal),
        },
      ],
    })),
  ],
});
