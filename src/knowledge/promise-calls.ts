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
}

/** Exports of a module that tell a callback when they are done, and give nothing that could be awaited. */
export interface CallbackFunctionFact extends Sourced {
  readonly module: string;
  readonly export: RegExp;
}

const checked = "2026-11-26";
const npm = (name: string): string => `https://www.npmjs.com/package/${name}`;

export const promiseFunctionFacts: readonly PromiseFunctionFact[] = [
  {
    module: "axios",
    export: /^(?:default|get|post|put|patch|delete|head|options|request)$/,
    source: "https://axios-http.com/docs/api_intro",
    checked,
  },
  {
    module: "got",
    export: /^(?:default|got|get|post|put|patch|delete|head|got\.(?:get|post|put|patch|delete|head))$/,
    source: npm("got"),
    checked,
  },
  {
    module: "ky",
    export: /^(?:default|get|post|put|patch|delete|head)$/,
    source: npm("ky"),
    checked,
  },
  {
    module: /^(?:node-fetch|cross-fetch|isomorphic-fetch|@adobe\/fetch)$/,
    export: /^(?:default|fetch)$/,
    source: npm("node-fetch"),
    checked,
  },
  { module: "undici", export: /^(?:fetch|request)$/, source: "https://undici.nodejs.org/", checked },
  {
    module: /^request-promise(?:-native)?$/,
    export: /^(?:default|get|post|put|patch|delete|head)$/,
    source: npm("request-promise"),
    checked,
  },
  {
    module: "fs/promises",
    export: /^(?!watch$|constants)\w+$/,
    source: "https://nodejs.org/api/fs.html#promises-api",
    checked,
  },
  {
    module: "fs",
    export: /^promises\.(?!watch$|constants)\w+$/,
    source: "https://nodejs.org/api/fs.html#promises-api",
    checked,
  },
  {
    module: "timers/promises",
    export: /^(?:setTimeout|setImmediate|scheduler\.wait)$/,
    source: "https://nodejs.org/api/timers.html#timers-promises-api",
    checked,
  },
  {
    module: "stream/promises",
    export: /^(?:pipeline|finished)$/,
    source: "https://nodejs.org/api/stream.html#streams-promises-api",
    checked,
  },
  {
    module: "stream",
    export: /^promises\.(?:pipeline|finished)$/,
    source: "https://nodejs.org/api/stream.html#streams-promises-api",
    checked,
  },
  {
    module: /^@aws-sdk\/client-/,
    export: /^waitUntil[A-Z]/,
    source: "https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/waiters.html",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/parameters\//,
    export: /^(?:get(?:Parameter|Parameters|ParametersByName|Secret|AppConfig)|setParameter)$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/",
    checked,
  },
  {
    module: "@aws-lambda-powertools/batch",
    export: /^processPartialResponse$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/batch/",
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
    source: "https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/the-request-flow.html",
    checked,
  },
  {
    // The aggregated classes have a method for each command.
    module: /^@aws-sdk\/client-/,
    maker: /^(?!.*(?:Client|Command|Exception|Error)$)[A-Z]/,
    methods: /^(?!destroy$|paginate[A-Z])[a-z]\w*$/,
    source: "https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/the-request-flow.html",
    checked,
  },
  {
    module: "@aws-sdk/lib-dynamodb",
    methods:
      /^(?:send|get|put|update|delete|query|scan|batchGet|batchWrite|transactGet|transactWrite|executeStatement|executeTransaction|batchExecuteStatement)$/,
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-dynamodb/",
    checked,
  },
  {
    module: "@aws-sdk/lib-storage",
    maker: /^Upload$/,
    methods: /^done$/,
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-lib-storage/",
    checked,
  },
  {
    module: /^aws-sdk(?:\/|$)/,
    methods: /^promise$/,
    source: "https://docs.aws.amazon.com/sdk-for-javascript/v2/developer-guide/using-promises.html",
    checked,
  },
  {
    module: /^(?:pg|pg-pool|@neondatabase\/serverless|@vercel\/postgres)$/,
    methods: /^(?:query|connect|end)$/,
    source: "https://node-postgres.com/apis/pool",
    checked,
  },
  {
    module: /^(?:mysql2\/promise|mariadb|serverless-mysql)$/,
    methods: /^(?:query|execute|batch|end|commit|rollback|beginTransaction)$/,
    source: npm("mysql2"),
    checked,
  },
  {
    module: "mongodb",
    methods:
      /^(?:insertOne|insertMany|updateOne|updateMany|replaceOne|deleteOne|deleteMany|bulkWrite|findOne|findOneAnd(?:Update|Replace|Delete)|countDocuments|createIndex|connect|close)$/,
    source: npm("mongodb"),
    checked,
  },
  { module: /^(?:ioredis|iovalkey)$/, methods: redisCommands, source: npm("ioredis"), checked },
  {
    module: /^(?:redis|@redis\/client|@upstash\/redis|@upstash\/redis\/node)$/,
    methods: redisCommands,
    source: npm("redis"),
    checked,
  },
  {
    module: /^@prisma\/client(?:\/(?:edge|index))?$|(?:^|\/)generated\/prisma(?:\/client)?(?:\.[cm]?[jt]s)?$/,
    maker: /^PrismaClient$/,
    methods:
      /^(?:create|createMany|update|updateMany|upsert|delete|deleteMany|find(?:First|Unique)(?:OrThrow)?|findMany|count|aggregate|groupBy|\$(?:transaction|executeRaw|queryRaw|executeRawUnsafe|queryRawUnsafe|connect|disconnect))$/,
    source: "https://www.prisma.io/docs/orm/reference/prisma-client-reference",
    checked,
  },
  {
    module: "typeorm",
    maker: /^(?:DataSource|createConnection)$/,
    methods: /^(?:initialize|query|save|insert|update|upsert|delete|remove|softDelete|transaction|destroy)$/,
    source: "https://typeorm.io/docs/working-with-entity-manager/repository-api/",
    checked,
  },
  {
    module: "kafkajs",
    methods: /^(?:connect|disconnect|send|sendBatch)$/,
    source: "https://kafka.js.org/docs/producing",
    checked,
  },
  {
    module: "axios",
    maker: /^(?:create|Axios)$/,
    methods: httpMethods,
    source: "https://axios-http.com/docs/instance",
    checked,
  },
  { module: "got", maker: /extend$/, methods: httpMethods, source: npm("got"), checked },
  { module: "ky", maker: /^(?:create|extend)$/, methods: httpMethods, source: npm("ky"), checked },
  { module: "nodemailer", methods: /^(?:sendMail|verify)$/, source: npm("nodemailer"), checked },
  {
    module: "stripe",
    methods: /^(?:create|update|del|retrieve|list|cancel|confirm|capture|pay|search|refund)$/,
    source: npm("stripe"),
    checked,
  },
  { module: "twilio", methods: /^(?:create|update|remove|fetch|list)$/, source: npm("twilio"), checked },
  {
    module: /^(?:openai|@anthropic-ai\/sdk|groq-sdk)$/,
    methods: /^(?:create|parse|retrieve|del|list)$/,
    source: npm("openai"),
    checked,
  },
  {
    module: /^@slack\/(?:web-api|webhook)$/,
    methods: /^(?:postMessage|postEphemeral|apiCall|send|uploadV2)$/,
    source: npm("@slack/web-api"),
    checked,
  },
  {
    module: /^(?:@elastic\/elasticsearch|@opensearch-project\/opensearch)$/,
    methods: /^(?:index|search|bulk|update|delete|get|create|updateByQuery|deleteByQuery)$/,
    source: npm("@opensearch-project/opensearch"),
    checked,
  },
  { module: "graphql-request", methods: /^(?:request|rawRequest)$/, source: npm("graphql-request"), checked },
  { module: "bullmq", methods: /^(?:add|addBulk|close)$/, source: npm("bullmq"), checked },
  {
    module: /^@opentelemetry\/sdk-/,
    methods: /^(?:forceFlush|shutdown)$/,
    source: npm("@opentelemetry/sdk-trace-base"),
    checked,
  },
  {
    module: /^(?:posthog-node|@segment\/analytics-node)$/,
    methods: /^(?:flush|shutdown|closeAndFlush|captureImmediate)$/,
    source: npm("posthog-node"),
    checked,
  },
  {
    module: "aws-embedded-metrics",
    maker: /^createMetricsLogger$/,
    methods: /^flush$/,
    source: npm("aws-embedded-metrics"),
    checked,
  },
];

export const callbackFunctionFacts: readonly CallbackFunctionFact[] = [
  {
    module: "fs",
    export:
      /^(?:access|appendFile|chmod|copyFile|cp|lstat|mkdir|mkdtemp|open|opendir|readdir|readFile|rename|rm|rmdir|stat|truncate|unlink|write|writeFile)$/,
    source: "https://nodejs.org/api/fs.html#callback-api",
    checked,
  },
  {
    module: "child_process",
    export: /^(?:exec|execFile)$/,
    source: "https://nodejs.org/api/child_process.html",
    checked,
  },
  { module: "http", export: /^(?:get|request)$/, source: "https://nodejs.org/api/http.html", checked },
  { module: "https", export: /^(?:get|request)$/, source: "https://nodejs.org/api/https.html", checked },
  {
    module: "stream",
    export: /^(?:pipeline|finished)$/,
    source: "https://nodejs.org/api/stream.html",
    checked,
  },
  {
    module: "zlib",
    export: /^(?:gzip|gunzip|deflate|inflate|brotliCompress|brotliDecompress|unzip)$/,
    source: "https://nodejs.org/api/zlib.html",
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
    source: npm("aws-embedded-metrics"),
    checked,
  },
];
