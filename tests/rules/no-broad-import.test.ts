import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Linter } from "eslint";
import { afterEach, describe, expect, it } from "vitest";
import { formatMs, measuredSavingMs } from "../../src/estimate/lighter-parts.js";
import { lighterImports } from "../../src/knowledge/lighter-imports.js";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import heavyRule from "../../src/rules/no-heavy-import.js";
import rule from "../../src/rules/no-broad-import.js";
import { type ModuleFormat, weigh } from "../../src/weight/weigh.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { buildLanguageOptions, lintText } from "../support/lint-text.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";
import { temporaryProject } from "../support/temporary-project.js";

// ── what is none ─────────────────────────────────────────────────────────────────────────────────────────────────────

const valid: Record<string, string> = {
  // Near misses: whole packages of which no part would do, or which nothing loads.
  "no Lambda code": `
    import _ from "lodash";
    import AWS from "aws-sdk";
    export const first = (rows) => _.head(rows) ?? new AWS.S3();`,
  "types of SDK v2 only": `
    import type { S3 } from "aws-sdk";
    import AWS from "aws-sdk";
    export const handler = async (event: { page?: S3.ListObjectsV2Output; queue?: AWS.SQS }) => event;`,
  "an unused import, which TypeScript leaves out": `
    import _ from "lodash";
    import { S3 } from "@aws-sdk/client-s3";
    export const handler = async () => {};`,
  "the client of SDK v2 alone": `
    import S3 from "aws-sdk/clients/s3.js";
    const s3 = new S3();
    export const handler = async () => s3.listBuckets().promise();`,
  "a package and a file of the project that are called alike": `
    import AWS from "./aws-sdk.js";
    import _ from "@acme/lodash";
    export const handler = async (event) => _.get(new AWS.S3(), event.key);`,
  "a part of lodash": `
    import get from "lodash/get.js";
    import { debounce } from "lodash/fp";
    export const handler = async (event) => get(event, "id") ?? debounce(event);`,
  "lodash called as a function": `
    import _ from "lodash";
    export const handler = async (event) => _(event.rows).map("id").value();`,
  "a chain of lodash": `
    import _ from "lodash";
    export const handler = async (event) => _.chain(event.rows).map("id").value();`,
  "lodash with placeholders": `
    import _ from "lodash";
    export const handler = async (event) => _.partial(_.get, _, "id")(event);`,
  "lodash handed on": `
    import _ from "lodash";
    import { extend } from "./extend.js";
    export const handler = async (event) => extend(_).get(event, "id");`,
  "lodash exported": `
    export { get } from "lodash";
    import _ from "lodash";
    export { _ };
    export const handler = async (event) => _.get(event, "id");`,
  "a member of lodash by a name that is computed": `
    import _ from "lodash";
    export const handler = async (event) => _[event.method](event.rows);`,
  "a member of lodash that is written": `
    import _ from "lodash";
    _.iteratee = (value) => value;
    export const handler = async (event) => _.map(event.rows, "id");`,
  "an inherited member of lodash": `
    import _ from "lodash";
    export const handler = async (event) => _.hasOwnProperty(event.name) || _.prototype || _.valueOf();`,
  "more functions than are lighter together": `
    import _ from "lodash";
    export const handler = async (event) => [
      _.get, _.set, _.map, _.pick, _.omit, _.uniq, _.sortBy, _.groupBy, _.merge, _.cloneDeep, _.isEqual,
    ].map((f) => f(event));`,
  "an export of date-fns without a file of its own": `
    import { addDays, formatDate } from "date-fns";
    export const handler = async (event) => formatDate(addDays(event.date, 1), "P");`,
  "another language of faker": `
    import { fakerDE } from "@faker-js/faker";
    export const handler = async () => fakerDE.person.firstName();`,
  "a package whose lighter counterpart is another package": `
    import moment from "moment";
    import { google } from "googleapis";
    export const handler = async (event) => moment(event.date) ?? google.sheets("v4");`,
  "a lighter part that works differently": `
    import * as cheerio from "cheerio";
    export const handler = async (event) => cheerio.load(event.body).text();`,
  // Clients of SDK v3.
  "the bare-bones client": `
    import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
    const s3 = new S3Client({});
    export const handler = async (event) => s3.send(new GetObjectCommand(event));`,
  "an aggregated client of another package": `
    import { S3 } from "@acme/client-s3";
    const s3 = new S3({});
    export const handler = async (event) => s3.getObject(event);`,
  "an aggregated client that is handed to code of the project": `
    import { S3 } from "@aws-sdk/client-s3";
    import { createStore } from "./store.js";
    const store = createStore(new S3({}));
    const s3 = new S3({});
    export const handler = async (event) => store.read(s3, event);`,
  "an aggregated client that is exported": `
    import { S3 } from "@aws-sdk/client-s3";
    export const s3 = new S3({});
    export const handler = async (event) => s3.getObject(event);`,
  "an aggregated client that paginates": `
    import { S3 } from "@aws-sdk/client-s3";
    const s3 = new S3({});
    export const handler = async (event) => s3.paginateListObjectsV2(event);`,
  "an aggregated client that waits": `
    import { S3 } from "@aws-sdk/client-s3";
    const s3 = new S3({});
    export const handler = async (event) => s3.waitUntilBucketExists(event, 10);`,
  "an aggregated client whose method is handed on": `
    import { S3 } from "@aws-sdk/client-s3";
    const s3 = new S3({});
    const read = s3.getObject.bind(s3);
    export const handler = async (event) => read(event);`,
  "an aggregated client whose methods are taken out": `
    import { S3 } from "@aws-sdk/client-s3";
    const { getObject } = new S3({});
    export const handler = async (event) => getObject(event);`,
  "an aggregated client that comes and goes": `
    import { S3 } from "@aws-sdk/client-s3";
    let s3 = new S3({});
    export const handler = async (event) => {
      s3 = event.s3;
      return s3.getObject(event);
    };`,
  "a class that extends an aggregated client": `
    import { S3 } from "@aws-sdk/client-s3";
    class Store extends S3 {}
    const store = new Store({});
    export const handler = async (event) => store.getObject(event);`,
  "an aggregated class that is a type as well": `
    import { S3 } from "@aws-sdk/client-s3";
    const read = (s3: S3, key: string) => s3.getObject({ Bucket: "receipts", Key: key });
    const s3 = new S3({});
    export const handler = async (event: { key: string }) => read(s3, event.key);`,
  "an aggregated client whose arguments are spread": `
    import { S3 } from "@aws-sdk/client-s3";
    const s3 = new S3({});
    export const handler = async (event: any) => s3.getObject(...event.input);`,
  "an error class, a command and an enumeration of a client's package": `
    import { NoSuchKey, StorageClass } from "@aws-sdk/client-s3";
    const error = new NoSuchKey({ message: "", $metadata: {} });
    export const handler = async () => [error, StorageClass];`,
};

const validInJavaScript: Record<string, string> = {
  "an aggregated client that is required, which no bundler takes apart": `
    const { S3 } = require("@aws-sdk/client-s3");
    const s3 = new S3({});
    exports.handler = async (event) => s3.getObject(event);`,
  "a require in a function": `
    exports.handler = async (event) => require("lodash").get(event, "id");`,
};

// ── what is one ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface PackageCase {
  readonly module: string;
  readonly names: string;
  readonly before: string;
  readonly filename?: string;
  readonly fixed?: string;
  readonly suggested?: string;
  readonly format?: ModuleFormat;
}

function packageCase(
  name: string,
  { module, names, before, filename = "src/handler.ts", ...rest }: PackageCase,
) {
  const { fixed, suggested, format } = rest;
  const lighter = lighterImports.find((entry) => entry.module === module)!;
  const ms = measuredSavingMs(lighter, weigh(module, format), format)!;
  const data = {
    module,
    names,
    why: lighter.why,
    lighter: lighter.lighter,
    saving: `, which saves up to about ${formatMs(ms)} ms unbundled`,
  };
  return {
    name,
    code: before,
    filename,
    output: fixed ?? null,
    errors: [
      {
        messageId: module === "aws-sdk" ? ("wholeSdkV2" as const) : ("wholePackage" as const),
        data,
        ...locate(before, before.includes(`'${module}'`) ? `'${module}'` : `"${module}"`),
        suggestions:
          suggested === undefined ? [] : [{ messageId: "importParts" as const, data, output: suggested }],
      },
    ],
  };
}

const handler = (body: string) => `export const handler = async (event: any) => {\n${body}\n};\n`;

const lodash: Record<string, PackageCase> = {
  "a default import of lodash, read by member": {
    module: "lodash",
    names: "`groupBy` and `get`",
    before: `import _ from "lodash";\n${handler('  return _.groupBy(_.get(event, "rows"), "id");')}`,
    fixed: `import groupBy from "lodash/groupBy.js";
import get from "lodash/get.js";
${handler('  return groupBy(get(event, "rows"), "id");')}`,
  },
  "a default import under its full name": {
    module: "lodash",
    names: "`get`",
    before: `import { default as _ } from "lodash";\n${handler('  return _.get(event, "rows");')}`,
    fixed: `import get from "lodash/get.js";\n${handler('  return get(event, "rows");')}`,
  },
  "names of lodash in an ES module": {
    module: "lodash",
    names: "`get` and `set`",
    filename: "src/handler.mts",
    format: "esm",
    before: `import { get, set as put } from 'lodash';\n${handler("  return put(event, 'id', get(event, 'key'));")}`,
    fixed: `import get from 'lodash/get.js';
import put from 'lodash/set.js';
${handler("  return put(event, 'id', get(event, 'key'));")}`,
  },
  "names of lodash in TypeScript, which may lack the interop of default imports": {
    module: "lodash",
    names: "`get`",
    before: `import { get } from "lodash";\n${handler('  return get(event, "id");')}`,
    suggested: `import get from "lodash/get.js";\n${handler('  return get(event, "id");')}`,
  },
  "a namespace in TypeScript": {
    module: "lodash",
    names: "`get`",
    before: `import * as _ from "lodash";\n${handler('  return _.get(event, "id");')}`,
    suggested: `import get from "lodash/get.js";\n${handler('  return get(event, "id");')}`,
  },
  "lodash, required": {
    module: "lodash",
    names: "`get`",
    filename: "src/handler.cjs",
    format: "cjs",
    before: `const _ = require("lodash");\nexports.handler = async (event) => _.get(event, "id");\n`,
    fixed: `const get = require("lodash/get.js");\nexports.handler = async (event) => get(event, "id");\n`,
  },
  "lodash, required and taken apart": {
    module: "lodash",
    names: "`get` and `pick`",
    filename: "src/handler.cjs",
    format: "cjs",
    before: `const { get, pick: choose } = require("lodash");
exports.handler = async (event) => choose(get(event, "order"), ["id"]);
`,
    fixed: `const get = require("lodash/get.js"), choose = require("lodash/pick.js");
exports.handler = async (event) => choose(get(event, "order"), ["id"]);
`,
  },
  "an import-equals": {
    module: "lodash",
    names: "`get`",
    filename: "src/handler.cts",
    format: "cjs",
    before: `import _ = require("lodash");
const handler = async (event: any) => _.get(event, "id");
export = { handler };
`,
    fixed: `import get = require("lodash/get.js");
const handler = async (event: any) => get(event, "id");
export = { handler };
`,
  },
  "a name that the file has": {
    module: "lodash",
    names: "`get`",
    before: `import _ from "lodash";\n${handler('  const get = _.get(event, "id");\n  return get;')}`,
  },
  "a comment in the import": {
    module: "lodash",
    names: "`get`",
    before: `import /* all of */ _ from "lodash";\n${handler('  return _.get(event, "id");')}`,
  },
};

const barrels: Record<string, PackageCase> = {
  "names of date-fns": {
    module: "date-fns",
    names: "`addDays` and `formatISO`",
    before: `import { addDays, formatISO } from "date-fns";\n${handler("  return formatISO(addDays(event.date, 1));")}`,
    suggested: `import { addDays } from "date-fns/addDays";
import { formatISO } from "date-fns/formatISO";
${handler("  return formatISO(addDays(event.date, 1));")}`,
  },
  "a language of date-fns, required": {
    module: "date-fns/locale",
    names: "`enUS`",
    filename: "src/handler.cjs",
    format: "cjs",
    before: `const { enUS } = require("date-fns/locale");\nexports.handler = async () => enUS.code;\n`,
    suggested: `const { enUS } = require("date-fns/locale/en-US");\nexports.handler = async () => enUS.code;\n`,
  },
};

const sdkV2: Record<string, PackageCase> = {
  "the whole SDK v2 for global settings and more": {
    module: "aws-sdk",
    names: "a part",
    before: `import AWS from "aws-sdk";\n${handler("  return AWS.util.uuid.v4(event);")}`,
  },
  "the whole SDK v2, instrumented": {
    module: "aws-sdk",
    names: "a part",
    filename: "src/handler.cjs",
    format: "cjs",
    before: `const AWS = require("aws-xray-sdk").captureAWS(require("aws-sdk"));
exports.handler = async () => new AWS.S3().listBuckets().promise();
`,
  },
  "the whole SDK v2, taken apart later": {
    module: "aws-sdk",
    names: "a part",
    filename: "src/handler.cjs",
    format: "cjs",
    before: `const AWS = require("aws-sdk");
const { S3 } = AWS;
exports.handler = async () => new S3().listBuckets().promise();
`,
  },
};

interface ClientCase {
  readonly before: string;
  readonly client: string;
  readonly commands?: string;
  /** The specifier that is pointed at. */
  readonly at?: string;
  readonly after?: string;
}

function clientCase(name: string, { before, client, commands, at = client, after }: ClientCase) {
  const bare = `${client}Client`;
  return {
    name,
    code: before,
    filename: "src/handler.ts",
    errors: [
      {
        messageId: "aggregatedClient" as const,
        data: { client, bare, commands: commands === undefined ? "" : ` and send ${commands}` },
        ...locate(before, at),
        suggestions:
          after === undefined ? [] : [{ messageId: "useBareClient" as const, data: { bare }, output: after }],
      },
    ],
  };
}

const clients: Record<string, ClientCase> = {
  "commands of an aggregated client": {
    client: "S3",
    commands: "`GetObjectCommand` and `PutObjectCommand`",
    before: `import { S3 } from "@aws-sdk/client-s3";
const s3 = new S3({ maxAttempts: 2 });
${handler("  const { Body } = await s3.getObject({ Bucket: event.bucket, Key: event.key });\n  await s3.putObject({ Bucket: event.bucket, Key: 'copy', Body }, { abortSignal: event.signal });\n  s3.destroy();")}`,
    after: `import { S3Client, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
const s3 = new S3Client({ maxAttempts: 2 });
${handler("  const { Body } = await s3.send(new GetObjectCommand({ Bucket: event.bucket, Key: event.key }));\n  await s3.send(new PutObjectCommand({ Bucket: event.bucket, Key: 'copy', Body }), { abortSignal: event.signal });\n  s3.destroy();")}`,
  },
  "a method without an argument, and names that are imported already": {
    client: "DynamoDB",
    commands: "`ListTablesCommand` and `GetItemCommand`",

    before: `import { DynamoDB, type AttributeValue, GetItemCommand as Get } from "@aws-sdk/client-dynamodb";
const db = new DynamoDB();
export const key = (id: string): Record<string, AttributeValue> => ({ id: { S: id } });
${handler("  await db.listTables();\n  if (event.raw) return db.send(new Get(event.raw));\n  return db.getItem({ TableName: 'orders', Key: key(event.id) });")}`,
    after: `import { DynamoDBClient, ListTablesCommand, type AttributeValue, GetItemCommand as Get } from "@aws-sdk/client-dynamodb";
const db = new DynamoDBClient();
export const key = (id: string): Record<string, AttributeValue> => ({ id: { S: id } });
${handler("  await db.send(new ListTablesCommand({}));\n  if (event.raw) return db.send(new Get(event.raw));\n  return db.send(new Get({ TableName: 'orders', Key: key(event.id) }));")}`,
  },
  "an aggregated client that sends commands and is given to the SDK": {
    client: "DynamoDB",
    before: `import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
const db = new DynamoDB({});
const documents = DynamoDBDocumentClient.from(db);
${handler("  return documents.config.region(event);")}`,
    after: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
const db = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(db);
${handler("  return documents.config.region(event);")}`,
  },
  "a command whose name the file has": {
    client: "SQS",
    commands: "`SendMessageCommand`",
    before: `import { SQS } from "@aws-sdk/client-sqs";
class SendMessageCommand {}
const sqs = new SQS({});
${handler("  return sqs.sendMessage(event ?? new SendMessageCommand());")}`,
  },
};

const shapeCases = handlerShapes.map((shape) => {
  const before = toTestCase(shape, { imports: { lodash: "_" }, body: 'return _.get(event, "id");' });
  const after = toTestCase(shape, { imports: { "lodash/get.js": "get" }, body: 'return get(event, "id");' });
  const isRequired = /\brequire\(/.test(before.code);
  const format =
    /\.c[jt]s$/.test(before.filename) || isRequired
      ? "cjs"
      : before.filename.endsWith("mjs")
        ? "esm"
        : undefined;
  const { errors, output } = packageCase("", {
    module: "lodash",
    names: "`get`",
    before: before.code,
    filename: before.filename,
    fixed: after.code,
    ...(format && { format }),
  });
  return { ...before, output, errors };
});

runRule("no-broad-import", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    ...Object.entries(validInJavaScript).map(([name, code]) => ({ name, code, filename: "src/handler.cjs" })),
  ],
  invalid: [
    ...[lodash, barrels, sdkV2].flatMap((cases) =>
      Object.entries(cases).map(([name, test]) => packageCase(name, test)),
    ),
    ...Object.entries(clients).map(([name, test]) => clientCase(name, test)),
    ...shapeCases,
  ],
});

// ── apart from the others, because SDK v2 is too large to install for the types of some cases ────────────────────────

const lint = (
  code: string,
  filename = "src/handler.ts",
  rules: Record<string, unknown> = { "no-broad-import": rule },
) => lintText(rules as Record<string, LambdaRule>, { code, filename }).messages;

describe("parts of SDK v2", () => {
  it.each([
    {
      title: "a namespace that is required",
      before: `const AWS = require("aws-sdk");
const s3 = new AWS.S3();
exports.handler = async () => s3.listBuckets().promise();
`,
      after: `const S3 = require("aws-sdk/clients/s3.js");
const s3 = new S3();
exports.handler = async () => s3.listBuckets().promise();
`,
      filename: "src/handler.js",
    },
    {
      title: "a client by name, in TypeScript",
      before: `import { DynamoDB } from "aws-sdk";
const documents = new DynamoDB.DocumentClient();
export const handler = async () => documents;
`,
      after: `import DynamoDB from "aws-sdk/clients/dynamodb.js";
const documents = new DynamoDB.DocumentClient();
export const handler = async () => documents;
`,
      filename: "src/handler.ts",
    },
    {
      title: "global settings, which stay",
      before: `const AWS = require("aws-sdk");
AWS.config.update({ region: process.env.AWS_REGION });
const sqs = new AWS.SQS();
exports.handler = async () => sqs;
`,
      after: `const SQS = require("aws-sdk/clients/sqs.js"), AWS = require("aws-sdk/global.js");
AWS.config.update({ region: process.env.AWS_REGION });
const sqs = new SQS();
exports.handler = async () => sqs;
`,
      filename: "src/handler.js",
    },
    {
      title: "global settings of a namespace import",
      before: `import * as AWS from "aws-sdk";
AWS.config.region = "eu-west-1";
export const handler = async () => new AWS.SNS();
`,
      after: `import SNS from "aws-sdk/clients/sns.js";
import * as AWS from "aws-sdk/global.js";
AWS.config.region = "eu-west-1";
export const handler = async () => new SNS();
`,
      filename: "src/handler.mjs",
    },
  ])("are suggested for $title", ({ before, after, filename }) => {
    const [message, ...others] = lint(before, filename);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ messageId: "wholeSdkV2" });
    const [start, end] = message?.suggestions?.[0]?.fix.range ?? [0, 0];
    expect(before.slice(0, start) + (message?.suggestions?.[0]?.fix.text ?? "") + before.slice(end)).toBe(
      after,
    );
    expect(lint(after, filename)).toEqual([]);
  });
});

describe("default imports of parts", () => {
  const named = `import { DynamoDB } from "aws-sdk";
export const handler = async () => new DynamoDB();
`;
  const suggestionsWith = (files: Readonly<Record<string, string>>, code = named): number => {
    const project = temporaryProject({ ".git/HEAD": "", "src/handler.ts": code, ...files });
    const filename = join(project, "src/handler.ts");
    const { messages } = lintText({ "no-broad-import": rule }, { code, filename, cwd: project });
    expect(messages).toMatchObject([{ messageId: "wholeSdkV2" }]);
    return messages[0]?.suggestions?.length ?? 0;
  };

  it.each([
    ["compiles to CommonJS", '{ "compilerOptions": { "module": "commonjs" } }'],
    ["switches them off", '{ "compilerOptions": { "module": "esnext", "esModuleInterop": false } }'],
    [
      "has them in a comment",
      '{ "compilerOptions": { "module": "commonjs" /*, "esModuleInterop": true */ } }',
    ],
  ])("are not suggested where tsconfig.json %s", (_, tsconfig) => {
    expect(suggestionsWith({ "tsconfig.json": tsconfig })).toBe(0);
  });

  it("are not suggested where none of the files that tsconfig.json extends has them", () => {
    const files = { "tsconfig.json": '{ "extends": "./base" }', "base.json": '{ "compilerOptions": {} }' };
    expect(suggestionsWith(files)).toBe(0);
  });

  it.each([
    ["has esModuleInterop", '{ "compilerOptions": { "esModuleInterop": true } }'],
    ["has allowSyntheticDefaultImports", '{ "compilerOptions": { "allowSyntheticDefaultImports": true } }'],
    ["compiles as Node.js loads", '{ "compilerOptions": { "module": "NodeNext" } }'],
    ["leaves modules to a bundler", '{ "compilerOptions": { "moduleResolution": "Bundler" } }'],
    ["extends one that nobody knows", '{ "extends": "@acme/tsconfig" }'],
  ])("are suggested where tsconfig.json %s", (_, tsconfig) => {
    expect(suggestionsWith({ "tsconfig.json": tsconfig })).toBe(1);
  });

  it("are suggested where a tsconfig.json that it extends has esModuleInterop", () => {
    const base = '{ "compilerOptions": { "esModuleInterop": true } }';
    expect(suggestionsWith({ "tsconfig.json": '{ "extends": ["./base.json"] }', "base.json": base })).toBe(1);
  });

  it("are suggested to a file that has one already", () => {
    const tsconfig = '{ "compilerOptions": { "module": "commonjs" } }';
    const code = `import AWS from "aws-sdk";\nexport const handler = async () => new AWS.S3();\n`;
    expect(suggestionsWith({ "tsconfig.json": tsconfig }, code)).toBe(1);
  });
});

// ── what the project says of its bundler ─────────────────────────────────────────────────────────────────────────────

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A file of a project with these dependencies, in a repository with those. */
function writeProject(filename: string, code: string, project: object, repository: object = {}): string {
  const root = mkdtempSync(join(tmpdir(), "eslint-plugin-aws-lambda-"));
  folders.push(root);
  const file = join(root, "services/orders", filename);
  mkdirSync(dirname(file), { recursive: true });
  mkdirSync(join(root, ".git"));
  writeFileSync(join(root, "package.json"), JSON.stringify(repository));
  writeFileSync(join(root, "services/orders/package.json"), JSON.stringify(project));
  writeFileSync(file, code);
  return file;
}

describe("a project on disk", () => {
  const dates = `import { addDays } from "date-fns";\n${handler("  return addDays(event.date, 1);")}`;
  const lodashTwice = `const _ = require("lodash");
exports.handler = async (event) => _.get(_.pick(event, ["id"]), "id");
`;
  const client = `import { SQS } from "@aws-sdk/client-sqs";
const sqs = new SQS({});
${handler("  return sqs.sendMessage(event);")}`;
  const esbuild = { devDependencies: { esbuild: "^0.28.0" } };

  const idsOf = (filename: string, code: string, ...rest: [object, object?]) =>
    lintFile(writeProject(filename, code, ...rest), code);

  /** As ESLint does it in the folder of the file. */
  function lintFile(file: string, code: string) {
    const config = {
      files: ["**"],
      plugins: { "aws-lambda": { rules: { "no-broad-import": rule } } },
      languageOptions: buildLanguageOptions(code, file),
      rules: { "aws-lambda/no-broad-import": "error" },
    } as unknown as Linter.Config;
    const messages = new Linter({ cwd: dirname(file) }).verify(code, config, { filename: file });
    return messages.map(({ messageId }) => messageId);
  }

  it("has its barrels taken apart by a bundler, its own or the repository's", () => {
    expect(idsOf("a.ts", dates, {})).toEqual(["wholePackage"]);
    expect(idsOf("a.ts", dates, esbuild)).toEqual([]);
    expect(idsOf("a.ts", dates, {}, esbuild)).toEqual([]);
    expect(idsOf("a.ts", dates, { devDependencies: { serverless: "^4.1.0" } })).toEqual([]);
    expect(idsOf("a.ts", dates, { devDependencies: { serverless: "^3.40.0" } })).toEqual(["wholePackage"]);
  });

  it("keeps what is required, bundled or not", () => {
    const required = `const { addDays } = require("date-fns");\nexports.handler = async () => addDays(0, 1);\n`;
    expect(idsOf("a.js", required, esbuild)).toEqual(["wholePackage"]);
  });

  it("gains by several functions of lodash when they come to be one file, and not as files of CommonJS", () => {
    expect(idsOf("a.js", lodashTwice, esbuild)).toEqual(["wholePackage"]);
    expect(idsOf("a.js", lodashTwice, {})).toEqual([]);
  });

  it("gains by a bare-bones client when something bundles it", () => {
    expect(idsOf("a.ts", client, esbuild)).toEqual(["aggregatedClient"]);
    expect(idsOf("a.ts", client, {})).toEqual([]);
  });

  it("says nothing with a package.json that is broken or strange", () => {
    const file = writeProject("a.ts", dates, {});
    for (const text of [
      "{",
      "null",
      '{"dependencies":3}',
      '{"__proto__":{"esbuild":1},"dependencies":null}',
      "\0",
    ]) {
      writeFileSync(join(dirname(file), "package.json"), text);
      expect(lintFile(file, dates), text).toEqual(["wholePackage"]);
    }
  });
});

describe("beside no-heavy-import", () => {
  const rules = { "no-heavy-import": heavyRule, "no-broad-import": rule };
  const code = `import AWS from "aws-sdk";
const s3 = new AWS.S3();
export const handler = async () => s3.listBuckets().promise();
`;

  it("reports what both would, in either order, once", () => {
    const ids = (order: Record<string, unknown>) =>
      lint(code, "src/handler.ts", order).map(({ ruleId }) => ruleId);
    expect(ids({ "no-heavy-import": heavyRule })).toEqual(["aws-lambda/no-heavy-import"]);
    expect(ids(rules)).toEqual(["aws-lambda/no-broad-import"]);
    expect(ids({ "no-broad-import": rule, "no-heavy-import": heavyRule })).toEqual([
      "aws-lambda/no-broad-import",
    ]);
  });
});
