import rule from "../../src/rules/no-uncached-config-fetch.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { GetParameterCommand, GetParametersByPathCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { keep } from "./elsewhere.js";
const ssm = new SSMClient({});
const secrets = new SecretsManagerClient({});`;

function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any, context: any) => {\n  ${body}\n};\n`;
}

const get = `ssm.send(new GetParameterCommand({ Name: "/app/limit" }))`;
const fetchLimit = `async function fetchLimit() { const { Parameter } = await ${get}; return Parameter?.Value; }`;

const valid: Record<string, string | [body: string, top: string]> = {
  "at init": [`return limit;`, `const limit = await ${get};`],
  "a promise from init": [`return limit;`, `const limit = fetchLimit();\n${fetchLimit}`],
  "a memo": [`limit ??= await ${get}; return limit;`, `let limit: any;`],
  "a memo of the promise": [`limit ??= ${get}; return await limit;`, `let limit: any;`],
  "a guard": [`if (!limit) limit = await fetchLimit(); return limit;`, `let limit: any;\n${fetchLimit}`],
  "a guard in the helper": [
    `return getLimit();`,
    `let limit: any; async function getLimit() { if (limit) return limit; limit = await ${get}; return limit; }`,
  ],
  "a guard with an expiry": [
    `if (!limit || Date.now() > expires) { limit = await ${get}; expires = Date.now() + 60_000; } return limit;`,
    `let limit: any; let expires = 0;`,
  ],
  "a cache by name": [
    `return load("/app/limit");`,
    `const cache = new Map<string, any>(); async function load(name: string) { const known = cache.get(name); if (known) return known; const answer = await ssm.send(new GetParameterCommand({ Name: name })); cache.set(name, answer); return answer; }`,
  ],
  "a field of a class": [
    `return config.get();`,
    `class Config { private limit: any; async get() { this.limit ??= await ${get}; return this.limit; } } const config = new Config();`,
  ],
  "a memoising function of elsewhere": [
    `return getLimit();`,
    `import memoize from "p-memoize"; const getLimit = memoize(async () => ${get});`,
  ],
  "a name that the event decides": `return ssm.send(new GetParameterCommand({ Name: event.name }));`,
  "a name made of the event":
    "return secrets.send(new GetSecretValueCommand({ SecretId: `tenants/${event.tenant}` }));",
  "a name from an answer": `const { Parameter } = await ssm.send(new GetParameterCommand({ Name: event.name })); return ssm.send(new GetParameterCommand({ Name: Parameter!.Value! }));`,
  "a name that comes from elsewhere": [
    `return load(event.tenant);`,
    `export const load = (name: string) => ssm.send(new GetParameterCommand({ Name: name }));`,
  ],
  "an unknown input": `return ssm.send(new GetParameterCommand(event.input));`,
  "a parameter that the file also writes": `const { Parameter } = await ${get}; await ssm.send(new PutParameterCommand({ Name: "/app/limit", Value: Parameter!.Value + "1", Overwrite: true }));`,
  "a secret that was refused": [
    `try { return await keep(secret); } catch { secret = await secrets.send(new GetSecretValueCommand({ SecretId: "db" })); return keep(secret); }`,
    `let secret: any;`,
  ],
  Powertools: [
    `return getParameter("/app/limit");`,
    `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";`,
  ],
  "Powertools, forced by the event": [
    `return getParameter("/app/limit", { forceFetch: event.force });`,
    `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";`,
  ],
  "Powertools, forced for a name of the event": [
    `return getParameter(event.name, { forceFetch: true });`,
    `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";`,
  ],
  "Powertools, with a lifetime": [
    `return getSecret("db", { maxAge: 300 });`,
    `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";`,
  ],
  "the extension, which keeps values": `return fetch("http://localhost:2773/secretsmanager/get?secretId=db");`,
  "another command of the same name": [
    `return ssm.send(new other.GetParameterCommand({ Name: "a" }));`,
    `import * as other from "./other.js";`,
  ],
  "a function that nobody calls": [`return event;`, `export ${fetchLimit}`],
};

const scheduled = `${imports}
import type { ScheduledHandler } from "aws-lambda";
export const handler: ScheduledHandler = async () => { keep(await ${get}); };
`;

type Message = "fetchedPerInvocation" | "cacheBypassed" | "cachedForever";
const finding = (
  code: string,
  name = "GetParameterCommand",
  messageId: Message = "fetchedPerInvocation",
  piece = name,
) => ({
  messageId,
  data: { name, caller: "" },
  ...locate(code, piece, code.split(piece).length - 2),
});

/** Findings without a suggestion. */
const invalid: Record<
  string,
  [body: string, top?: string, name?: string, message?: Message, piece?: string]
> = {
  "in the handler": [`const { Parameter } = await ${get}; return Parameter?.Value;`],
  "in a helper": [`return fetchLimit();`, fetchLimit],
  "with a name from the environment": [
    `return ssm.send(new GetParameterCommand({ Name: process.env.LIMIT_PARAMETER }));`,
  ],
  "with a name in a constant": [
    `return ssm.send(new GetParameterCommand(input));`,
    `const input = { Name: "/app/limit" };`,
  ],
  "with a command in module scope": [
    `return secrets.send(command);`,
    `const command = new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN });`,
    "GetSecretValueCommand",
  ],
  "with the name given to a helper": [
    `return load("db");`,
    `async function load(id: string) { const answer = await secrets.send(new GetSecretValueCommand({ SecretId: id })); return JSON.parse(answer.SecretString ?? String(answer.SecretBinary)); }`,
    "GetSecretValueCommand",
  ],
  "by path": [
    `return ssm.send(new GetParametersByPathCommand({ Path: "/app" }));`,
    "",
    "GetParametersByPathCommand",
  ],
  "page by page": [
    `for await (const page of paginateGetParametersByPath({ client: ssm }, { Path: "/app" })) keep(page);`,
    `import { paginateGetParametersByPath } from "@aws-sdk/client-ssm";`,
    "paginateGetParametersByPath",
  ],
  "for several fixed names": [
    `for (const name of ["a", "b"]) keep(await ssm.send(new GetParameterCommand({ Name: name })));`,
  ],
  "behind a condition of the request": [`if (event.wanted) return ${get};`],
  "in a variable of the handler that is no cache": [
    `let limit; if (!limit) limit = await ${get}; return limit;`,
  ],
  "SDK v2": [
    `const { SecretString } = await v2.getSecretValue({ SecretId: "db" }).promise(); return SecretString;`,
    `import AWS from "aws-sdk"; const v2 = new AWS.SecretsManager();`,
    "getSecretValue",
    "fetchedPerInvocation",
    "v2.getSecretValue",
  ],
  "a session of AppConfig": [
    `return client.send(new StartConfigurationSessionCommand({ ApplicationIdentifier: "a", EnvironmentIdentifier: "e", ConfigurationProfileIdentifier: "p" }));`,
    `import { AppConfigDataClient, StartConfigurationSessionCommand } from "@aws-sdk/client-appconfigdata"; const client = new AppConfigDataClient({});`,
    "StartConfigurationSessionCommand",
  ],
  "Powertools, forced": [
    `return getParameter("/app/limit", { forceFetch: true });`,
    `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";`,
    "getParameter",
    "cacheBypassed",
  ],
  "Powertools, without a lifetime": [
    `return getSecret("db", { maxAge: 0 });`,
    `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";`,
    "getSecret",
    "cacheBypassed",
  ],
};

const suggest = (getter: string, output: string) => [
  { messageId: "useParameters" as const, data: { getter }, output },
];

const twoUses = inHandler(
  `const limit = (await ${get}).Parameter?.Value;
  const name = await ssm.send(new GetParameterCommand({ Name: "/app/name", WithDecryption: true }));
  return { limit, name: name.Parameter!.Value!, upper: name.Parameter?.Value?.toUpperCase() };`,
);
const first = '(await ssm.send(new GetParameterCommand({ Name: "/app/limit" }))).Parameter?.Value';
const ssmImport = (code: string) =>
  code.replace(
    'import { keep } from "./elsewhere.js";',
    'import { keep } from "./elsewhere.js";\nimport { getParameter } from "@aws-lambda-powertools/parameters/ssm";',
  );

const alone = `import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const client = new SecretsManagerClient({});

export const handler = async () => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "db" }));
  return { length: SecretString?.length };
};
`;
const required = `const { SSMClient, GetParameterCommand } = require("@aws-sdk/client-ssm");

const client = new SSMClient({});

exports.handler = async () => {
  const answer = await client.send(new GetParameterCommand({ Name: "/app/limit", WithDecryption: true }));
  return { limit: answer.Parameter.Value };
};
`;

const options = [{ requireExpiry: true }] as const;

runRule("no-uncached-config-fetch", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
      return { name, code: inHandler(body, top) };
    }),
    { name: "a handler that runs on a schedule", code: scheduled },
    {
      name: "an expiry where one is required",
      code: inHandler(
        `if (!limit || Date.now() > expires) { limit = await ${get}; expires = Date.now() + 60_000; } return limit;`,
        `let limit: any; let expires = 0;`,
      ),
      options,
    },
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, [body, top = "", spelled, message, piece]]) => {
      const code = inHandler(body, top);
      return { name, code, errors: [finding(code, spelled, message, piece)] };
    }),
    ...[
      {
        name: "at init, with an expiry required",
        code: inHandler(`return limit;`, `const limit = await ${get};`),
      },
      {
        name: "a memo, with an expiry required",
        code: inHandler(`limit ??= await ${get}; return limit;`, `let limit: any;`),
      },
    ].map(({ name, code }) => ({
      name,
      code,
      options,
      errors: [finding(code, "GetParameterCommand", "cachedForever")],
    })),
    {
      name: "suggestions where client and command are used elsewhere too",
      code: twoUses,
      errors: [
        {
          ...finding(twoUses),
          ...locate(twoUses, "GetParameterCommand", 1),
          suggestions: suggest(
            "getParameter",
            ssmImport(twoUses).replace(first, '(await getParameter("/app/limit", { maxAge: 300 }))'),
          ),
        },
        {
          ...finding(twoUses),
          suggestions: suggest(
            "getParameter",
            ssmImport(twoUses)
              .replace(
                'await ssm.send(new GetParameterCommand({ Name: "/app/name", WithDecryption: true }))',
                'await getParameter("/app/name", { decrypt: true, maxAge: 300 })',
              )
              .replace("name.Parameter!.Value!", "name!")
              .replace("name.Parameter?.Value?.", "name?."),
          ),
        },
      ],
    },
    {
      name: "a suggestion that takes client and command away",
      code: alone,
      errors: [
        {
          ...finding(alone, "GetSecretValueCommand"),
          suggestions: suggest(
            "getSecret",
            `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";

export const handler = async () => {
  const SecretString = await getSecret<string>("db", { maxAge: 300 });
  return { length: SecretString?.length };
};
`,
          ),
        },
      ],
    },
    {
      name: "a suggestion in CommonJS",
      code: required,
      filename: "src/handler.cjs",
      errors: [
        {
          ...finding(required),
          suggestions: suggest(
            "getParameter",
            `const { getParameter } = require("@aws-lambda-powertools/parameters/ssm");

exports.handler = async () => {
  const answer = await getParameter("/app/limit", { decrypt: true, maxAge: 300 });
  return { limit: answer };
};
`,
          ),
        },
      ],
    },
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "@aws-sdk/client-ssm": ["SSMClient", "GetParametersCommand"] },
        top: "const ssm = new SSMClient({});",
        body: `const answer = await ssm.send(new GetParametersCommand({ Names: ["a", "b"] }));\nconsole.log(answer.Parameters);`,
      });
      return { ...testCase, errors: [finding(testCase.code, "GetParametersCommand")] };
    }),
  ],
});
