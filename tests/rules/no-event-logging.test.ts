import rule from "../../src/rules/no-event-logging.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

/** The body of a handler whose event has no known source. */
function inHandler(body: string, top = ""): string {
  return `${top}\nexport const handler = async (event: any, context: any) => {\n${body}\n};\n`;
}

function inTyped(type: string, body: string): string {
  return `import type { ${type.replace(/<.*/, "")} } from "aws-lambda";\nexport const handler: ${type} = async (event) => {\n${body}\n};\n`;
}

const logger = `import { Logger } from "@aws-lambda-powertools/logger"; const logger = new Logger();`;
const secrets = `import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"; const secretsManager = new SecretsManagerClient({});`;

const aggregated = `import { SecretsManager } from "@aws-sdk/client-secrets-manager"; const vault = new SecretsManager({});`;
const ofSdk2 = `import AWS from "aws-sdk"; const vault = new AWS.SecretsManager();`;

const valid: Record<string, string | [body: string, top: string]> = {
  "a field": `console.log(event.id);`,
  "a pick of fields": `console.log({ id: event.id, path: event.rawPath });`,
  "a part of the event": `console.log(JSON.stringify(event.detail));`,
  "one header": `console.log(event.headers["x-request-id"]);`,
  "names of headers": `console.log(Object.keys(event.headers));`,
  "the number of records": `console.log(event.Records.length);`,
  "ids of the records": `console.log(event.Records.map((record: any) => record.messageId));`,
  "records of something else": `const page = await list(event.id); console.log(page.Records);\nasync function list(id: string) { return { Records: [id] }; }`,
  "an object as text, which shows nothing": "console.log(`event: ${event}`);",
  "an object added to text, which shows nothing": `console.log("event: " + event);`,
  "a pick by stringify": `console.log(JSON.stringify(event, ["id", "path"]));`,
  "a replacer": `console.log(JSON.stringify(event, (key, value) => (key === "token" ? undefined : value)));`,
  "a redacted event": [`console.log(redact(event));`, `import { redact } from "./redact.js";`],
  "another object of that name": `for (const event of ["a", "b"]) console.log(event);`,
  "what is made of the event": `const order = JSON.parse(event.body); console.log(order.id);`,
  "headers of another request, handed to a helper": [
    `log({ accept: "text/html" });`,
    `function log(headers: Record<string, string>) { console.log({ headers }); }`,
  ],
  "ids of a record": `for (const record of event.Records) console.log(record.messageId, { arn: record.eventSourceARN });`,
  "a record that has failed": `for (const record of event.Records) { try { await work(record); } catch (error) { console.error("failed", { record, error }); } }\nasync function work(record: unknown) { return record; }`,
  "an item of another list": `for (const record of await list()) console.log(record);\nasync function list() { return ["a"]; }`,
  "whether there is a token": `const token = event.headers.Authorization; console.log({ hasToken: !!token, kind: token ? "bearer" : "none" }, token.length);`,
  "the beginning of a token": `const token = event.headers.authorization.slice(7); console.log("token", token.substring(0, 8) + "...", token.slice(-4));`,
  "the beginning of a token, by a name": `const start = event.headers.authorization.slice(0, 12); console.log(\`token \${start}\`);`,
  "a token behind a mask of the file": [
    `const token = event.headers.authorization; console.log("token", mask(token));`,
    "const mask = (text: string) => `${text.slice(0, 4)}…`;",
  ],
  "that there is a token": `const token = event.headers.authorization; console.log(token && "there is one", Boolean(token));`,
  "what has been read from a token": [
    `const claims = verify(event.headers.authorization); console.log(claims.sub, claims);`,
    `import { verify } from "./tokens.js";`,
  ],
  "the claims of a token": `console.log(event.requestContext.authorizer.claims.sub, JSON.parse(atob(event.headers.authorization.split(".")[1])).sub);`,
  "the hash of a password": [
    `console.log(createHash("sha256").update(JSON.parse(event.body).password).digest("hex"));`,
    `import { createHash } from "node:crypto";`,
  ],
  "a token for the next page": `console.log(event.queryStringParameters.nextToken, JSON.parse(event.body).token);`,
  "a body of which nothing is known": `const order = JSON.parse(event.body); console.log(event.body, order, JSON.parse(event.body).id);`,
  "a body without its password": [
    `const { password, ...rest } = JSON.parse(event.body); console.log(rest); await save(password);`,
    `import { save } from "./members.js";`,
  ],
  "a body whose password is masked": [
    `const member = JSON.parse(event.body); await save(member.password); console.log({ ...member, password: "***" });`,
    `import { save } from "./members.js";`,
  ],
  "a body whose password is deleted": [
    `const member = JSON.parse(event.body); await save(member.password); delete member.password; console.log(member);`,
    `import { save } from "./members.js";`,
  ],
  "a parsed body as text, which shows nothing":
    "const member = JSON.parse(event.body); console.log(`member ${member}`, member.password.length);",
  "a body other than the one with the password": [
    `const member = await find(event.id); console.log(event.body, member.password.length);`,
    `import { find } from "./members.js";`,
  ],
  "what an authorizer says of the caller": `console.log(event.methodArn, event.requestContext.authorizer.principalId);`,
  "a variable of the environment": `console.log(process.env.TABLE_NAME);`,
  "an env of another object": `console.log(context.env);`,
  "a debug entry, which is not written": [`logger.debug("event", { event });`, logger],
  "a debug entry of a logger whose level is set elsewhere": [
    `log.debug("event", { event });`,
    `import { Logger } from "@aws-lambda-powertools/logger"; const log = new Logger({ logLevel: process.env.LOG_LEVEL as "INFO" });`,
  ],
  "the path of a viewer's request, and one header": `const { request } = event.Records[0].cf; console.log(request.uri, request.headers.host[0].value);`,
  "that there is a token for another system": `const token = await load(event.id); console.log(token.length, Boolean(token), token ? "there" : "missing", { Authorization: "Bearer ***" }); return fetch("https://example.com", { headers: { Authorization: \`Bearer \${token}\` } });`,
  "the answer to a request with a token": `const token = await load(event.id); const answer = await fetch("https://example.com", { headers: { Authorization: \`Bearer \${token}\` } }); console.log(answer.status, answer);`,
  "a text that begins like a header": `console.log(\`Basic \${event.plan}\`, { plan: \`Basic \${event.plan}\` });`,
  "a trace of a logger that writes from debug on": [
    `log.trace("event", { event });`,
    `import { Logger } from "@aws-lambda-powertools/logger"; const log = new Logger({ logLevel: "DEBUG" });`,
  ],
  "the context": [`logger.addContext(context);`, logger],
  "Powertools' own switch": [`logger.logEventIfEnabled(event);`, logger],
  "a debug entry of a helper of another file": [
    `OrderLoggingUtil.debug({ message: "called", event });`,
    `import { OrderLoggingUtil } from "./order-logging-util.js";`,
  ],
  "a method of another object": [`store.log(event);`, `import { store } from "./store.js";`],
  "the request of another event": `console.log(event.request.userAttributes.sub);`,
  "an answer of a request": `const answer = await fetch(event.url); console.log(answer.status);`,
  "other parts of what an aggregated client answers": [
    `const secret = await vault.getSecretValue({ SecretId: "a" }); console.log(secret.Name, secret.ARN);`,
    aggregated,
  ],
  "an answer that has become text without its parts": [
    "const secret = await vault.getSecretValue({ SecretId: 'a' }); console.log(`got ${secret}`);",
    aggregated,
  ],
  "a method of that name of something else": [
    `const secret = await vault.getSecretValue({ SecretId: "a" }); console.log(secret);`,
    `import { vault } from "./vault.js";`,
  ],
  "a field of a parsed secret that is none": [
    `const secret = JSON.parse((await vault.getSecretValue({ SecretId: "a" })).SecretString!); console.log(secret.host);`,
    aggregated,
  ],
  "a token of a signer of the project": [
    `const token = await new Signer({}).getAuthToken(); console.log(token);`,
    `import { Signer } from "./signer.js";`,
  ],
  "the error that a callback gets": [
    `vault.getSecretValue({ SecretId: "a" }, (problem, data) => { console.log(problem, data?.Name); });`,
    aggregated,
  ],
  "the name of a secret": [
    `const secret = await secretsManager.send(new GetSecretValueCommand({ SecretId: "a" })); console.log(secret.Name, secret.ARN);`,
    secrets,
  ],
  "logEvent behind a middleware that takes the tokens out of the event": [
    ``,
    `import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"; import { redact } from "./redact.js"; ${logger}
export const logRedacted = () => { const inject = injectLambdaContext(logger, { logEvent: true }); return { ...inject, before: (request: any) => { request.event = redact(request.event); void inject.before?.(request); } }; };`,
  ],
  ...Object.fromEntries(
    Object.entries({
      "that leaves fields out": `{ omitPaths: ["event.headers"] }`,
      "whose options are not known": "options",
      "with a logger of another file": "{ logger: write }",
      "that logs for those who look for errors":
        "{ logger: (request) => logger.debug('request', { request }) }",
      "that logs something else": "{ logger: () => logger.info('called') }",
    }).map(([name, options]): [string, [string, string]] => [
      `a middleware ${name}`,
      [
        `return context;`,
        `import middy from "@middy/core"; import inputOutputLogger from "@middy/input-output-logger"; import { options, write } from "./options.js"; ${logger}\nexport const other = middy(async () => {}).use(inputOutputLogger(${options}));`,
      ],
    ]),
  ),
  "logEvent that is off": [
    `return context;`,
    `import middy from "@middy/core"; import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"; ${logger}\nexport const other = middy(async () => {}).use(injectLambdaContext(logger, { logEvent: false }));`,
  ],
};

interface InvalidCase {
  readonly code: string;
  /** The piece of code that is reported: its last occurrence. */
  readonly at: string;
  readonly id:
    | "eventLogged"
    | "recordLogged"
    | "headersLogged"
    | "credentialLogged"
    | "environmentLogged"
    | "bodyLogged"
    | "secretLogged"
    | "eventLogOption"
    | "middlewareLogs";
  readonly fields?: string;
  readonly edit?: readonly [from: string, to: string];
}

const invalid: Record<string, InvalidCase> = {
  "the event": { code: inHandler(`console.log(event);`), at: "event", id: "eventLogged" },
  "behind a text": { code: inHandler(`console.info("event:", event);`), at: "event", id: "eventLogged" },
  "as JSON": {
    code: inHandler(`console.log(JSON.stringify(event, null, 2));`),
    at: "event",
    id: "eventLogged",
  },
  "as JSON in a template": {
    code: inHandler("console.log(`event: ${JSON.stringify(event)}`);"),
    at: "event",
    id: "eventLogged",
  },
  "as JSON, added": {
    code: inHandler(`console.log("event: " + JSON.stringify(event));`),
    at: "event",
    id: "eventLogged",
  },
  "the headers of a request to AppSync": {
    code: inTyped(
      "AppSyncResolverHandler<{ id: string }, string>",
      `console.log(event.request.headers); return "";`,
    ),
    at: "event.request.headers",
    id: "headersLogged",
  },
  "the headers of a request to AppSync, taken out": {
    code: inTyped(
      "AppSyncResolverHandler<{ id: string }, string>",
      `const { headers } = event.request; console.log({ headers }); return "";`,
    ),
    at: "headers",
    id: "headersLogged",
  },
  "a request to AppSync": {
    code: inTyped(
      "AppSyncResolverHandler<{ id: string }, string>",
      `console.log(JSON.stringify(event.request)); return "";`,
    ),
    at: "event.request",
    id: "headersLogged",
  },
  "in an object": { code: inHandler(`console.log({ event });`), at: "event", id: "eventLogged" },
  "under another key": {
    code: inHandler(`console.error("failed", { input: event });`),
    at: "event",
    id: "eventLogged",
  },
  spread: { code: inHandler(`console.log({ level: "info", ...event });`), at: "event", id: "eventLogged" },
  "in a list": {
    code: inHandler(`console.log([event, context.awsRequestId]);`),
    at: "event",
    id: "eventLogged",
  },
  "in a branch": {
    code: inHandler(`console.log(context.verbose ? event : "quiet");`),
    at: "event",
    id: "eventLogged",
  },
  inspected: {
    code: inHandler(`console.log(inspect(event, { depth: 5 }));`, `import { inspect } from "node:util";`),
    at: "event",
    id: "eventLogged",
  },
  "under another name": {
    code: inHandler(`const request = event; console.log(request);`),
    at: "request",
    id: "eventLogged",
  },
  "its text in a variable": {
    code: inHandler(`const text = JSON.stringify(event); console.log("event", text);`),
    at: "text",
    id: "eventLogged",
  },
  "in a helper": {
    code: inHandler(`trace(event);`, `const trace = (input: unknown) => { console.log(input); };`),
    at: "input",
    id: "eventLogged",
  },
  "with Powertools": {
    code: inHandler(`logger.info("event", { event });`, logger),
    at: "event",
    id: "eventLogged",
  },
  "with pino": {
    code: inHandler(`out.info(event);`, `import pino from "pino"; const out = pino();`),
    at: "event",
    id: "eventLogged",
  },
  "with a logger of another file": {
    code: inHandler(`logger.info({ event });`, `import { logger } from "./logger.js";`),
    at: "event",
    id: "eventLogged",
  },
  "with a logger of another file, by the name of a helper": {
    code: inHandler(
      `OrderLoggingUtil.info({ message: "called", context: { payload: event } });`,
      `const OrderLoggingUtil = require("./order-logging-util");`,
    ),
    at: "event",
    id: "eventLogged",
  },
  "with console.debug, which is written": {
    code: inHandler(`console.debug(event);`),
    at: "event",
    id: "eventLogged",
  },
  "of an HTTP API": {
    code: inTyped("APIGatewayProxyHandlerV2", `console.log(JSON.stringify(event));`),
    at: "event",
    id: "eventLogged",
    fields: "{ requestId: event.requestContext.requestId, path: event.rawPath }",
    edit: [
      "stringify(event)",
      "stringify({ requestId: event.requestContext.requestId, path: event.rawPath })",
    ],
  },
  "of a REST API, in an object": {
    code: inTyped(
      "APIGatewayProxyHandler",
      `console.log("in", { event }); return { statusCode: 200, body: "" };`,
    ),
    at: "event",
    id: "eventLogged",
    fields: "{ requestId: event.requestContext.requestId, path: event.path }",
    edit: ["{ event }", "{ event: { requestId: event.requestContext.requestId, path: event.path } }"],
  },
  "of a queue": {
    code: inTyped("SQSHandler", `console.log(event);`),
    at: "event",
    id: "eventLogged",
    fields: "{ records: event.Records.length }",
    edit: ["log(event)", "log({ records: event.Records.length })"],
  },
  "of a queue, by its records": {
    code: inTyped("SQSHandler", `console.log("records", JSON.stringify(event.Records));`),
    at: "event.Records",
    id: "eventLogged",
  },
  "of a topic, by its records taken off": {
    code: inTyped("SNSHandler", `const { Records: records } = event; console.log({ records });`),
    at: "records",
    id: "eventLogged",
  },
  "of a bus, spread": {
    code: inTyped("ScheduledHandler", `console.log({ ...event });`).replaceAll(
      "ScheduledHandler",
      "CognitoUserPoolTriggerHandler",
    ),
    at: "event",
    id: "eventLogged",
  },
  headers: { code: inHandler(`console.log(event.headers);`), at: "event.headers", id: "headersLogged" },
  "headers as JSON": {
    code: inHandler(`console.log("headers", JSON.stringify(event.headers));`),
    at: "event.headers",
    id: "headersLogged",
  },
  "headers taken off the event": {
    code: inHandler(`const { headers } = event; console.log({ headers });`),
    at: "headers",
    id: "headersLogged",
  },
  "headers of the parameter": {
    code: `export const handler = async ({ headers }: any) => { console.log(headers); };\n`,
    at: "headers",
    id: "headersLogged",
  },
  "headers handed on from helper to helper": {
    code: inHandler(
      `await search(event.headers);`,
      `async function search(headers: any) { note(headers, "search"); }\nconst note = (sent: any, what: string) => { console.info(what, { sent }); };`,
    ),
    at: "sent",
    id: "headersLogged",
  },
  "a record of a queue": {
    code: inTyped("SQSHandler", `for (const record of event.Records) { console.log("Received", record); }`),
    at: "record",
    id: "recordLogged",
  },
  "a record of a stream, as JSON in a callback": {
    code: inTyped(
      "DynamoDBStreamHandler",
      `await Promise.all(event.Records.map(async (record) => { console.log("Stream record: ", JSON.stringify(record, null, 2)); }));`,
    ),
    at: "record",
    id: "recordLogged",
  },
  "the first record": {
    code: inHandler(`const message = event.Records[0]; console.info({ message });`),
    at: "message",
    id: "recordLogged",
  },
  "a token of a header": {
    code: inHandler(`console.log("auth", event.headers.Authorization);`),
    at: "event.headers.Authorization",
    id: "credentialLogged",
  },
  "a token without its scheme, in a template": {
    code: inHandler(
      'const { authorization } = event.headers; const [, token] = authorization.split(" "); if (!token) return; console.log(`Token: ${token}`);',
    ),
    at: "token",
    id: "credentialLogged",
  },
  "the token of an authorizer, by another name": {
    code: inHandler(
      `const parts = event.authorizationToken.split(" "); const value = parts[1]; check(value);`,
      `const check = (sent: string) => { console.log("Token : ", sent); };`,
    ),
    at: "sent",
    id: "credentialLogged",
  },
  "a token that a function of the file takes out of a header": {
    code: inHandler(
      `const token = readToken(event); console.log({ token });`,
      `const readToken = (event: any) => event.headers.authorization.replace("Bearer ", "");`,
    ),
    at: "token",
    id: "credentialLogged",
  },
  "a password of the body": {
    code: inHandler(`const { email, password } = JSON.parse(event.body); console.log({ email, password });`),
    at: "password",
    id: "credentialLogged",
  },
  "the text of a body with a password": {
    code: inHandler(
      `const { email, password } = JSON.parse(event.body); console.log("in", event.body); await save(email, password);`,
      `import { save } from "./members.js";`,
    ),
    at: "event.body",
    id: "bodyLogged",
  },
  "a parsed body with a password": {
    code: inHandler(
      `const { token, newPassword } = JSON.parse(event.body); await save(token, newPassword); console.log("in", JSON.parse(event.body));`,
      `import { save } from "./members.js";`,
    ),
    at: "JSON.parse(event.body)",
    id: "bodyLogged",
  },
  "a body with a password, by a variable and as JSON": {
    code: inHandler(
      "const member = JSON.parse(event.body || '{}'); await save(member.password); console.log(`in: ${JSON.stringify(member)}`);",
      `import { save } from "./members.js";`,
    ),
    at: "member",
    id: "bodyLogged",
  },
  "an answer to a challenge of Cognito": {
    code: inHandler(`console.log("answer " + event.request.challengeAnswer);`),
    at: "event.request.challengeAnswer",
    id: "credentialLogged",
  },
  "the environment": {
    code: inHandler(`console.log(process.env);`),
    at: "process.env",
    id: "environmentLogged",
  },
  "the environment at init": {
    code: `console.log(JSON.stringify(process.env));\nexport const handler = async () => {};\n`,
    at: "process.env",
    id: "environmentLogged",
  },
  "the environment, imported": {
    code: inHandler(`console.log(env);`, `import { env } from "node:process";`),
    at: "env",
    id: "environmentLogged",
  },
  "a secret": {
    code: inHandler(
      `const secret = await secretsManager.send(new GetSecretValueCommand({ SecretId: "a" })); console.log(secret);`,
      secrets,
    ),
    at: "secret",
    id: "secretLogged",
  },
  "the text of a secret": {
    code: inHandler(
      `const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: "a" })); console.log("got", SecretString);`,
      secrets,
    ),
    at: "SecretString",
    id: "secretLogged",
  },
  "a parsed secret": {
    code: inHandler(
      `const answer = await secretsManager.send(new GetSecretValueCommand({ SecretId: "a" })); const secret = JSON.parse(answer.SecretString!); console.log({ secret });`,
      secrets,
    ),
    at: "secret",
    id: "secretLogged",
  },
  "a secret of Powertools": {
    code: inHandler(
      `console.log(await getSecret("a"));`,
      `import { getSecret } from "@aws-lambda-powertools/parameters/secrets";`,
    ),
    at: `await getSecret("a")`,
    id: "secretLogged",
  },
  "credentials of a role": {
    code: inHandler(
      `const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: event.role, RoleSessionName: "s" })); console.log(Credentials);`,
      `import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts"; const sts = new STSClient({});`,
    ),
    at: "Credentials",
    id: "secretLogged",
  },
  "the option of Powertools' middleware": {
    code: `import middy from "@middy/core"; import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware"; ${logger}\nexport const handler = middy(async () => {}).use(injectLambdaContext(logger, { logEvent: true }));\n`,
    at: "logEvent: true",
    id: "eventLogOption",
  },
  ...Object.fromEntries(
    [
      "",
      "{ awsContext: true }",
      "{ logger: console.log }",
      "{ logger: (request) => logger.info('request', { request }) }",
    ].map((options): [string, InvalidCase] => [
      `a middleware that logs, with the options "${options}"`,
      {
        code: `import middy from "@middy/core"; import inputOutputLogger from "@middy/input-output-logger"; ${logger}\nexport const handler = middy(async () => {}).use(inputOutputLogger(${options}));\n`,
        at: `inputOutputLogger`,
        id: "middlewareLogs",
      },
    ]),
  ),
  "the token for another system": {
    code: inHandler(
      `const token = await load(event.id); const answer = await fetch("https://example.com", { headers: { Authorization: \`Bearer \${token}\` } }); console.log(\`got \${token}\`); return answer.status;`,
      `import { load } from "./tokens.js";`,
    ),
    at: "token",
    id: "secretLogged",
  },
  "the options of a request to another system": {
    code: inHandler(
      `const options = { method: "GET", headers: { authorization: "Bearer " + (await load(event.id)) } }; const answer = await fetch("https://example.com", options); console.log(JSON.stringify(options)); return answer.status;`,
      `import { load } from "./tokens.js";`,
    ),
    at: "options",
    id: "secretLogged",
  },
  "a secret by an aggregated client": {
    code: inHandler(
      `const secret = await vault.getSecretValue({ SecretId: "a" }); console.log("got", secret);`,
      aggregated,
    ),
    at: "secret",
    id: "secretLogged",
  },
  "a secret by SDK v2": {
    code: inHandler(
      `const secret = await vault.getSecretValue({ SecretId: "a" }).promise(); console.log("got", secret);`,
      ofSdk2,
    ),
    at: "secret",
    id: "secretLogged",
  },
  "the text of a secret that a callback gets": {
    code: inHandler(
      `vault.getSecretValue({ SecretId: "a" }, (problem, data) => { console.log("got", data.SecretString); });`,
      ofSdk2,
    ),
    at: "data.SecretString",
    id: "secretLogged",
  },
  "a secret that a function of the file gives, and keeps": {
    code: inHandler(
      `const loaded = await load(); console.log("got", loaded);`,
      `${secrets} let kept: any;
async function load() {
  if (!kept) { const answer = await secretsManager.send(new GetSecretValueCommand({ SecretId: "a" })); kept = JSON.parse(answer.SecretString!); }
  return kept;
}`,
    ),
    at: "loaded",
    id: "secretLogged",
  },
  "the password of a parsed secret": {
    code: inHandler(
      "const login = JSON.parse((await vault.getSecretValue({ SecretId: 'a' })).SecretString!); console.log(`with ${login.password}`);",
      aggregated,
    ),
    at: "login.password",
    id: "secretLogged",
  },
  "the token for a database": {
    code: inHandler(
      `const pass = await signer.getAuthToken(); console.log("got", pass);`,
      `import { Signer } from "@aws-sdk/rds-signer"; const signer = new Signer({ hostname: "db", port: 5432, username: "app" });`,
    ),
    at: "pass",
    id: "secretLogged",
  },
  "the token for a database by SDK v2, in a text": {
    code: inHandler(
      "const signer = new AWS.RDS.Signer({ username: 'app' }); const token = signer.getAuthToken({}); console.log(`got ${token}`);",
      `import AWS from "aws-sdk";`,
    ),
    at: "token",
    id: "secretLogged",
  },
  "a secret in a text": {
    code: inHandler(
      "const secret = await secretsManager.send(new GetSecretValueCommand({ SecretId: 'a' })); console.log(`secret: ${secret.SecretString}`);",
      secrets,
    ),
    at: "secret.SecretString",
    id: "secretLogged",
  },
  "the request of a viewer at the edge": {
    code: inTyped(
      "CloudFrontRequestHandler",
      `const request = event.Records[0].cf.request; console.log("viewer", { request }); return { status: "204" };`,
    ),
    at: "request",
    id: "headersLogged",
  },
  "the headers of a viewer at the edge": {
    code: inTyped(
      "CloudFrontRequestHandler",
      `const { request } = event.Records[0].cf; console.log(JSON.stringify(request.headers)); return request;`,
    ),
    at: "request.headers",
    id: "headersLogged",
  },
  "a debug entry of a logger that is made for them": {
    code: `import { Logger } from "@aws-lambda-powertools/logger";\nconst logger = new Logger({ serviceName: "orders", logLevel: "DEBUG" });\nexport const handler = async (event: any) => { logger.debug("called", { request: event }); };\n`,
    at: "event",
    id: "eventLogged",
  },
  "a debug entry of pino, which writes from trace on": {
    code: `import pino from "pino";\nconst log = pino({ level: "trace" });\nexport const handler = async (event: any) => { log.debug({ event }); };\n`,
    at: "event",
    id: "eventLogged",
  },
  "the event that a function for handlers of other files says that it takes": {
    code: `import type { APIGatewayProxyEvent } from "aws-lambda";\nexport async function answer<Body>(request: APIGatewayProxyEvent, parse: (text: string) => Body, save: (body: Body) => Promise<void>): Promise<number> {\n  console.log(\`called with \${JSON.stringify(request)}\`);\n  await save(parse("{}"));\n  return 204;\n}\n`,
    at: "request",
    id: "eventLogged",
    fields: "{ requestId: request.requestContext.requestId, path: request.path }",
    edit: [
      "stringify(request)",
      "stringify({ requestId: request.requestContext.requestId, path: request.path })",
    ],
  },
  "the option of Powertools' decorator": {
    code: `${logger}\nclass Lambda {\n  @logger.injectLambdaContext({ logEvent: true, clearState: true })\n  async handler(event: any) { return event.id; }\n}\nconst lambda = new Lambda();\nexport const handler = lambda.handler.bind(lambda);\n`,
    at: "logEvent: true",
    id: "eventLogOption",
  },
};

function toInvalid(name: string, { code, at, id, fields, edit }: InvalidCase) {
  return {
    name,
    code,
    errors: [
      {
        messageId: id,
        data: { writer: "This" },
        ...locate(code, at, code.split(at).length - 2),
        suggestions:
          fields === undefined || edit === undefined
            ? []
            : [
                {
                  messageId: "pickFields" as const,
                  data: { fields },
                  output: code.replace(edit[0], edit[1]),
                },
              ],
      },
    ],
  };
}

runRule("no-event-logging", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
      return { name, code: inHandler(body, top) };
    }),
    { name: "no handler", code: `export const run = (event: unknown) => { console.log(event); };` },
    { name: "a schedule, which brings nothing", code: inTyped("ScheduledHandler", `console.log(event);`) },
    {
      name: "names of files, in a function for other handlers",
      code: `import type { S3Event } from "aws-lambda";\nexport function start(name: string, event: S3Event): void { console.log(name, JSON.stringify(event)); }\n`,
    },
    { name: "names of files", code: inTyped("S3Handler", `console.log(JSON.stringify(event));`) },
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, testCase]) => toInvalid(name, testCase)),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, { body: `console.log("in", JSON.stringify({ ...event }));` });
      const place = locate(testCase.code, "...event");
      return {
        ...testCase,
        errors: [
          {
            messageId: "eventLogged" as const,
            data: { writer: "This" },
            ...place,
            column: place.column + 3,
            suggestions: [],
          },
        ],
      };
    }),
  ],
});
