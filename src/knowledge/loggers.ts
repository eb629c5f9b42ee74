import type { Sourced } from "./fact.js";

/** What a package exports that writes log entries, or makes something that does. */
export interface LoggerFact extends Sourced {
  readonly module: string;
  /** Exports joined by dots; `default` for the module itself. */
  readonly export: string | RegExp;
  /** `maker`: constructed or called, it gives a logger. `logger`: it is one itself. */
  readonly kind: "maker" | "logger";
}

const checked = "2026-11-26";

function maker(module: string, name: string | RegExp, source: string): LoggerFact {
  return { module, export: name, kind: "maker", source, checked };
}

function logger(module: string, name: string | RegExp, source: string): LoggerFact {
  return { module, export: name, kind: "logger", source, checked };
}

const npm = "https://www.npmjs.com/package";

/** Loggers that handlers use beside `console`. */
export const loggerFacts: readonly LoggerFact[] = [
  maker(
    "@aws-lambda-powertools/logger",
    "Logger",
    "https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/",
  ),
  maker("pino", /^(default|pino)$/, "https://getpino.io/#/docs/api"),
  maker("winston", "createLogger", `${npm}/winston`),
  logger("winston", "default", `${npm}/winston`),
  maker("bunyan", "createLogger", `${npm}/bunyan`),
  maker("log4js", "getLogger", `${npm}/log4js`),
  maker("tslog", "Logger", "https://tslog.js.org/"),
  maker("loglevel", "getLogger", `${npm}/loglevel`),
  logger("loglevel", "default", `${npm}/loglevel`),
  maker("lambda-log", "LambdaLog", "https://kyleross.com/lambda-log/"),
  logger("lambda-log", "default", "https://kyleross.com/lambda-log/"),
  maker("consola", "createConsola", `${npm}/consola`),
  logger("consola", /^(default|consola)$/, `${npm}/consola`),
  maker("@nestjs/common", "Logger", "https://docs.nestjs.com/techniques/logger"),
  logger("@nestjs/common", "Logger", "https://docs.nestjs.com/techniques/logger"),
  logger("@dazn/lambda-powertools-logger", "default", `${npm}/@dazn/lambda-powertools-logger`),
];

/** Packages whose loggers write JSON, as long as nobody asks for something else. */
export const jsonLoggerPackages: readonly string[] = [
  "@aws-lambda-powertools/logger",
  "pino",
  "winston",
  "bunyan",
  "lambda-log",
  "@dazn/lambda-powertools-logger",
];

/** Methods that write an entry, of `console` and of the loggers above. */
export const logMethods: ReadonlySet<string> = new Set([
  ...["log", "trace", "debug", "verbose", "silly", "info", "http", "notice", "warn", "warning", "error"],
  ...["fatal", "critical", "crit", "alert", "emerg", "dir", "table", "success"],
]);

/** Those among them by which an author says that something is no error. */
export const noticeMethods: ReadonlySet<string> = new Set([
  ...["trace", "debug", "verbose", "silly", "info", "http", "notice", "warn", "warning"],
]);

/** Entries at these levels are not written unless somebody asks for them. The lower the number, the less important. */
export const quietLevels: ReadonlyMap<string, number> = new Map([
  ["silly", 0],
  ["trace", 0],
  ["debug", 1],
  ["verbose", 2],
]);

/** Options that say from which level on a logger writes: of Powertools, and of pino, winston and bunyan. */
export const levelOptions: ReadonlySet<string> = new Set(["logLevel", "level"]);

/** Methods of a logger that give another one: with more fields, or for a part of the program. */
export const childLoggerMethods: ReadonlySet<string> = new Set([
  "child",
  "createChild",
  "getLogger",
  "withTag",
]);
