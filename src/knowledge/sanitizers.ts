import type { Sourced } from "./fact.js";

/** Where event data does harm: what the text is taken for there. */
export type SinkClass =
  /** a command line, or the program that is started */
  | "command"
  /** JavaScript */
  | "code"
  /** the text of a SQL or query statement */
  | "sql"
  /** an expression or a PartiQL statement of DynamoDB */
  | "dynamodb"
  /** a page that a browser shows, or the HTML part of a mail */
  | "html"
  /** the scheme and host of a URL, not what comes behind them */
  | "url"
  /** the path of a file */
  | "path"
  /** the specifier of a module */
  | "module"
  /** the source of a template */
  | "template"
  /** anything that stores, looks up or sends the value: it matters whether somebody looked at it at all */
  | "input";

/** What is known of a value after a call has made it, or a check has let it pass. */
export type Proof =
  /** a number, a boolean or a date */
  | "number"
  /** one of the values that the program names: an allow-list, `===`, the case of a `switch` */
  | "constant"
  /** it passed a schema */
  | "schema"
  /** it passed a pattern or a function that says whether it is valid */
  | "format"
  /** letters, digits and `+/=-` only: a hash, hexadecimal digits, Base64 */
  | "digest"
  /** `encodeURIComponent` and what does the same */
  | "uri-component"
  | "html-escape"
  | "sql-escape"
  | "shell-escape"
  /** the last part of a path */
  | "file-name"
  /** it begins, or ends, with what the program says */
  | "affix"
  /** somebody looked at it: it is there, it has a type or a length */
  | "presence";

const EVERYWHERE: readonly SinkClass[] = [
  "command",
  "code",
  "sql",
  "dynamodb",
  "html",
  "url",
  "path",
  "module",
  "template",
  "input",
];

/**
 * The sanitization model: in which sinks a value of which this is known does no harm. What is not in the row is reported
 * there all the same, as HTML-escaped text in a SQL statement is.
 */
export const harmlessIn: Readonly<Record<Proof, readonly SinkClass[]>> = {
  number: EVERYWHERE,
  constant: EVERYWHERE,
  schema: EVERYWHERE,
  format: EVERYWHERE,
  digest: EVERYWHERE,
  // It leaves `'` and `.` alone, so that neither a SQL string nor a host of the sender's choice is ruled out.
  "uri-component": ["html", "path"],
  "html-escape": ["html"],
  "sql-escape": ["sql"],
  "shell-escape": ["command"],
  "file-name": ["path", "module"],
  affix: ["url", "path", "module", "input"],
  presence: ["input"],
};

/** A function that gives back its argument in a form of which something is known. */
export interface SanitizerFact extends Sourced {
  /** The import specifier; `global` for what needs no import. */
  readonly module: string;
  /** The dotted path of the export, or of the global; `default` for the module itself. */
  readonly export: RegExp;
  readonly proof: Proof;
}

const checked = "2026-11-26";
const mdn = "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects";
const nodejs = "https://nodejs.org/api";

export const sanitizerFacts: readonly SanitizerFact[] = [
  {
    module: "global",
    export:
      /^(?:Number|BigInt|Boolean|parseInt|parseFloat|isNaN|isFinite|Math\.\w+|Number\.\w+|Date|Date\.\w+)$/,
    proof: "number",
    source: `${mdn}/Number`,
    checked,
  },
  {
    module: "global",
    export: /^encodeURIComponent$/,
    proof: "uri-component",
    source: `${mdn}/encodeURIComponent`,
    checked,
  },
  { module: "global", export: /^btoa$/, proof: "digest", source: `${nodejs}/globals.html`, checked },
  {
    module: "querystring",
    export: /^(?:escape|stringify|encode)$/,
    proof: "uri-component",
    source: `${nodejs}/querystring.html`,
    checked,
  },
  {
    module: "qs",
    export: /^stringify$/,
    proof: "uri-component",
    source: "https://www.npmjs.com/package/qs",
    checked,
  },
  {
    module: "path",
    export: /^(?:posix\.|win32\.)?(?:basename|extname)$/,
    proof: "file-name",
    source: `${nodejs}/path.html`,
    checked,
  },
  {
    module: "sanitize-filename",
    export: /^default$/,
    proof: "file-name",
    source: "https://www.npmjs.com/package/sanitize-filename",
    checked,
  },
  {
    module: "he",
    export: /^(?:default\.)?(?:encode|escape)$/,
    proof: "html-escape",
    source: "https://www.npmjs.com/package/he",
    checked,
  },
  {
    module: "escape-html",
    export: /^default$/,
    proof: "html-escape",
    source: "https://www.npmjs.com/package/escape-html",
    checked,
  },
  {
    module: "html-entities",
    export: /^encode$/,
    proof: "html-escape",
    source: "https://www.npmjs.com/package/html-entities",
    checked,
  },
  {
    module: "validator",
    export: /^(?:default\.)?escape$/,
    proof: "html-escape",
    source: "https://www.npmjs.com/package/validator",
    checked,
  },
  {
    module: "lodash",
    export: /^escape$/,
    proof: "html-escape",
    source: "https://lodash.com/docs/#escape",
    checked,
  },
  {
    module: "sanitize-html",
    export: /^default$/,
    proof: "html-escape",
    source: "https://www.npmjs.com/package/sanitize-html",
    checked,
  },
  {
    module: "xss",
    export: /^(?:default|filterXSS)$/,
    proof: "html-escape",
    source: "https://www.npmjs.com/package/xss",
    checked,
  },
  {
    module: "mysql",
    export: /^(?:escape|escapeId|format)$/,
    proof: "sql-escape",
    source: "https://www.npmjs.com/package/mysql",
    checked,
  },
  {
    module: "mysql2",
    export: /^(?:escape|escapeId|format)$/,
    proof: "sql-escape",
    source: "https://www.npmjs.com/package/mysql2",
    checked,
  },
  {
    module: "sqlstring",
    export: /^(?:escape|escapeId|format)$/,
    proof: "sql-escape",
    source: "https://www.npmjs.com/package/sqlstring",
    checked,
  },
  {
    module: "pg-format",
    export: /^(?:default|literal|ident|withArray)$/,
    proof: "sql-escape",
    source: "https://www.npmjs.com/package/pg-format",
    checked,
  },
  {
    module: "pg",
    export: /^(?:escapeLiteral|escapeIdentifier)$/,
    proof: "sql-escape",
    source: "https://node-postgres.com/apis/utilities",
    checked,
  },
  {
    module: "shell-quote",
    export: /^quote$/,
    proof: "shell-escape",
    source: "https://www.npmjs.com/package/shell-quote",
    checked,
  },
  {
    module: "shell-escape",
    export: /^default$/,
    proof: "shell-escape",
    source: "https://www.npmjs.com/package/shell-escape",
    checked,
  },
];

/** Methods that escape their argument, on whatever object: `pool.escape(id)`, `client.escapeLiteral(id)`. */
export const escapingMethods: ReadonlyMap<string, Proof> = new Map([
  ["escapeId", "sql-escape"],
  ["escapeIdentifier", "sql-escape"],
  ["escapeLiteral", "sql-escape"],
]);

/** What states what the schemas of these packages do: throw, or answer whether the value is valid. */
export interface SchemaPackageFact extends Sourced {
  readonly module: RegExp;
}

/** Packages whose schemas, validators and predicates look at a value. */
export const schemaPackages: readonly SchemaPackageFact[] = [
  { module: /^(?:zod|@zod)(?:\/|$)/, source: "https://zod.dev/", checked },
  { module: /^(?:ajv|ajv-\w+)(?:\/|$)/, source: "https://ajv.js.org/", checked },
  { module: /^(?:joi|@hapi\/joi|@types\/joi)$/, source: "https://joi.dev/api/", checked },
  { module: /^yup$/, source: "https://www.npmjs.com/package/yup", checked },
  { module: /^valibot$/, source: "https://valibot.dev/", checked },
  { module: /^arktype$/, source: "https://arktype.io/", checked },
  { module: /^superstruct$/, source: "https://docs.superstructjs.org/", checked },
  { module: /^runtypes$/, source: "https://www.npmjs.com/package/runtypes", checked },
  { module: /^io-ts(?:\/|$)/, source: "https://www.npmjs.com/package/io-ts", checked },
  {
    module: /^effect$|^@effect\/schema/,
    source: "https://effect.website/docs/schema/introduction/",
    checked,
  },
  {
    module: /^(?:@sinclair\/)?typebox(?:\/|$)/,
    source: "https://www.npmjs.com/package/@sinclair/typebox",
    checked,
  },
  {
    module: /^(?:class-validator|class-transformer-validator)$/,
    source: "https://www.npmjs.com/package/class-validator",
    checked,
  },
  {
    module: /^express-validator$/,
    source: "https://express-validator.github.io/docs/guides/getting-started",
    checked: "2026-11-27",
  },
  { module: /^jsonschema$/, source: "https://www.npmjs.com/package/jsonschema", checked },
  { module: /^validator(?:\/|$)/, source: "https://www.npmjs.com/package/validator", checked },
  { module: /^fastest-validator$/, source: "https://www.npmjs.com/package/fastest-validator", checked },
  {
    module: /^@aws-lambda-powertools\/(?:parser|validation)(?:\/|$)/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/parser/",
    checked,
  },
];

/** A package that looks at the event before the handler gets it: a middleware, a decorator, a wrapper. */
export const validatingWrappers: readonly SchemaPackageFact[] = [
  { module: /^@middy\/validator$/, source: "https://middy.js.org/docs/middlewares/validator", checked },
  {
    module: /^@aws-lambda-powertools\/parser(?:\/middleware)?$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/parser/",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/validation\/(?:middleware|decorator)$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/validation/",
    checked,
  },
  {
    module: /^@lambda-middleware\/(?:class-validator|json-validator|jwt-auth)$/,
    source: "https://www.npmjs.com/package/@lambda-middleware/class-validator",
    checked,
  },
  {
    module: /^middy-(?:ajv|zod-validator|middleware-joi-schema|middleware-yup-validator)$/,
    source: "https://www.npmjs.com/package/middy-zod-validator",
    checked,
  },
  {
    module: /^@swarmion\/serverless-contracts$/,
    source: "https://www.swarmion.dev/docs/how-to-guides/migration-guides/ajv-dependency-injection",
    checked,
  },
];
