import { reservedEnvironment } from "../../src/knowledge/reserved-env.js";
import rule from "../../src/rules/no-reserved-env-write.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const handler = (body: string, top = ""): string =>
  `${top}\nexport const handler = async (event) => {\n  ${body}\n};`;

const valid: Record<string, string> = {
  "a variable of the function's own": handler('process.env.STAGE = "test";'),
  "a name that only begins like a reserved one": handler('process.env.AWS_REGION_NAME = "eu-west-1";'),
  "AWS_PROFILE, which Lambda does not set": handler('process.env.AWS_PROFILE = "dev";'),
  "a read": handler("return process.env.AWS_REGION;"),
  "a copy of the environment": handler(
    'const env = { ...process.env, AWS_REGION: "eu-west-1" }; return env;',
  ),
  "an object of the same name": handler('process.env.AWS_REGION = "x";', "const process = { env: {} };"),
  "a property of something else": handler(
    'config.env.AWS_REGION = "eu-west-1";',
    `import { config } from "./config.js";`,
  ),
  "a default for local runs": handler(
    'process.env.AWS_REGION ??= "eu-west-1"; process.env._HANDLER ||= "x";',
  ),
  "a default under a check": handler('if (!process.env.AWS_REGION) process.env.AWS_REGION = "eu-west-1";'),
  "a default under a check of undefined": handler(
    'if (process.env.AWS_REGION === undefined) { process.env.AWS_REGION = "eu-west-1"; }',
  ),
  "a name that is not known": handler('process.env[event.name] = "x";'),
  "a file without a handler": 'process.env.AWS_REGION = "eu-west-1";',
  "Object.assign with other names": handler('Object.assign(process.env, { STAGE: "test" });'),
  "Object.assign of the environment into another object": handler(
    'return Object.assign({ AWS_REGION: "x" }, process.env);',
  ),
};

const invalid: Record<string, readonly [code: string, name: string, at: string]> = {
  "in the handler": [
    handler("process.env.AWS_REGION = event.region;"),
    "AWS_REGION",
    "process.env.AWS_REGION",
  ],
  "at init": [handler("", 'process.env.AWS_REGION = "eu-west-1";'), "AWS_REGION", "process.env.AWS_REGION"],
  "in brackets": [handler('process.env["_HANDLER"] = "x";'), "_HANDLER", 'process.env["_HANDLER"]'],
  "by a constant": [
    handler('process.env[key] = "x";', 'const key = "AWS_SESSION_TOKEN";'),
    "AWS_SESSION_TOKEN",
    "process.env[key]",
  ],
  "by an alias of the environment": [
    handler('env.AWS_REGION = "x";', "const env = process.env;"),
    "AWS_REGION",
    "env.AWS_REGION",
  ],
  "by the import of node:process": [
    handler('env.AWS_REGION = "x";', 'import { env } from "node:process";'),
    "AWS_REGION",
    "env.AWS_REGION",
  ],
  deleted: [
    handler("delete process.env.AWS_SESSION_TOKEN;"),
    "AWS_SESSION_TOKEN",
    "process.env.AWS_SESSION_TOKEN",
  ],
  "appended to": [
    handler('process.env.AWS_EXECUTION_ENV += "x";'),
    "AWS_EXECUTION_ENV",
    "process.env.AWS_EXECUTION_ENV",
  ],
  "Object.assign": [
    handler('Object.assign(process.env, { AWS_REGION: "x" });'),
    "AWS_REGION",
    'AWS_REGION: "x"',
  ],
  "Object.assign of an object that is built before": [
    handler("const patch = { AWS_ACCESS_KEY_ID: event.id }; Object.assign(process.env, patch);"),
    "AWS_ACCESS_KEY_ID",
    "AWS_ACCESS_KEY_ID: event.id",
  ],
  "under a check of another variable": [
    handler('if (!process.env.STAGE) process.env.AWS_REGION = "x";'),
    "AWS_REGION",
    "process.env.AWS_REGION",
  ],
};

runRule("no-reserved-env-write", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    { name: "a test", code: handler('process.env.AWS_REGION = "x";'), filename: "tests/handler.test.ts" },
  ],
  invalid: [
    ...Object.entries(invalid).map(([title, [code, name, at]]) => ({
      name: title,
      code,
      errors: [{ messageId: "reservedEnvWrite" as const, data: { name }, ...locate(code, at) }],
    })),
    ...[...reservedEnvironment].map((name) => {
      const code = handler(`process.env.${name} = "x";`);
      return {
        name: `reserved: ${name}`,
        code,
        errors: [
          { messageId: "reservedEnvWrite" as const, data: { name }, ...locate(code, `process.env.${name}`) },
        ],
      };
    }),
    ...handlerShapes.map((shape) => {
      const code = shape.code({ body: 'process.env.AWS_REGION = "x";' });
      return {
        name: `handler shape: ${shape.name}`,
        code,
        filename: shape.filename,
        ...(shape.settings !== undefined && { settings: shape.settings }),
        errors: [
          {
            messageId: "reservedEnvWrite" as const,
            data: { name: "AWS_REGION" },
            ...locate(code, "process.env.AWS_REGION"),
          },
        ],
      };
    }),
  ],
});
