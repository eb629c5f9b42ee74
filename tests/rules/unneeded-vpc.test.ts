import rule from "../../src/rules/unneeded-vpc.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";

const vpc = ["VpcConfig:", "  SubnetIds: [!Ref Subnet]", "  SecurityGroupIds: [!Ref Group]"];
const s3 = `import { S3Client } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});\nexport const handler = async () => s3;\n`;
const project = (more: readonly string[], code = s3, dependencies = {}) => ({
  files: {
    "template.yaml": samTemplate(more, ["Cache: { Type: AWS::ElastiCache::CacheCluster }"]),
    "package.json": JSON.stringify({ dependencies }),
    "src/handler.ts": code,
  },
  lint: "template.yaml",
});

/** A stack whose functions a construct of the project makes, each in the VPC that the construct is given. */
const construct = (load: string, list: string) => ({
  files: {
    "cdk.json": '{ "app": "tsx lib/stack.ts" }',
    "package.json": JSON.stringify({ dependencies: { pg: "8" } }),
    "lib/stack.ts": `import { Stack } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Construct } from "constructs";
class Service extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    new NodejsFunction(this, "Function", { entry: props.entry, vpc: props.vpc });
  }
}
export class Orders extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, "Vpc");
    new Service(this, "Load", { entry: "src/load.ts", vpc });
    new Service(this, "List", { entry: "src/list.ts", vpc: vpc /* of the list */ });
  }
}
`,
    "src/load.ts": load,
    "src/list.ts": list,
  },
  lint: "lib/stack.ts",
});
const database = `import { Pool } from "pg";\nexport const handler = async () => new Pool();\n`;

runJoinedRule("unneeded-vpc", rule, {
  valid: {
    "no VPC": project([]),
    "a client of a database": project(
      vpc,
      `import { Pool } from "pg";\nexport const handler = async () => new Pool();`,
      { pg: "8" },
    ),
    "requests to hosts of its own choice": project(
      vpc,
      `export const handler = async (event) => fetch(event.url);`,
    ),
    sockets: project(vpc, `import net from "node:net";\nexport const handler = async () => net;`),
    "a mounted file system": project(
      vpc,
      `export const path = "/mnt/data";\nexport const handler = async () => path;`,
    ),
    "an endpoint of its own": project(
      vpc,
      s3.replace("S3Client({})", "S3Client({ endpoint: process.env.URL })"),
    ),
    "a resource of the VPC": project([
      ...vpc,
      "Environment: { Variables: { HOST: !GetAtt Cache.RedisEndpoint.Address } }",
    ]),
    "variables that are not known": project([
      ...vpc,
      "Environment: { Variables: !Transform { Name: AWS::Include } }",
    ]),
    "a file that is not there": project(vpc, `import "./db.js";\n${s3}`),
    "a source that may be in the VPC": project([
      ...vpc,
      "Events: { Changes: { Type: DocumentDB, Properties: { Cluster: !Ref Documents } } }",
    ]),
    "a layer": project([...vpc, "Layers: [!Ref Shared]"]),
    "a VPC that another function needs": {
      files: {
        "serverless.yml": `service: shop
provider:
  name: aws
  runtime: nodejs22.x
  vpc: { subnetIds: [subnet-1], securityGroupIds: [sg-1] }
functions:
  list: { handler: src/list.handler }
  load: { handler: src/load.handler }
`,
        "package.json": JSON.stringify({ dependencies: { pg: "8" } }),
        "src/list.ts": s3,
        "src/load.ts": `import { Pool } from "pg";\nexport const handler = async () => new Pool();`,
      },
      lint: "serverless.yml",
    },
    "a VPC that every function of a construct needs": construct(database, database),
    "where a rule demands it": { ...project(vpc), settings: { complianceVpc: true } },
  },
  invalid: {
    "AWS services alone": {
      ...project(vpc),
      findings: [
        {
          messageId: "unneededVpc",
          at: "SubnetIds: [!Ref Subnet]",
          says: ["`Orders`", "src/handler.ts:1"],
        },
      ],
    },
    "with packages that connect to nothing": {
      ...project(vpc, `import { z } from "zod";\n${s3}`, { zod: "4" }),
      findings: [{ messageId: "unneededVpc", at: "SubnetIds: [!Ref Subnet]", says: ["src/handler.ts:1"] }],
    },
    "what a construct is given for a function that does not need it, and another one does": {
      ...construct(database, s3),
      findings: [
        { messageId: "unneededVpc", at: "vpc", occurrence: 5, says: ["`List/Function`", "src/list.ts:1"] },
      ],
    },
    "what no function of a construct needs": {
      ...construct(s3, s3),
      findings: [{ messageId: "unneededVpc", at: "props.vpc", says: ["`Load/Function`"] }],
    },
  },
});
