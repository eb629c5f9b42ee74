import type { Sourced } from "./fact.js";
import type { SinkClass } from "./sanitizers.js";

/** A place in the arguments of a call: the argument itself, and the properties of it that count as well. */
export interface SinkArgument {
  readonly index: number;
  /** Properties that hold the text where the argument is an object: `{ sql }` of mysql2. */
  readonly properties?: readonly string[];
}

export interface SinkFact extends Sourced {
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
