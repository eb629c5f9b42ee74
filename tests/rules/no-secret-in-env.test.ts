import path from "node:path";
import rule from "../../src/rules/no-secret-in-env.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";
import { runRule } from "../support/run-rule.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** A package that depends on what the name says; returns a path below it. */
function packageOf(dependencies: Record<string, string>, file: string): string {
  return path.join(temporaryFolder({ "package.json": { dependencies } }), file);
}

const inHandler = (body: string, top = ""): string => `${top}
export const handler = async (event: { id: string }) => {
  ${body}
};`;

const names = {
  secret: [
    ...[
      "DB_PASSWORD",
      "DB_PWD",
      "DATABASE_PASSWORD_PROD",
      "JWT_SECRET",
      "STRIPE_SECRET_KEY",
      "API_KEY",
      "SENDGRID_API_KEY",
    ],
    ...[
      "GITHUB_TOKEN",
      "SLACK_BOT_TOKEN",
      "CLIENT_SECRET",
      "USER_POOL_CLIENT_SECRET",
      "AWS_COGNITO_CLIENT_SECRET",
      "PRIVATE_KEY",
      "ENCRYPTION_KEY",
    ],
    ...[
      "SSH_PASSPHRASE",
      "SMTP_PASS",
      "GMAIL_APP_PASS",
      "dbPass",
      "NEW_RELIC_LICENSE_KEY",
      "SUPABASE_SERVICE_ROLE_KEY",
      "dbPassword",
      "apiKey",
      "stripeAPIKey",
      "NOTION_KEY",
      "STRIPE_LIVE_KEY",
      "API_PROD_KEY",
      "MAILGUN_KEY",
      "GOOGLE_CREDENTIALS",
      "LAUNCHDARKLY_SDK_KEY",
      "LAUNCH_DARKLY_SDK_KEY_PROD",
      "LD_SDK_KEY",
      "MAILBOX_SHARED_KEY",
      "INTERNAL_SERVICE_KEY",
      "GCP_SA_KEY",
      "FERNET_KEY",
      "PGPASSWORD",
      "MYSQLPASS",
      "clientsecret",
      "BOTTOKEN",
    ],
  ],
  other: [
    ...[
      "DB_SECRET_ARN",
      "SECRET_NAME",
      "SECRET_ID",
      "TOKEN_PATH",
      "API_KEY_PARAMETER",
      "DB_PASSWORD_PARAM",
      "SSM_DB_PASSWORD",
    ],
    ...[
      "KMS_KEY_ID",
      "NOTION_DATABASE",
      "RESEND_KEY_NAME",
      "TWILIO_KEY_SID",
      "ACCESS_KEY_ID",
      "TOKEN_TABLE",
      "TOKEN_TABLE_NAME",
      "SESSION_TOKEN_ATTRIBUTE",
      "PASSWORD_COLUMN",
      "SECRETS_BUCKET",
      "JWT_PUBLIC_KEY",
      "TOKEN_EXPIRY",
      "TOKEN_TTL",
      "PASSWORD_ITERATIONS",
      "PASSWORD_REGEX",
      "SECRET_MODE",
    ],
    ...[
      "TOKEN_EXPIRES_IN",
      "MAX_TOKENS",
      "TOKEN_URL",
      "SECRET_MANAGER_REGION",
      "PASSWORD_MIN_LENGTH",
      "PASSWORD_RESET_URL",
    ],
    ...[
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN",
      "PARTITION_KEY",
      "S3_KEY",
      "S3_PROD_KEY",
      "CACHE_KEY",
      "TABLE_NAME",
      "TOKENIZER",
      "BOARDING_PASS",
      "SMTP_PASS_PARAMETER",
      "EMAIL_PASSES",
      "SECRETARY_EMAIL",
      "OPTIMIZELY_SDK_KEY",
      "LAUNCHDARKLY_MOBILE_KEY",
    ],
    ...[
      "DATABASE_URL",
      "STRIPE_PUBLISHABLE_KEY",
      "ENCRYPTED_API_KEY",
      "USE_TOKEN",
      "TOKEN_HEADER",
      "API_KEY_ID",
      "CREDENTIALS_FILE",
    ],
    ...[
      "RESET_PASSWORD_TEMPLATE",
      "FORGOT_PASSWORD_SUBJECT",
      "CONFIRMATION_TOKEN_BYTES",
      "TOKEN_SYMBOL",
      "TOKEN_DECIMALS",
      "TOKEN_ADDRESS",
      "TOKEN_BUCKET_CAPACITY",
    ],
  ],
};

const valid: Record<string, string> = {
  ...Object.fromEntries(
    names.other.map((name) => [`${name} is no secret`, inHandler(`return process.env.${name};`)]),
  ),
  "another object called env": inHandler("return env.API_KEY;", "const env = { API_KEY: '' };"),
  "another process": inHandler("return process.env.API_KEY;", "const process = { env: { API_KEY: '' } };"),
  "a computed name": inHandler("return process.env[event.id];"),
  "a write": inHandler("process.env.API_KEY = event.id; delete process.env.JWT_SECRET;"),
  "the name of a field in what was fetched": inHandler(
    "const fields = JSON.parse(await load(STORE)); return sign(event.id, fields[SECRET_KEY]);",
    'import { load, sign } from "./signing.js"; const { STORE = "", SECRET_KEY = "" } = process.env;',
  ),
  "the name of a field, where it is read": inHandler(
    "return sign(event.id, JSON.parse(await load())[process.env.SECRET_KEY!]);",
    'import { load, sign } from "./signing.js";',
  ),
  "a name handed to Secrets Manager": inHandler(
    "return client.send(new GetSecretValueCommand({ SecretId: process.env.DB_SECRET }));",
    'import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"; const client = new SecretsManagerClient({});',
  ),
  "a name handed to Secrets Manager through a variable": inHandler(
    "return client.send(new GetSecretValueCommand({ SecretId: secretId }));",
    'import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"; const client = new SecretsManagerClient({}); const secretId = process.env.DB_SECRET ?? "";',
  ),
  "a name in the input of Secrets Manager, which a variable holds": inHandler(
    "const input = { SecretId: secrets }; const command = new GetSecretValueCommand(input); return client.send(command);",
    'import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"; const client = new SecretsManagerClient({}); const secrets = process.env.CONFIG_SECRETS;',
  ),
  "a destructured name handed to Powertools": inHandler(
    "return getSecret(API_TOKEN);",
    'import { getSecret } from "@aws-lambda-powertools/parameters/secrets"; const { API_TOKEN = "" } = process.env;',
  ),
  "a name handed to Parameter Store": inHandler(
    "return getParameter(process.env.GITHUB_TOKEN!, { decrypt: true });",
    'import { getParameter } from "@aws-lambda-powertools/parameters/ssm";',
  ),
  "a name handed to a helper that fetches secrets": inHandler(
    "return fetchSecretValue(process.env.DB_SECRET);",
    'import { fetchSecretValue } from "./secrets";',
  ),
  "a name handed to Secrets Manager by a function of the file": inHandler(
    "return load(process.env.DB_SECRET);",
    'import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"; const client = new SecretsManagerClient({}); async function load(id = "") { const SecretId = id; return client.send(new GetSecretValueCommand({ SecretId })); }',
  ),
  "a name handed to Secrets Manager by a function that calls another one": inHandler(
    "return load(process.env.DB_SECRET);",
    'import { getSecret } from "@aws-lambda-powertools/parameters/secrets"; const load = (id) => read(id); const read = (id) => getSecret(id);',
  ),
  "a name handed to the parameters of a method that fetches": inHandler(
    "return (await new SSM().getParameter({ Name: process.env.API_TOKEN, WithDecryption: true }).promise()).Parameter;",
    'import SSM from "aws-sdk/clients/ssm";',
  ),
  ...Object.fromEntries(
    [
      'process.env.IS_OFFLINE ? process.env.API_KEY : await load("key")',
      'process.env.IS_OFFLINE === "true" ? process.env.API_KEY : await load("key")',
      '!isLocal ? await load("key") : process.env.API_KEY',
      'stage() !== Stage.local ? await load("key") : process.env.API_KEY',
      "(isOffline() && process.env.API_KEY) || undefined",
    ].map((value) => [
      `only on the developer's machine: ${value}`,
      inHandler(
        `return ${value};`,
        'import { isLocal, isOffline, load, stage, Stage } from "./settings.js";',
      ),
    ]),
  ),
  "in a block for the developer's machine": inHandler(
    'if (process.env.STAGE === "local") { return sign(event.id, process.env.JWT_SECRET ?? "hunter2"); }\n  return 1;',
    'import { sign } from "./signing.js";',
  ),
  ...Object.fromEntries(
    [
      "process.env.DB_PASSWORD ?? (await getSecret(id))",
      "process.env.DB_PASSWORD || (await secrets().get(id)).password",
      "isMocked ? process.env.DB_PASSWORD : (await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString",
    ].map((value) => [
      `beside what fetches the secret: ${value}`,
      inHandler(
        `return ${value};`,
        'import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"; import { getSecret, id, isMocked, secrets } from "./settings.js"; const client = new SecretsManagerClient({});',
      ),
    ]),
  ),
  ...Object.fromEntries(
    [
      "const config = { apiSecretName: process.env.API_SECRET };",
      "const apiKeyArn = process.env.API_KEY;",
      "const { API_SECRET: apiSecretId } = process.env;",
      "const settings = {}; settings.passwordParameter = process.env.DB_PASSWORD ?? '';",
      "class Config { readonly tokenSecretArn = process.env.API_TOKEN!; }",
    ].map((code) => [
      `the name of a secret, by what the code calls it: ${code}`,
      `${code} export const handler = async () => {};`,
    ]),
  ),
  "cipher text that a package decrypts": inHandler(
    "return decrypt(process.env.DB_PASSWORD, event.id);",
    'import { decrypt } from "crypto-box";',
  ),
  "cipher text handed to KMS": inHandler(
    'return client.send(new DecryptCommand({ CiphertextBlob: Buffer.from(process.env.DB_PASSWORD!, "base64") }));',
    'import { KMSClient, DecryptCommand } from "@aws-sdk/client-kms"; const client = new KMSClient({});',
  ),
};

const finding = (code: string, name: string, piece = `process.env.${name}`, occurrence = 0) =>
  ({ messageId: "secretInEnv", data: { name }, ...locate(code, piece, occurrence) }) as const;
const fallback = (code: string, name: string, piece: string) =>
  ({ messageId: "secretFallback", data: { name }, ...locate(code, piece) }) as const;

/** Reads in module scope, where nothing can be awaited: a finding and no suggestion. */
const spellings: [name: string, top: string, piece: string, occurrence?: number][] = [
  ["a member", "const key = process.env.API_KEY;", "process.env.API_KEY"],
  ["brackets", 'const key = process.env["API_KEY"];', 'process.env["API_KEY"]'],
  ["a constant name", 'const name = "API_KEY"; const key = process.env[name];', "process.env[name]"],
  ["a template", "const key = process.env[`API_KEY`];", "process.env[`API_KEY`]"],
  ["destructured", "const { API_KEY } = process.env;", "API_KEY"],
  ["destructured and renamed", "const { API_KEY: key, TABLE } = process.env;", "API_KEY"],
  ["destructured from process", "const { env: { API_KEY } } = process;", "API_KEY"],
  ["an alias", "const env = process.env; const key = env.API_KEY;", "env.API_KEY", 0],
  ["a destructured alias", "const { env } = process; const key = env.API_KEY;", "env.API_KEY"],
  ["an import of env", 'import { env } from "node:process"; const key = env.API_KEY;', "env.API_KEY"],
  [
    "an import of process",
    'import process from "process"; const key = process.env.API_KEY;',
    "process.env.API_KEY",
  ],
  [
    "a namespace of process",
    'import * as proc from "node:process"; const key = proc.env.API_KEY;',
    "proc.env.API_KEY",
  ],
  ["the global object", "const key = globalThis.process.env.API_KEY;", "globalThis.process.env.API_KEY"],
  ["an assertion", "const key = process.env.API_KEY!;", "process.env.API_KEY"],
  ["optional", "const key = process?.env?.API_KEY;", "process?.env?.API_KEY"],
  ["an assigned pattern", "let API_KEY; ({ API_KEY } = process.env);", "API_KEY", 1],
  [
    "zod",
    'import { z } from "zod"; const env = z.object({ API_KEY: z.string() }).parse(process.env);',
    "API_KEY",
  ],
  [
    "zod with a schema apart",
    'import { z } from "zod"; const schema = z.object({ API_KEY: z.string() }).strict(); const env = schema.safeParse(process.env);',
    "API_KEY",
  ],
  [
    "valibot",
    'import * as v from "valibot"; const env = v.parse(v.object({ API_KEY: v.string() }), process.env);',
    "API_KEY",
  ],
  [
    "envalid",
    'import { cleanEnv, str } from "envalid"; const env = cleanEnv(process.env, { API_KEY: str() });',
    "API_KEY",
  ],
  [
    "env-var",
    'import env from "env-var"; const key = env.get("API_KEY").required().asString();',
    '"API_KEY"',
  ],
  [
    "t3-env",
    'import { createEnv } from "@t3-oss/env-core"; import { z } from "zod"; const env = createEnv({ server: { API_KEY: z.string() }, runtimeEnv: process.env });',
    "API_KEY",
  ],
];

/** What uses a secret, and has a word in its name that stores of secrets have too. */
const uses: [name: string, top: string][] = [
  [
    "the body of a request for a token",
    "const body = new URLSearchParams({ client_secret: process.env.API_KEY });",
  ],
  [
    "the body of a request for a token, through a variable",
    "const key = process.env.API_KEY; const bodyOf = () => new URLSearchParams({ client_secret: key });",
  ],
  [
    "a key of node:crypto",
    'import { createSecretKey } from "node:crypto"; const key = createSecretKey(Buffer.from(process.env.API_KEY));',
  ],
  [
    "a helper that compares",
    'import { verifySecret } from "./auth"; const check = (given) => verifySecret(given, process.env.API_KEY);',
  ],
  [
    "a function of the file that fetches another secret",
    'import { getSecret } from "@aws-lambda-powertools/parameters/secrets"; const load = (id, key) => sign(key) ? getSecret(id) : undefined; const sign = (key) => key.length; const loaded = load("db", process.env.API_KEY);',
  ],
  [
    "the credentials of a client for Secrets Manager",
    'import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"; const client = new SecretsManagerClient({ credentials: { accessKeyId: "", secretAccessKey: process.env.API_KEY } });',
  ],
  [
    "the credentials of a client for Secrets Manager, in a variable",
    'import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"; const options = { credentials: { accessKeyId: "", secretAccessKey: process.env.API_KEY } }; const client = new SecretsManagerClient(options);',
  ],
  [
    "one half of credentials, by what the code calls it",
    "const credentials = { accessKeyId: process.env.API_KEY };",
  ],
  [
    "what the code calls by the name of something else",
    "const config = { clientName: process.env.API_KEY };",
  ],
  [
    "a key that stands beside the name of a secret, in an object that nobody fetches by",
    'import { getSecret } from "@aws-lambda-powertools/parameters/secrets"; const config = { id: "db", key: process.env.API_KEY }; const load = () => getSecret(config.id);',
  ],
  [
    "the key by which a package decrypts something else",
    'import CryptoJS from "crypto-js"; const open = (text) => CryptoJS.AES.decrypt(text, process.env.API_KEY);',
  ],
  [
    "on every machine but the developer's",
    'import { isLocal } from "./settings.js"; const key = isLocal ? "none" : process.env.API_KEY;',
  ],
  [
    "by a test of a time that is local somewhere",
    'import { localTime } from "./settings.js"; const key = localTime === 12 ? process.env.API_KEY : undefined;',
  ],
  [
    "beside what checks a secret",
    'import { checkSecret } from "./settings.js"; const key = process.env.API_KEY ?? checkSecret();',
  ],
  [
    "the credentials of a client of SDK v2",
    'import { S3 } from "aws-sdk"; const s3 = new S3({ secretAccessKey: process.env.API_KEY });',
  ],
];

const fetched = (name: string, before: string, after: string, secret = "API_KEY") => ({
  name,
  code: before,
  errors: [
    {
      ...finding(before, secret),
      suggestions: [
        { messageId: "fetchSecret" as const, data: { variable: `${secret}_SECRET_NAME` }, output: after },
      ],
    },
  ],
});

const twice = inHandler(
  "if (!process.env.JWT_SECRET) throw new Error('JWT_SECRET is missing');",
  "const secret = process.env.JWT_SECRET;",
);
const onlyChecked = inHandler("if (!process.env.JWT_SECRET) throw new Error('missing');");
const withNullish = inHandler("return 1;", 'const password = process.env.DB_PASSWORD ?? "hunter2";');
const withOr = inHandler("return 1;", "const password = process.env.DB_PASSWORD || `hunter2`;");
const withDefault = inHandler("return 1;", 'const { DB_PASSWORD = "hunter2" } = process.env;');
const withEmpty = inHandler("return 1;", 'const password = process.env.DB_PASSWORD ?? "";');
const helper = "export const connect = () => process.env.DB_PASSWORD;";

/** A function of the file that reads variables by name. */
const reader = "const read = (name: string, fallback?: string) => process.env[name] ?? fallback;";
const readByName = inHandler('return read("API_KEY");', reader);
const readWithFallback = inHandler('return read("API_KEY", "hunter2");', reader);
/** A function that makes one which reads it, once it is called. */
const lazyReader = `const required = (name: string, parse = String) => function () {
  const value = process.env[name];
  if (value === undefined) throw new Error(name);
  return parse(value);
};
const settings = { table: required("TABLE_NAME"), token: required("BOT_TOKEN") };`;
const readLater = inHandler("return settings.token();", lazyReader);
const withNothing = inHandler("return 1;", 'const login = JSON.parse(process.env.DB_CREDENTIALS ?? "{}");');
const withPlaceholder = inHandler(
  "return 1;",
  'const weather = process.env.WEATHER_TOKEN || "set-your-token"; const key = process.env.JWT_KEY || "your-signing-key";',
);
/** The other argument names a variable too: that with the name of the secret in its store. */
const readOrFetched = inHandler(
  'return find("VAPID_PRIVATE_KEY", "VAPID_PRIVATE_KEY_PARAMETER_NAME");',
  "const find = async (key: string, parameter: string) => process.env[key] ?? (await load(process.env[parameter]));\nconst load = async (name?: string) => name;",
);

runRule("no-secret-in-env", rule, {
  valid: [
    ...['return read("TABLE_NAME");', "return read(event.id);", 'return getSecret(read("DB_PASSWORD"));'].map(
      (body) => ({
        name: `by name: ${body}`,
        code: inHandler(
          body,
          `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";\n${reader}`,
        ),
      }),
    ),
    {
      name: "a function that reads something else by name",
      code: inHandler(
        'return read("API_KEY");',
        "const read = (name: string) => settings[name]; const settings = {} as Record<string, string>;",
      ),
    },
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    ...[
      "process.env.API_KEY = JSON.parse(await getSecret(event.id)).key;",
      "process.env['API_KEY'] ??= await getSecret(event.id);",
      "Object.assign(process.env, await getSecret(event.id));",
      "for (const [name, value] of Object.entries(await getSecret(event.id))) process.env[name] = value;",
    ].map((fill) => ({
      name: `set by the code to what it fetches: ${fill}`,
      code: inHandler(`${fill} return process.env.API_KEY;`, 'import { getSecret } from "./secrets";'),
    })),
    {
      name: "a test",
      code: inHandler("return process.env.API_KEY;"),
      filename: "src/handler.test.ts",
    },
    {
      name: "allowed by the options",
      code: inHandler("return process.env.API_KEY;"),
      options: [{ allow: ["API_KEY"] }],
    },
    {
      name: "infrastructure code in a package for Lambda",
      code: 'import { Stack } from "aws-cdk-lib"; export const token = process.env.GITHUB_TOKEN;',
      filename: packageOf({ "@types/aws-lambda": "8" }, "lib/stack.ts"),
    },
    {
      name: "a module of a package that is also a CDK app",
      code: helper,
      filename: packageOf({ "@types/aws-lambda": "8", "aws-cdk-lib": "2" }, "lib/config.ts"),
    },
    {
      name: "a script",
      code: `#!/usr/bin/env node\n${helper}`,
      filename: packageOf({ "@middy/core": "6" }, "src/seed.ts"),
    },
    {
      name: "a tool's configuration",
      code: helper,
      filename: packageOf({ "@middy/core": "6" }, "vite.config.ts"),
    },
    {
      name: "a build",
      code: `import { build } from "esbuild";\n${helper}\nawait build({ entryPoints: ["src/handler.ts"] });`,
      filename: packageOf({ "@middy/core": "6" }, "build.mts"),
    },
    { name: "a package without Lambda", code: helper, filename: packageOf({ express: "5" }, "src/db.ts") },
  ],
  invalid: [
    {
      name: "a secret that a function of the file reads by name",
      code: readByName,
      errors: [
        { messageId: "secretInEnv", data: { name: "API_KEY" }, ...locate(readByName, 'read("API_KEY")') },
      ],
    },
    {
      name: "a secret that a function made by one of the file reads by name",
      code: readLater,
      errors: [
        {
          messageId: "secretInEnv",
          data: { name: "BOT_TOKEN" },
          ...locate(readLater, 'required("BOT_TOKEN")'),
        },
      ],
    },
    ...[
      ["a text", 'process.env.API_KEY = "none";', 'import { getSecret } from "./secrets";'],
      ["what is no secret of a store", "process.env.API_KEY = event.id;", ""],
      [
        "another one",
        "process.env.TOKEN_KIND = await getSecret(event.id);",
        'import { getSecret } from "./secrets";',
      ],
    ].map(([name = "", fill = "", top = ""]) => {
      const code = inHandler(`${fill} return [process.env.API_KEY].length;`, top);
      return {
        name: `a variable where the code sets it to ${name}`,
        code,
        errors: [
          {
            messageId: "secretInEnv" as const,
            data: { name: "API_KEY" },
            ...locate(code.replace(fill, " ".repeat(fill.length)), "process.env.API_KEY"),
            suggestions: 1,
          },
        ],
      };
    }),
    {
      name: "the name of another variable beside it, which is no secret",
      code: readOrFetched,
      errors: [
        {
          messageId: "secretInEnv",
          data: { name: "VAPID_PRIVATE_KEY" },
          ...locate(readOrFetched, 'find("VAPID_PRIVATE_KEY", "VAPID_PRIVATE_KEY_PARAMETER_NAME")'),
        },
      ],
    },
    {
      name: "a secret as a fallback of such a function",
      code: readWithFallback,
      errors: [
        {
          messageId: "secretInEnv",
          data: { name: "API_KEY" },
          ...locate(readWithFallback, 'read("API_KEY", "hunter2")'),
        },
        { messageId: "secretFallback", data: { name: "API_KEY" }, ...locate(readWithFallback, '"hunter2"') },
      ],
    },
    ...uses.map(([name, top]) => {
      const code = inHandler("return 1;", top);
      return { name: `${name} takes the secret`, code, errors: [finding(code, "API_KEY")] };
    }),
    ...names.secret.map((name) => {
      const code = inHandler("return 1;", `const value = process.env.${name};`);
      return { name, code, errors: [finding(code, name)] };
    }),
    ...handlerShapes.map((shape) => {
      const code = shape.code({ top: "const key = process.env.API_KEY;", body: "return key;" });
      return {
        name: `every handler shape: ${shape.name}`,
        code,
        filename: shape.filename,
        ...(shape.settings && { settings: shape.settings }),
        errors: [finding(code, "API_KEY")],
      };
    }),
    ...spellings.map(([name, top, piece, occurrence]) => {
      const code = inHandler("return 1;", top);
      return { name: `spelt as ${name}`, code, errors: [finding(code, "API_KEY", piece, occurrence)] };
    }),
    {
      name: "a module of a package for Lambda",
      code: helper,
      filename: packageOf({ "@middy/core": "6" }, "src/db.ts"),
      errors: [finding(helper, "DB_PASSWORD")],
    },
    { name: "a presence check beside the read", code: twice, errors: [finding(twice, "JWT_SECRET")] },
    { name: "nothing but a presence check", code: onlyChecked, errors: [finding(onlyChecked, "JWT_SECRET")] },
    {
      name: "a literal after ??",
      code: withNullish,
      errors: [finding(withNullish, "DB_PASSWORD"), fallback(withNullish, "DB_PASSWORD", '"hunter2"')],
    },
    {
      name: "a literal after ||",
      code: withOr,
      errors: [finding(withOr, "DB_PASSWORD"), fallback(withOr, "DB_PASSWORD", "`hunter2`")],
    },
    {
      name: "a literal as the default of a pattern",
      code: withDefault,
      errors: [
        finding(withDefault, "DB_PASSWORD", "DB_PASSWORD"),
        fallback(withDefault, "DB_PASSWORD", '"hunter2"'),
      ],
    },
    {
      name: "a JSON text without a value is no secret",
      code: withNothing,
      errors: [finding(withNothing, "DB_CREDENTIALS")],
    },
    {
      name: "a placeholder is no secret of somebody else's, and one to whoever signs with it",
      code: withPlaceholder,
      errors: [
        finding(withPlaceholder, "WEATHER_TOKEN"),
        finding(withPlaceholder, "JWT_KEY"),
        fallback(withPlaceholder, "JWT_KEY", '"your-signing-key"'),
      ],
    },
    { name: "an empty fallback is no secret", code: withEmpty, errors: [finding(withEmpty, "DB_PASSWORD")] },
    fetched(
      "in an async function, the secret can be fetched",
      `export const handler = async () => {
  // Who we are.
  const headers = { authorization: \`Bearer \${process.env.API_KEY}\` };
  return headers;
};`,
      `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";

export const handler = async () => {
  // Who we are.
  const headers = { authorization: \`Bearer \${(await getSecret<string>(process.env.API_KEY_SECRET_NAME ?? "", { maxAge: 300 }))}\` };
  return headers;
};`,
    ),
    fetched(
      "with Powertools imported already, under another name",
      `import { getSecret as read } from "@aws-lambda-powertools/parameters/secrets";
export const handler = async () => {
  const key = process.env.API_KEY;
  return [key, await read("other")];
};`,
      `import { getSecret as read } from "@aws-lambda-powertools/parameters/secrets";
export const handler = async () => {
  const key = (await read<string>(process.env.API_KEY_SECRET_NAME ?? "", { maxAge: 300 }));
  return [key, await read("other")];
};`,
    ),
    {
      ...fetched(
        "in CommonJS",
        `exports.handler = async () => {
  return process.env.API_KEY;
};`,
        `const { getSecret } = require("@aws-lambda-powertools/parameters/secrets");

exports.handler = async () => {
  return (await getSecret(process.env.API_KEY_SECRET_NAME ?? "", { maxAge: 300 }));
};`,
      ),
      filename: "src/handler.js",
    },
  ],
});

/** A function with a variable of the name, and code that reads it. */
const configured = (name: string, value: readonly string[], resources: readonly string[] = []) => ({
  files: {
    "template.yaml": [
      samTemplate(["Environment:", "  Variables:", `    ${name}:`, ...value.map((line) => `      ${line}`)]),
      ...resources.map((line) => `  ${line}`),
    ].join("\n"),
    "src/handler.ts": `export const handler = async () => process.env.${name};\n`,
  },
});
const kmsKey = [
  "Key:",
  "  Type: AWS::KMS::Key",
  "  Properties: { KeyUsage: SIGN_VERIFY, KeySpec: ECC_NIST_P256 }",
];
const isSecret = (name: string) => ({
  messageId: "secretInEnv",
  at: `process.env.${name}`,
  says: [`\`${name}\``],
});

runJoinedRule("no-secret-in-env", rule, {
  valid: {
    "the ARN of a key of KMS": configured("SIGNING_KEY", ["Fn::GetAtt: [Key, Arn]"], kmsKey),
    "the id of a key of KMS": configured("API_TOKEN_ENCRYPTION_KEY", ["Ref: Key"], kmsKey),
    "what another stack exports, of a key that KMS may hold": configured("ENCRYPTION_KEY", [
      'Fn::ImportValue: "keys-encryption-key"',
    ]),
  },
  invalid: {
    "what another stack exports, of what KMS never holds": {
      ...configured("DB_PASSWORD", ['Fn::ImportValue: "database-password"']),
      findings: [isSecret("DB_PASSWORD")],
    },
    "a parameter of the template": {
      ...configured("SIGNING_KEY", ["Ref: SigningKey"]),
      findings: [isSecret("SIGNING_KEY")],
    },
    "a resource that is no key": {
      ...configured(
        "SIGNING_KEY",
        ["Fn::GetAtt: [User, SecretAccessKey]"],
        ["User:", "  Type: AWS::IAM::AccessKey", "  Properties: { UserName: orders }"],
      ),
      findings: [isSecret("SIGNING_KEY")],
    },
  },
});
