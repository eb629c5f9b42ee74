import { describe, expect, it } from "vitest";
import { logCallsOf } from "../../../src/lambda/logs/log-calls.js";
import { modelOf } from "../../support/model-of.js";

/** For each call in the code that writes a log entry: how the code spells what is called. */
function logsIn(code: string): string[] {
  const { lambda, sourceCode } = modelOf(code);
  const logs = logCallsOf(lambda.syntax);
  return lambda.syntax.facts.calls
    .filter((call) => logs.isLog(call))
    .map(({ callee }) => sourceCode.getText(callee));
}

describe("logCallsOf", () => {
  it.each([
    ["console", `console.log(1); console.error(2);`, ["console.log", "console.error"]],
    [
      "Powertools",
      `import { Logger } from "@aws-lambda-powertools/logger"; const out = new Logger(); out.info("a");`,
      ["out.info"],
    ],
    ["pino", `import pino from "pino"; const out = pino(); out.fatal("a");`, ["out.fatal"]],
    [
      "winston, required",
      `const winston = require("winston"); const out = winston.createLogger({}); out.warn("a");`,
      ["out.warn"],
    ],
    ["a module that is a logger", `import log from "loglevel"; log.debug("a");`, ["log.debug"]],
    [
      "a child",
      `import pino from "pino"; const out = pino(); const child = out.child({}); child.info("a");`,
      ["child.info"],
    ],
    ["a logger of another file", `import { logger } from "./log.js"; logger.error("a");`, ["logger.error"]],
    [
      "a field",
      `class A { constructor(private readonly logger: any) {} run() { this.logger.info("a"); } }`,
      ["this.logger.info"],
    ],
    [
      "what a function of another file gives",
      `import { getLogger } from "./log.js"; getLogger().warn("a"); getLogger("orders").child({}).info("b");`,
      ["getLogger().warn", `getLogger("orders").child({}).info`],
    ],
    [
      "what a function gives that another file gave",
      `import logger from "./log.js"; const Logger = logger("orders"); export const run = () => Logger("run").error("a");`,
      [`Logger("run").error`],
    ],
    ["a parameter", `function run(log: any) { log.info("a"); }`, ["log.info"]],
  ])("finds the logs of %s", (_, code, expected) => {
    expect(logsIn(code)).toEqual(expected);
  });

  it.each([
    ["a console of the file", `const console = { log() {} }; console.log(1);`],
    ["an object of the file", `const logger = { info(x: string) { send(x); } }; logger.info("a");`],
    [
      "a class of the file",
      `class Log { error() { throw new Error(); } } const logger = new Log(); logger.error();`,
    ],
    [
      "what a function of the file gives",
      `const getLogger = () => ({ error() { throw new Error(); } }); getLogger().error();`,
    ],
    [
      "what makes something else",
      `import { getCatalog, getLog } from "./a.js"; getCatalog().info("a"); getLog().info("b");`,
    ],
    ["another method", `console.time("a"); logger.flush();`],
    ["another name", `import { catalog } from "./catalog.js"; catalog.info("a"); dialog.info("b");`],
    ["mathematics", `Math.log(1);`],
  ])("leaves alone %s", (_, code) => {
    expect(logsIn(code)).toEqual([]);
  });
});
