import { buildClientFacts } from "./build-client-facts.js";

export const databaseClients = buildClientFacts("database", [
  // PostgreSQL
  { modules: ["pg"], exports: ["Client"], construct: "new", closeMethods: ["end"] },
  {
    modules: ["pg"],
    exports: ["Pool"],
    construct: "new",
    closeMethods: ["end"],
    repeatableMethods: ["connect"],
  },
  {
    modules: ["pg-pool"],
    exports: ["default"],
    construct: "new",
    closeMethods: ["end"],
    repeatableMethods: ["connect"],
  },
  { modules: ["pg-promise"], exports: ["default"], construct: "call", closeMethods: ["end"] },
  { modules: ["postgres"], exports: ["default"], construct: "call", closeMethods: ["end", "close"] },
  {
    modules: ["@neondatabase/serverless"],
    exports: ["Pool"],
    construct: "new",
    closeMethods: ["end"],
    repeatableMethods: ["connect"],
  },
  { modules: ["@neondatabase/serverless"], exports: ["Client"], construct: "new", closeMethods: ["end"] },
  {
    modules: ["@vercel/postgres"],
    exports: ["createPool"],
    construct: "call",
    closeMethods: ["end"],
    repeatableMethods: ["connect"],
  },
  { modules: ["@vercel/postgres"], exports: ["createClient"], construct: "call", closeMethods: ["end"] },

  // MySQL
  {
    modules: ["mysql"],
    exports: ["createConnection", "createPool", "createPoolCluster"],
    construct: "call",
    closeMethods: ["end", "destroy"],
  },
  {
    modules: ["mysql2", "mysql2/promise"],
    exports: ["createPool", "createPoolCluster"],
    construct: "call",
    closeMethods: ["end"],
  },
  {
    modules: ["mysql2", "mysql2/promise"],
    exports: ["createConnection"],
    construct: "call",
    closeMethods: ["end", "close", "destroy"],
    connects: true,
  },
  {
    modules: ["mariadb"],
    exports: ["createPool", "createPoolCluster"],
    construct: "call",
    closeMethods: ["end"],
  },
  {
    modules: ["mariadb"],
    exports: ["createConnection"],
    construct: "call",
    closeMethods: ["end", "destroy"],
    connects: true,
  },
  {
    modules: ["serverless-mysql"],
    exports: ["default"],
    construct: "call",
    closeMethods: ["quit"],
    repeatableMethods: ["connect"],
  },
  { modules: ["@planetscale/database"], exports: ["Client"], construct: "new" },

  // Other SQL databases
  { modules: ["mssql"], exports: ["ConnectionPool"], construct: "new", closeMethods: ["close"] },
  { modules: ["tedious"], exports: ["Connection"], construct: "new", closeMethods: ["close"] },
  {
    modules: ["oracledb"],
    exports: ["createPool"],
    construct: "call",
    closeMethods: ["close"],
    connects: true,
  },
  { modules: ["@libsql/client"], exports: ["createClient"], construct: "call", closeMethods: ["close"] },
  { modules: ["snowflake-sdk"], exports: ["createConnection"], construct: "call", closeMethods: ["destroy"] },
  { modules: ["snowflake-sdk"], exports: ["createPool"], construct: "call", closeMethods: ["drain"] },
  { modules: ["@clickhouse/client"], exports: ["createClient"], construct: "call", closeMethods: ["close"] },
  { modules: ["@databricks/sql"], exports: ["DBSQLClient"], construct: "new", closeMethods: ["close"] },

  // Document and graph databases
  {
    modules: ["mongodb"],
    exports: ["MongoClient"],
    construct: "new",
    closeMethods: ["close"],
    repeatableMethods: ["connect"],
  },
  {
    modules: ["mongodb"],
    exports: ["MongoClient.connect"],
    construct: "call",
    closeMethods: ["close"],
    connects: true,
  },
  {
    modules: ["mongoose"],
    exports: ["connect"],
    construct: "call",
    closeMethods: ["disconnect"],
    connects: true,
    reusesFirst: true,
  },
  {
    modules: ["mongoose"],
    exports: ["createConnection"],
    construct: "call",
    closeMethods: ["close", "destroy"],
    connects: true,
  },
  {
    modules: ["amazon-qldb-driver-nodejs"],
    exports: ["QldbDriver"],
    construct: "new",
    closeMethods: ["close"],
  },
  { modules: ["neo4j-driver"], exports: ["driver"], construct: "call", closeMethods: ["close"] },
  { modules: ["cassandra-driver"], exports: ["Client"], construct: "new", closeMethods: ["shutdown"] },

  // Query builders and mappers that own a pool
  { modules: ["knex"], exports: ["default", "knex"], construct: "call", closeMethods: ["destroy"] },
  { modules: ["kysely"], exports: ["Kysely"], construct: "new", closeMethods: ["destroy"] },
  {
    modules: [/^@prisma\/client(?:\/(?:edge|index))?$/],
    exports: ["PrismaClient"],
    construct: "new",
    closeMethods: ["$disconnect"],
    source:
      "https://www.prisma.io/docs/orm/v7/prisma-client/setup-and-configuration/databases-connections/connection-management",
  },
  {
    // The folder that Prisma's own guides generate the client into. Others cannot be known.
    modules: [/^\.{1,2}\/(?:.*\/)?generated\/prisma(?:\/client)?(?:\.[cm]?[jt]s)?$/],
    exports: ["PrismaClient"],
    construct: "new",
    closeMethods: ["$disconnect"],
    source:
      "https://www.prisma.io/docs/orm/v7/prisma-client/setup-and-configuration/databases-connections/connection-management",
  },
  { modules: ["typeorm"], exports: ["DataSource"], construct: "new", closeMethods: ["destroy"] },
  {
    modules: ["typeorm"],
    exports: ["createConnection"],
    construct: "call",
    closeMethods: ["close", "destroy"],
    connects: true,
    source: "https://www.npmjs.com/package/typeorm/v/0.3.28",
  },
  {
    modules: ["sequelize", "sequelize-typescript", "@sequelize/core"],
    exports: ["Sequelize"],
    construct: "new",
    closeMethods: ["close"],
  },
  { modules: ["sequelize"], exports: ["default"], construct: "new", closeMethods: ["close"] },
  {
    modules: [/^@mikro-orm\/(?:core|better-sqlite|libsql|mariadb|mongodb|mssql|mysql|postgresql|sqlite)$/],
    exports: ["MikroORM.init"],
    construct: "call",
    closeMethods: ["close"],
    connects: true,
    source: "https://www.npmjs.com/package/@mikro-orm/core",
  },
  {
    modules: [
      "drizzle-orm/aws-data-api/pg",
      "drizzle-orm/libsql",
      "drizzle-orm/mysql2",
      "drizzle-orm/neon-serverless",
      "drizzle-orm/node-postgres",
      "drizzle-orm/postgres-js",
    ],
    exports: ["drizzle"],
    construct: "call",
    source: "https://orm.drizzle.team/docs/quick-postgresql",
  },
  {
    modules: ["drizzle-orm/neon-http"],
    exports: ["drizzle"],
    construct: "call",
    source: "https://orm.drizzle.team/docs/connect-neon",
  },
]);

export const cacheClients = buildClientFacts("cache", [
  {
    modules: ["ioredis"],
    exports: ["default", "Redis", "Cluster", "Redis.Cluster"],
    construct: "new",
    closeMethods: ["quit", "disconnect"],
    connects: true,
  },
  {
    modules: ["iovalkey"],
    exports: ["default", "Redis", "Valkey", "Cluster"],
    construct: "new",
    closeMethods: ["quit", "disconnect"],
    connects: true,
  },
  {
    modules: ["redis", "@redis/client"],
    exports: ["createClient", "createCluster"],
    construct: "call",
    closeMethods: ["close", "destroy", "quit", "disconnect"],
  },
  {
    modules: ["redis", "@redis/client"],
    exports: ["createClientPool", "createSentinel"],
    construct: "call",
    closeMethods: ["close", "destroy"],
  },
  {
    modules: ["@upstash/redis", "@upstash/redis/node"],
    exports: ["Redis"],
    construct: "new",
  },
  { modules: ["@upstash/redis", "@upstash/redis/node"], exports: ["Redis.fromEnv"], construct: "call" },
  {
    modules: ["@valkey/valkey-glide"],
    exports: ["GlideClient.createClient", "GlideClusterClient.createClient"],
    construct: "call",
    closeMethods: ["close"],
    connects: true,
  },
  { modules: ["memcached"], exports: ["default"], construct: "new", closeMethods: ["end"] },
  { modules: ["memjs"], exports: ["Client.create"], construct: "call", closeMethods: ["quit", "close"] },
  {
    modules: ["@gomomento/sdk"],
    exports: ["CacheClient"],
    construct: "new",
    closeMethods: ["close"],
  },
  {
    modules: ["@gomomento/sdk"],
    exports: ["CacheClient.create"],
    construct: "call",
    closeMethods: ["close"],
    connects: true,
  },
]);

export const searchClients = buildClientFacts("search", [
  {
    modules: ["@elastic/elasticsearch", "@opensearch-project/opensearch", "elasticsearch"],
    exports: ["Client"],
    construct: "new",
    closeMethods: ["close"],
  },
  { modules: ["algoliasearch"], exports: ["default", "algoliasearch"], construct: "call" },
  { modules: ["algoliasearch/lite"], exports: ["default", "liteClient"], construct: "call" },
  { modules: ["meilisearch"], exports: ["MeiliSearch", "Meilisearch"], construct: "new" },
]);
