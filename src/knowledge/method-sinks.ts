import type { SinkArgument, SinkFact } from "./injection-sinks.js";

/** A method of something that a package made, however it was handed on: connections, transactions, query builders. */
export interface MethodSinkFact extends SinkFact {
  /** The package that the receiver comes from. */
  readonly module: RegExp;
  readonly methods: readonly string[];
  /** Not on what this method gave: the statement of `prepare` takes values. */
  readonly notOn?: string;
}

const checked = "2026-11-26";
const npm = "https://www.npmjs.com/package";
const first: readonly SinkArgument[] = [{ index: 0 }];
const textOrConfig: readonly SinkArgument[] = [{ index: 0, properties: ["text", "sql", "query"] }];

export const methodSinkFacts: readonly MethodSinkFact[] = [
  // A browser in the function loads what the function may load, and files of it as well.
  {
    module:
      /^(?:puppeteer|puppeteer-core|puppeteer-extra|playwright|playwright-core|playwright-aws-lambda|chrome-aws-lambda)$/,
    methods: ["goto"],
    sink: "url",
    arguments: first,
    source: "https://pptr.dev/api/puppeteer.page.goto",
    checked: "2026-11-28",
  },
  {
    module: /^(?:pg|pg-pool|pg-native|@neondatabase\/serverless|@vercel\/postgres)$/,
    methods: ["query"],
    sink: "sql",
    arguments: textOrConfig,
    source: "https://node-postgres.com/features/queries",
    checked,
  },
  {
    module: /^pg-promise$/,
    methods: ["any", "none", "one", "oneOrNone", "many", "manyOrNone", "query", "result", "multi", "each"],
    sink: "sql",
    arguments: textOrConfig,
    source: `${npm}/pg-promise`,
    checked,
  },
  {
    module: /^(?:mysql|mysql2|mysql2\/promise|serverless-mysql|mariadb|@planetscale\/database)$/,
    methods: ["query", "execute", "batch", "prepare"],
    sink: "sql",
    arguments: textOrConfig,
    notOn: "prepare",
    source: `${npm}/mysql2`,
    checked,
  },
  {
    module: /^(?:mssql|tedious)$/,
    methods: ["query", "batch"],
    sink: "sql",
    arguments: first,
    source: `${npm}/mssql`,
    checked,
  },
  {
    module: /^oracledb$/,
    methods: ["execute"],
    sink: "sql",
    arguments: first,
    source: `${npm}/oracledb`,
    checked,
  },
  {
    module: /^(?:better-sqlite3|sqlite|libsql|@libsql\/client)$/,
    methods: ["prepare", "exec", "execute"],
    sink: "sql",
    arguments: textOrConfig,
    notOn: "prepare",
    source: `${npm}/better-sqlite3`,
    checked,
  },
  {
    module: /^sqlite3$/,
    methods: ["prepare", "exec", "run", "all", "get", "each"],
    sink: "sql",
    arguments: first,
    notOn: "prepare",
    source: `${npm}/sqlite3`,
    checked,
  },
  {
    module: /^postgres$/,
    methods: ["unsafe"],
    sink: "sql",
    arguments: first,
    source: `${npm}/postgres`,
    checked,
  },
  {
    module: /^(?:knex|objection)$/,
    methods: [
      ...["raw", "whereRaw", "orWhereRaw", "andWhereRaw", "havingRaw", "orHavingRaw", "orderByRaw"],
      ...["groupByRaw", "joinRaw", "fromRaw", "selectRaw"],
    ],
    sink: "sql",
    arguments: first,
    source: "https://knexjs.org/guide/raw.html",
    checked,
  },
  {
    module: /^(?:sequelize|sequelize-typescript)$/,
    methods: ["query", "literal"],
    sink: "sql",
    arguments: textOrConfig,
    source: "https://sequelize.org/docs/v6/core-concepts/raw-queries/",
    checked,
  },
  {
    module: /^typeorm$/,
    methods: [
      ...["query", "where", "andWhere", "orWhere", "having", "andHaving", "orHaving"],
      ...["orderBy", "addOrderBy", "groupBy", "addGroupBy", "addSelect"],
    ],
    sink: "sql",
    arguments: first,
    source: "https://typeorm.io/docs/query-builder/select-query-builder",
    checked,
  },
  {
    module: /^@prisma\/client$/,
    methods: ["$queryRawUnsafe", "$executeRawUnsafe"],
    sink: "sql",
    arguments: first,
    source: "https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries",
    checked,
  },
  {
    module: /^data-api-client$/,
    methods: ["query"],
    sink: "sql",
    arguments: textOrConfig,
    source: `${npm}/data-api-client`,
    checked,
  },
  {
    module: /^snowflake-sdk$/,
    methods: ["execute"],
    sink: "sql",
    arguments: [{ index: 0, properties: ["sqlText"] }],
    source: `${npm}/snowflake-sdk`,
    checked,
  },
];

/** Methods that say by their name that they take the text of a statement, on whatever object. */
export const unsafeMethods: ReadonlySet<string> = new Set(["$queryRawUnsafe", "$executeRawUnsafe"]);

/** Methods that run a statement on objects that another file made: the text has to say that it is one. */
export const statementMethods: ReadonlySet<string> = new Set([
  ...[
    "query",
    "execute",
    "executeQuery",
    "exec",
    "run",
    "raw",
    "queryRaw",
    "all",
    "one",
    "any",
    "none",
    "prepare",
  ],
]);
