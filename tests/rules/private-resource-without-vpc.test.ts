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

runJoinedRule("private-resource-without-vpc", rule, {
  valid: {
    "a function in a VPC": project([...cache, "VpcConfig: { SubnetIds: [a], SecurityGroupIds: [b] }"]),
    "settings that are written elsewhere": project([...cache, "Fn::Transform: { Name: AWS::Include }"]),
    "a database that may be public": project(env("!GetAtt Database.Endpoint.Address")),
    "an address that is not known": project(env("!ImportValue host")),
    "no client": project(cache, "export const handler = async () => process.env.HOST;"),
    "a client of another package": project(cache, redis.replace(`"ioredis"`, `"./redis.js"`)),
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
