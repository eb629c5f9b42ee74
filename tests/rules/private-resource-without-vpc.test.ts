import rule from "../../src/rules/private-resource-without-vpc.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const env = (value: string) => ["Environment:", "  Variables:", `    HOST: ${value}`];
const cache = env("!GetAtt Cache.RedisEndpoint.Address");
const resources = [
  "Cache: { Type: AWS::ElastiCache::CacheCluster }",
  "Proxy: { Type: AWS::RDS::DBProxy }",
  "Database: { Type: AWS::RDS::DBInstance }",
];
const redis = `import Redis from "ioredis";\nconst redis = new Redis({ host: process.env.HOST });\nexport const handler = async () => redis.get("a");\n`;
const project = (more: readonly string[], code = redis) => ({
  files: { "template.yaml": samTemplate(more, resources), "src/handler.ts": code },
});

const pool = `import { Pool } from "pg";\nconst pool = new Pool({ host: process.env.HOST });\nexport const handler = async () => pool.query("select 1");`;

/** A CDK app whose function is given something of a database. */
const databaseOf = (props: string, host: string, more = "") => ({
  lint: "src/handler.ts",
  files: {
    "cdk.json": "{}",
    "lib/stack.ts": `
import { Stack } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as rds from "aws-cdk-lib/aws-rds";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope, id, settings) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, "Vpc");
    const engine = rds.DatabaseInstanceEngine.POSTGRES;
    const database = new rds.DatabaseInstance(this, "Database", { vpc, engine, ${props} });
    new NodejsFunction(this, "Create", { entry: "src/handler.ts", environment: { HOST: ${host} }, ${more} });
  }
}`,
    "src/handler.ts": pool,
  },
});

runJoinedRule("private-resource-without-vpc", rule, {
  valid: {
    "a function in a VPC": project([...cache, "VpcConfig: { SubnetIds: [a], SecurityGroupIds: [b] }"]),
    "settings that are written elsewhere": project([...cache, "Fn::Transform: { Name: AWS::Include }"]),
    "a database that may be public": project(env("!GetAtt Database.Endpoint.Address")),
    "an address that is not known": project(env("!ImportValue host")),
    "no client": project(cache, "export const handler = async () => process.env.HOST;"),
    "a client of another package": project(cache, redis.replace(`"ioredis"`, `"./redis.js"`)),
    "the secret of a private database": databaseOf("", "database.secret!.secretArn"),
    "a database in public subnets": databaseOf(
      "vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }",
      "database.instanceEndpoint.hostname",
    ),
    "a database that is publicly accessible": databaseOf(
      "publiclyAccessible: true",
      "database.dbInstanceEndpointAddress",
    ),
    "a database whose subnets are not known": databaseOf(
      "vpcSubnets: settings.subnets",
      "database.dbInstanceEndpointAddress",
    ),
    "a database with settings that are not known": databaseOf(
      "...settings",
      "database.dbInstanceEndpointAddress",
    ),
    "a private database, and a function in the VPC": databaseOf(
      "",
      "database.dbInstanceEndpointAddress",
      "vpc",
    ),
    "no configuration": { files: { "src/handler.ts": redis } },
  },
  invalid: {
    "a cache": {
      ...project(cache),
      findings: [
        {
          messageId: "unreachable",
          at: "process.env.HOST",
          says: [
            "`HOST`",
            "`Cache` (template.yaml:10)",
            "AWS::ElastiCache::CacheCluster",
            "`Orders` (template.yaml:3)",
          ],
        },
      ],
    },
    ...Object.fromEntries(
      [
        ["by default", "", "database.instanceEndpoint.hostname"],
        ["by its own word", "publiclyAccessible: false", "database.dbInstanceEndpointAddress"],
        [
          "by its subnets",
          "vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }",
          "database.dbInstanceEndpointAddress",
        ],
      ].map(([name = "", props = "", host = ""]) => [
        `a database of the CDK that is private ${name}`,
        {
          ...databaseOf(props, host),
          findings: [
            {
              messageId: "unreachable",
              at: "process.env.HOST",
              says: ["`Database` (lib/stack.ts:12)", "AWS::RDS::DBInstance", "Set `vpc` with"],
            },
          ],
        },
      ]),
    ),
    "a database of CloudFormation that is not publicly accessible": {
      files: {
        "template.yaml": samTemplate(env("!GetAtt Private.Endpoint.Address"), [
          "Private: { Type: AWS::RDS::DBInstance, Properties: { PubliclyAccessible: false } }",
        ]),
        "src/handler.ts": pool,
      },
      findings: [{ messageId: "unreachable", at: "process.env.HOST", says: ["AWS::RDS::DBInstance"] }],
    },
    "a proxy of a database": {
      ...project(
        env("!GetAtt Proxy.Endpoint"),
        `import { Pool } from "pg";\nconst pool = new Pool({ host: process.env.HOST });\nexport const handler = async () => pool.query("select 1");`,
      ),
      findings: [{ messageId: "unreachable", at: "process.env.HOST", says: ["AWS::RDS::DBProxy"] }],
    },
    ...Object.fromEntries(
      shapeProjects(
        {
          imports: { ioredis: "Redis" },
          top: "const redis = new Redis({ host: process.env.HOST });",
          body: `return redis.get("a");`,
        },
        cache,
        resources,
      ).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [{ messageId: "unreachable", at: "process.env.HOST", says: ["template.yaml:10"] }],
        },
      ]),
    ),
  },
});
