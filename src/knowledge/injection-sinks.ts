import type { Sourced } from "./fact.js";
import type { SinkClass } from "./sanitizers.js";

/** A place in the arguments of a call: the argument itself, and the properties of it that count as well. */
export interface SinkArgument {
  readonly index: number;
  /** Properties that hold the text where the argument is an object: `{ sql }` of mysql2. */
  readonly properties?: readonly string[];
}

interface SinkFact extends Sourced {
  readonly sink: SinkClass;
  readonly arguments: readonly SinkArgument[];
}

/** A function or class that a package exports, or that is global, and that takes its argument for a text of some sort. */
export interface FunctionSinkFact extends SinkFact {
  /** The import specifier, or `global`. */
  readonly module: RegExp | "global";
  /** The dotted path of the export; `default` for the module itself. */
  readonly export: RegExp;
}

/** A method of something that a package made, however it was handed on: connections, transactions, query builders. */
export interface MethodSinkFact extends SinkFact {
  /** The package that the receiver comes from. */
  readonly module: RegExp;
  readonly methods: readonly string[];
  /** Not on what this method gave: the statement of `prepare` takes values. */
  readonly notOn?: string;
}

const checked = "2026-11-26";
const nodejs = "https://nodejs.org/api";
const npm = "https://www.npmjs.com/package";
const first: readonly SinkArgument[] = [{ index: 0 }];
const firstTwo: readonly SinkArgument[] = [{ index: 0 }, { index: 1 }];
const urlOrOptions: readonly SinkArgument[] = [
  { index: 0, properties: ["url", "uri", "baseURL", "host", "hostname"] },
];

export const functionSinkFacts: readonly FunctionSinkFact[] = [
  // Commands. The arguments of `spawn` count only where a shell reads them: the analysis looks at that.
  {
    module: /^child_process$/,
    export: /^(?:exec|execSync|spawn|spawnSync|execFile|execFileSync|fork)$/,
    sink: "command",
    arguments: first,
    source: `${nodejs}/child_process.html`,
    checked,
  },
  {
    module: /^cross-spawn$/,
    export: /^(?:default|sync|spawn)$/,
    sink: "command",
    arguments: first,
    source: `${npm}/cross-spawn`,
    checked,
  },
  {
    module: /^execa$/,
    export: /^(?:default|execa|execaSync|execaCommand|execaCommandSync|command|commandSync|sync|shell)$/,
    sink: "command",
    arguments: first,
    source: `${npm}/execa`,
    checked,
  },
  {
    module: /^shelljs$/,
    export: /^exec$/,
    sink: "command",
    arguments: first,
    source: `${npm}/shelljs`,
    checked,
  },

  // Code
  {
    module: "global",
    export: /^(?:eval|setTimeout|setInterval)$/,
    sink: "code",
    arguments: first,
    source: "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/eval",
    checked,
  },
  {
    module: "global",
    export: /^Function$/,
    sink: "code",
    arguments: [0, 1, 2, 3, 4, 5].map((index) => ({ index })),
    source: "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Function",
    checked,
  },
  {
    module: /^vm$/,
    export: /^(?:runInContext|runInNewContext|runInThisContext|compileFunction|Script|SourceTextModule)$/,
    sink: "code",
    arguments: first,
    source: `${nodejs}/vm.html`,
    checked,
  },
  {
    // Functions in the text are code that it runs (CVE-2017-5941).
    module: /^node-serialize$/,
    export: /^(?:default\.)?unserialize$/,
    sink: "code",
    arguments: first,
    source: "https://github.com/advisories/GHSA-q4v7-4rhw-9hqm",
    checked: "2026-11-28",
  },
  {
    module: "global",
    export: /^require$/,
    sink: "module",
    arguments: first,
    source: `${nodejs}/modules.html`,
    checked,
  },

  // Templates
  {
    module: /^handlebars$/,
    export: /^(?:default\.)?(?:compile|precompile)$/,
    sink: "template",
    arguments: first,
    source: "https://handlebarsjs.com/api-reference/compilation.html",
    checked,
  },
  {
    module: /^(?:ejs|pug)$/,
    export: /^(?:default\.)?(?:render|compile)$/,
    sink: "template",
    arguments: first,
    source: `${npm}/ejs`,
    checked,
  },
  {
    module: /^nunjucks$/,
    export: /^(?:default\.)?(?:renderString|compile)$/,
    sink: "template",
    arguments: first,
    source: "https://mozilla.github.io/nunjucks/api.html",
    checked,
  },
  {
    module: /^(?:lodash|lodash-es|underscore)$/,
    export: /^template$/,
    sink: "template",
    arguments: first,
    source: "https://lodash.com/docs/#template",
    checked,
  },
  {
    module: /^lodash[./]template$/,
    export: /^default$/,
    sink: "template",
    arguments: first,
    source: "https://lodash.com/docs/#template",
    checked,
  },

  // Pages
  {
    module: /^itty-router$/,
    export: /^html$/,
    sink: "html",
    arguments: first,
    source: "https://itty.dev/itty-router/responses",
    checked: "2026-11-27",
  },

  // Files
  {
    module: /^(?:fs|fs\/promises|fs-extra|graceful-fs)$/,
    export:
      /^(?:promises\.)?(?:(?:readFile|writeFile|appendFile|unlink|rm|rmdir|readdir|open|mkdir|truncate|readJson|writeJson|outputFile|remove|emptyDir|ensureDir|chmod)(?:Sync)?|createReadStream|createWriteStream)$/,
    sink: "path",
    arguments: first,
    source: `${nodejs}/fs.html`,
    checked,
  },
  {
    module: /^(?:fs|fs\/promises|fs-extra|graceful-fs)$/,
    export: /^(?:promises\.)?(?:rename|copyFile|cp|link|symlink|copy|move)(?:Sync)?$/,
    sink: "path",
    arguments: firstTwo,
    source: `${nodejs}/fs.html`,
    checked,
  },

  // Requests
  {
    module: "global",
    export: /^fetch$/,
    sink: "url",
    arguments: first,
    source: `${nodejs}/globals.html`,
    checked,
  },
  {
    module: /^(?:node-fetch|cross-fetch|isomorphic-fetch|undici)$/,
    export: /^(?:default|fetch|request|stream)$/,
    sink: "url",
    arguments: first,
    source: `${npm}/undici`,
    checked,
  },
  {
    module: /^axios$/,
    export: /^(?:default|request|get|delete|head|options|post|put|patch|postForm)$/,
    sink: "url",
    arguments: urlOrOptions,
    source: "https://axios-http.com/docs/api_intro",
    checked,
  },
  {
    module: /^(?:got|ky|needle|superagent|request|request-promise|request-promise-native|phin|bent)$/,
    export: /^(?:default|got|get|post|put|patch|delete|del|head|options|stream)$/,
    sink: "url",
    arguments: urlOrOptions,
    source: `${npm}/got`,
    checked,
  },
  {
    module: /^(?:http|https|follow-redirects)$/,
    export: /^(?:https?\.)?(?:request|get)$/,
    sink: "url",
    arguments: [{ index: 0, properties: ["host", "hostname"] }],
    source: `${nodejs}/http.html`,
    checked,
  },

  // Text that is put into a statement as it is
  {
    module: /^sequelize$/,
    export: /^(?:Sequelize\.|default\.)?literal$/,
    sink: "sql",
    arguments: first,
    source: "https://sequelize.org/docs/v6/core-concepts/raw-queries/",
    checked,
  },
  {
    module: /^@prisma\/client$/,
    export: /^Prisma\.raw$/,
    sink: "sql",
    arguments: first,
    source: "https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries",
    checked,
  },
  {
    module: /^(?:drizzle-orm|kysely)$/,
    export: /^sql\.(?:raw|lit)$/,
    sink: "sql",
    arguments: first,
    source: "https://orm.drizzle.team/docs/sql",
    checked,
  },
];

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
