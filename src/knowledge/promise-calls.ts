import { awsServiceNames } from "./clients/aws-service-names.js";
import type { Sourced } from "./fact.js";

/** Exports of a module whose call gives a promise of work that goes on by itself. */
export interface PromiseFunctionFact extends Sourced {
  readonly module: string | RegExp;
  /** The dotted export path that is called, `default` for the module itself. */
  readonly export: RegExp;
}

/** Methods that give such a promise, of an object that an export of the module makes, or of what is taken from it. */
export interface PromiseMethodFact extends Sourced {
  readonly module: string | RegExp;
  /** The dotted export path that is constructed or called; any when left out. */
  readonly maker?: RegExp;
  readonly methods: RegExp;
  /** Members that lead away from what has the methods: `redis.pipeline()` collects calls. */
  readonly aside?: RegExp;
  /** Methods that give a promise there all the same, for they send what was collected: `exec`. */
  readonly asideMethods?: RegExp;
  /** The methods are those of what is made alone: what they answer with may have methods of any name, of texts and lists. */
  readonly isOwnOnly?: true;
  /** True where what is constructed for the purpose comes back as it is: `client.query(new Cursor(text))`. */
  readonly givesBackInstances?: true;
}

/** Exports of a module that tell a callback when they are done, and give nothing that could be awaited. */
export interface CallbackFunctionFact extends Sourced {
  readonly module: string;
  readonly export: RegExp;
}

const checked = "2026-11-26";
/** A package as it was published: its README and its declarations were read in this version. */
const npm = (name: string, version: string): string => `https://www.npmjs.com/package/${name}/v/${version}`;
const nodeTypes = npm("@types/node", "24.19.2");

export const promiseFunctionFacts: readonly PromiseFunctionFact[] = [
  {
    module: "axios",
    export: /^(?:default|get|post|put|patch|delete|head|options|request)$/,
    source: npm("axios", "1.21.1"),
    checked,
  },
  {
    module: "got",
    export: /^(?:default|got|get|post|put|patch|delete|head|got\.(?:get|post|put|patch|delete|head))$/,
    source: npm("got", "14.6.6"),
    checked,
  },
  {
    module: "ky",
    export: /^(?:default|get|post|put|patch|delete|head)$/,
    source: npm("ky", "1.14.3"),
    checked,
  },
  {
    module: /^(?:node-fetch|cross-fetch|isomorphic-fetch|@adobe\/fetch)$/,
    export: /^(?:default|fetch)$/,
    source: npm("node-fetch", "3.3.2"),
    checked,
  },
  { module: "undici", export: /^(?:fetch|request)$/, source: npm("undici", "7.30.2"), checked },
  {
    module: /^request-promise(?:-native)?$/,
    export: /^(?:default|get|post|put|patch|delete|head)$/,
    source: npm("@types/request-promise", "4.1.51"),
    checked,
  },
  {
    module: "fs/promises",
    // `glob` and `watch` give iterators, which begin when they are asked.
    export: /^(?!glob$|watch$|constants)\w+$/,
    source: nodeTypes,
    checked,
  },
  {
    module: "fs",
    export: /^promises\.(?!glob$|watch$|constants)\w+$/,
    source: nodeTypes,
    checked,
  },
  {
    module: "timers/promises",
    export: /^(?:setTimeout|setImmediate|scheduler\.wait)$/,
    source: nodeTypes,
    checked,
  },
  {
    module: "stream/promises",
    export: /^(?:pipeline|finished)$/,
    source: nodeTypes,
    checked,
  },
  {
    module: "stream",
    export: /^promises\.(?:pipeline|finished)$/,
    source: nodeTypes,
    checked,
  },
  {
    module: /^@aws-sdk\/client-/,
    export: /^waitUntil[A-Z]/,
    source: npm("@aws-sdk/client-s3", "3.1175.0"),
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/parameters\//,
    export: /^(?:get(?:Parameter|Parameters|ParametersByName|Secret|AppConfig)|setParameter)$/,
    source: npm("@aws-lambda-powertools/parameters", "2.35.0"),
    checked,
  },
  {
    module: "@aws-lambda-powertools/batch",
    export: /^processPartialResponse$/,
    source: npm("@aws-lambda-powertools/batch", "2.35.0"),
    checked,
  },
];

const redisCommands =
  /^(?:append|decr|decrby|del|eval|evalsha|exec|expire|flushall|flushdb|get|getdel|hdel|hget|hgetall|hincrby|hmset|hset|hsetnx|incr|incrby|lpop|lpush|lrange|ltrim|mget|mset|persist|pexpire|ping|psetex|publish|rpop|rpush|sadd|set|setex|setnx|smembers|srem|ttl|unlink|xack|xadd|zadd|zincrby|zrange|zrem|quit)$/i;
const httpMethods = /^(?:get|post|put|patch|delete|head|options|request)$/;

export const promiseMethodFacts: readonly PromiseMethodFact[] = [
  {
    module: /^@aws-sdk\/client-/,
    maker: /Client$/,
    methods: /^send$/,
    source: npm("@aws-sdk/client-s3", "3.1175.0"),
    checked,
  },
  {
    // The aggregated classes have a method for each command. What they hold has none of these, nor has what a package declares
    // types of: `stack.StackName.endsWith()`.
    module: /^@aws-sdk\/client-/,
    maker: new RegExp(`^(?:${awsServiceNames.join("|")})$`),
    methods: /^(?!destroy$|paginate[A-Z])[a-z]\w*$/,
    isOwnOnly: true,
    source: npm("@aws-sdk/client-s3", "3.1175.0"),
    checked,
  },
  {
    module: "@aws-sdk/lib-dynamodb",
    methods:
      /^(?:send|get|put|update|delete|query|scan|batchGet|batchWrite|transactGet|transactWrite|executeStatement|executeTransaction|batchExecuteStatement)$/,
    isOwnOnly: true,
    source: npm("@aws-sdk/lib-dynamodb", "3.1169.0"),
    checked,
  },
  {
    module: "@aws-sdk/lib-storage",
    maker: /^Upload$/,
    methods: /^done$/,
    source: npm("@aws-sdk/lib-storage", "3.1175.0"),
    checked,
  },
  {
    module: /^aws-sdk(?:\/|$)/,
    methods: /^promise$/,
    source: npm("aws-sdk", "2.1693.0"),
    checked,
  },
  {
    module: /^(?:pg|pg-pool|@neondatabase\/serverless|@vercel\/postgres)$/,
    methods: /^(?:query|connect|end)$/,
    givesBackInstances: true,
    source: npm("@types/pg", "8.23.1"),
    checked,
  },
  {
    module: /^(?:mysql2\/promise|mariadb|serverless-mysql)$/,
    methods: /^(?:query|execute|batch|end|commit|rollback|beginTransaction)$/,
    // serverless-mysql's; those of the others are begun and have no object of their own.
    aside: /^transaction$/,
    asideMethods: /^commit$/,
    source: npm("mysql2", "3.24.6"),
    checked,
  },
  {
    module: "mongodb",
    methods:
      /^(?:insertOne|insertMany|updateOne|updateMany|replaceOne|deleteOne|deleteMany|bulkWrite|findOne|findOneAnd(?:Update|Replace|Delete)|countDocuments|createIndex|connect|close)$/,
    aside: /^initialize(?:Ordered|Unordered)BulkOp$/,
    asideMethods: /^execute$/,
    source: npm("mongodb", "7.9.0"),
    checked,
  },
  {
    module: /^(?:ioredis|iovalkey)$/,
    methods: redisCommands,
    aside: /^(?:pipeline|multi)$/,
    asideMethods: /^exec$/,
    source: npm("ioredis", "6.0.0"),
    checked,
  },
  {
    module: /^(?:redis|@redis\/client|@upstash\/redis|@upstash\/redis\/node)$/,
    methods: redisCommands,
    aside: /^(?:pipeline|multi|MULTI)$/,
    asideMethods: /^(?:exec|EXEC|execAsPipeline|execTyped)$/,
    source: npm("redis", "6.3.1"),
    checked,
  },
  {
    module: /^@prisma\/client(?:\/(?:edge|index))?$|(?:^|\/)generated\/prisma(?:\/client)?(?:\.[cm]?[jt]s)?$/,
    maker: /^PrismaClient$/,
    methods:
      /^(?:create|createMany|update|updateMany|upsert|delete|deleteMany|find(?:First|Unique)(?:OrThrow)?|findMany|count|aggregate|groupBy|\$(?:transaction|executeRaw|queryRaw|executeRawUnsafe|queryRawUnsafe|connect|disconnect))$/,
    source: npm("@prisma/client", "7.10.0"),
    checked,
  },
  {
    module: "typeorm",
    maker: /^(?:DataSource|createConnection)$/,
    methods: /^(?:initialize|query|save|insert|update|upsert|delete|remove|softDelete|transaction|destroy)$/,
    aside: /^createQueryBuilder$/,
    asideMethods: /^execute$/,
    source: npm("typeorm", "1.1.1"),
    checked,
  },
  {
    module: "kafkajs",
    methods: /^(?:connect|disconnect|send|sendBatch)$/,
    source: npm("kafkajs", "2.2.4"),
    checked,
  },
  {
    module: "axios",
    maker: /^(?:create|Axios)$/,
    methods: httpMethods,
    source: npm("axios", "1.21.1"),
    checked,
  },
  { module: "got", maker: /extend$/, methods: httpMethods, source: npm("got", "14.6.6"), checked },
  { module: "ky", maker: /^(?:create|extend)$/, methods: httpMethods, source: npm("ky", "1.14.3"), checked },
  {
    module: "nodemailer",
    methods: /^(?:sendMail|verify)$/,
    source: npm("@types/nodemailer", "8.0.2"),
    checked,
  },
  {
    module: "stripe",
    methods: /^(?:create|update|del|retrieve|list|cancel|confirm|capture|pay|search|refund)$/,
    source: npm("stripe", "23.1.0"),
    checked,
  },
  {
    module: "twilio",
    methods: /^(?:create|update|remove|fetch|list)$/,
    source: npm("twilio", "6.2.0"),
    checked,
  },
  {
    module: /^(?:openai|@anthropic-ai\/sdk|groq-sdk)$/,
    methods: /^(?:create|parse|retrieve|del|list)$/,
    source: npm("openai", "6.49.0"),
    checked,
  },
  {
    module: /^@slack\/(?:web-api|webhook)$/,
    methods: /^(?:postMessage|postEphemeral|apiCall|send|uploadV2)$/,
    source: npm("@slack/web-api", "8.2.0"),
    checked,
  },
  {
    module: /^(?:@elastic\/elasticsearch|@opensearch-project\/opensearch)$/,
    methods: /^(?:index|search|bulk|update|delete|get|create|updateByQuery|deleteByQuery)$/,
    source: npm("@opensearch-project/opensearch", "3.9.0"),
    checked,
  },
  {
    module: "graphql-request",
    methods: /^(?:request|rawRequest)$/,
    source: npm("graphql-request", "7.4.0"),
    checked,
  },
  { module: "bullmq", methods: /^(?:add|addBulk|close)$/, source: npm("bullmq", "6.7.0"), checked },
  {
    module: /^@opentelemetry\/sdk-/,
    methods: /^(?:forceFlush|shutdown)$/,
    source: npm("@opentelemetry/sdk-trace-base", "2.12.1"),
    checked,
  },
  {
    module: /^(?:posthog-node|@segment\/analytics-node)$/,
    methods: /^(?:flush|shutdown|closeAndFlush|captureImmediate)$/,
    source: npm("posthog-node", "5.70.0"),
    checked,
  },
  {
    module: "aws-embedded-metrics",
    maker: /^createMetricsLogger$/,
    methods: /^flush$/,
    source: npm("aws-embedded-metrics", "4.2.1"),
    checked,
  },
];

export const callbackFunctionFacts: readonly CallbackFunctionFact[] = [
  {
    module: "fs",
    export:
      /^(?:access|appendFile|chmod|copyFile|cp|lstat|mkdir|mkdtemp|open|opendir|readdir|readFile|rename|rm|rmdir|stat|truncate|unlink|write|writeFile)$/,
    source: nodeTypes,
    checked,
  },
  {
    module: "child_process",
    export: /^(?:exec|execFile)$/,
    source: nodeTypes,
    checked,
  },
  { module: "http", export: /^(?:get|request)$/, source: nodeTypes, checked },
  { module: "https", export: /^(?:get|request)$/, source: nodeTypes, checked },
  {
    module: "stream",
    export: /^(?:pipeline|finished)$/,
    source: nodeTypes,
    checked,
  },
  {
    module: "zlib",
    export: /^(?:gzip|gunzip|deflate|inflate|brotliCompress|brotliDecompress|unzip)$/,
    source: nodeTypes,
    checked,
  },
];

/** Clients whose methods take a callback in the place of giving a promise. */
export const callbackClientModules =
  /^(?:aws-sdk(?:\/|$)|@aws-sdk\/(?:client-|lib-dynamodb$)|pg$|pg-pool$|mysql$|mysql2$|redis$|ioredis$|nodemailer$)/;

/** Objects that collect metrics until they are told to send them, and what in a file shows that they are. */
export interface BufferedMetricsFact extends Sourced {
  readonly module: string;
  readonly maker: RegExp;
  readonly adds: RegExp;
  /** The names of what sends what was collected, as a method of the object, a decorator or a middleware. */
  readonly flushes: readonly string[];
}

export const bufferedMetricsFacts: readonly BufferedMetricsFact[] = [
  {
    module: "@aws-lambda-powertools/metrics",
    maker: /^Metrics$/,
    adds: /^addMetric$/,
    flushes: ["publishStoredMetrics", "logMetrics"],
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/metrics/#flushing-metrics",
    checked,
  },
  {
    module: "aws-embedded-metrics",
    maker: /^createMetricsLogger$/,
    adds: /^putMetric$/,
    flushes: ["flush"],
    source: npm("aws-embedded-metrics", "4.2.1"),
    checked,
  },
];
