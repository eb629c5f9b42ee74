import { describe, expect, test } from "vitest";
import { sdkCallsOf } from "../../../src/lambda/clients/sdk-commands.js";
import { modelOf } from "../../support/model-of.js";

const imports = `
import AWS from "aws-sdk";
import S3v2 from "aws-sdk/clients/s3";
import * as ddb from "@aws-sdk/client-dynamodb";
import { DynamoDBClient, GetItemCommand, paginateScan, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocument, DynamoDBDocumentClient, BatchWriteCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { S3, S3Client } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
const client = new DynamoDBClient({});
const table = DynamoDBDocumentClient.from(client);`;

const callsIn = (body: string, top = "") =>
  sdkCallsOf(modelOf(`${imports}\n${top}\nexport const handler = async (event) => {\n${body}\n};\n`).lambda);
const onlyCallIn = (body: string, top?: string) => {
  const calls = callsIn(body, top);
  expect(calls).toHaveLength(1);
  return calls[0]!;
};
const describeCall = (body: string, top?: string) => {
  const { service, operation, spelling, isDocument } = onlyCallIn(body, top);
  return { operation: `${service}.${operation}`, spelling, isDocument };
};

describe("finds operations however they are spelled", () => {
  test.each([
    ["a command", "client.send(new GetItemCommand({}))", "dynamodb.GetItem", "command", false],
    [
      "a command of a namespace",
      "client.send(new ddb.GetItemCommand({}))",
      "dynamodb.GetItem",
      "command",
      false,
    ],
    [
      "a command in a variable",
      "const c = new GetItemCommand({}); client.send(c)",
      "dynamodb.GetItem",
      "command",
      false,
    ],
    [
      "a command of an unknown client",
      "event.client.send(new GetItemCommand({}))",
      "dynamodb.GetItem",
      "command",
      false,
    ],
    [
      "a document command",
      "table.send(new BatchWriteCommand({}))",
      "dynamodb.BatchWriteItem",
      "command",
      true,
    ],
    ["a document query", "table.send(new QueryCommand({}))", "dynamodb.Query", "command", true],
    ["an aggregated client", "new S3({}).putObject({})", "s3.PutObject", "method", false],
    [
      "an aggregated client with dashes",
      "new SecretsManager({}).getSecretValue({})",
      "secretsmanager.GetSecretValue",
      "method",
      false,
    ],
    [
      "an aggregated document client",
      "DynamoDBDocument.from(client).put({})",
      "dynamodb.PutItem",
      "method",
      true,
    ],
    ["SDK v2", "new AWS.StepFunctions().startExecution({}).promise()", "sfn.StartExecution", "v2", false],
    ["SDK v2 by a client's module", "new S3v2().putObject({}).promise()", "s3.PutObject", "v2", false],
    [
      "SDK v2's document client",
      "new AWS.DynamoDB.DocumentClient().batchGet({}).promise()",
      "dynamodb.BatchGetItem",
      "v2",
      true,
    ],
    ["a paginator", "paginateScan({ client }, {})", "dynamodb.Scan", "paginator", false],
    ["a paginator of a namespace", "ddb.paginateScan({ client }, {})", "dynamodb.Scan", "paginator", false],
    [
      "a waiter",
      "waitUntilTableExists({ client, maxWaitTime: 9 }, {})",
      "dynamodb.TableExists",
      "waiter",
      false,
    ],
  ])("%s", (_, body, operation, spelling, isDocument) => {
    expect(describeCall(body)).toEqual({ operation, spelling, isDocument });
  });

  test("a client that a tracer wraps", () => {
    const top = `import AWSXRay from "aws-xray-sdk"; const s3 = AWSXRay.captureAWSv3Client(new S3({}));`;
    expect(describeCall("s3.putObject({})", top).operation).toBe("s3.PutObject");
  });

  test("a parameter of an aggregated class", () => {
    const top = `export const put = (s3: S3) => s3.putObject({});`;
    expect(describeCall("", top).operation).toBe("s3.PutObject");
  });

  test("both commands of a choice", () => {
    const calls = callsIn("client.send(event.all ? new ddb.ScanCommand({}) : new GetItemCommand({}))");
    expect(calls.map(({ operation }) => operation)).toEqual(["Scan", "GetItem"]);
  });

  test.each([
    ["a method of a bare-bones client", "new S3Client({}).putObject({})"],
    ["send with something else", "client.send(event.command)"],
    ["a class of the file", "class PutCommand {} client.send(new PutCommand())"],
    ["a method of something unknown", "event.s3.putObject({})"],
  ])("nothing in %s", (_, body) => {
    expect(callsIn(body)).toEqual([]);
  });

  test("nothing in a file without the SDK", () => {
    const { lambda } = modelOf(
      `export const handler = async (client) => client.send(new GetItemCommand({}));`,
    );
    expect(sdkCallsOf(lambda)).toEqual([]);
  });
});

describe("reads the input", () => {
  const has = (body: string, top?: string) => {
    const { input } = onlyCallIn(body, top);
    return [input.has("Limit"), input.has("TableName")];
  };
  const send = (input: string) => `client.send(new GetItemCommand(${input}))`;

  test.each([
    ["a literal", send("{ TableName: 't' }"), ["no", "yes"]],
    ["nothing", "client.send(new GetItemCommand())", ["no", "no"]],
    ["a property that is undefined", send("{ TableName: 't', Limit: undefined }"), ["no", "yes"]],
    ["a variable", `const input = { TableName: "t" }; ${send("input")}`, ["no", "yes"]],
    [
      "a spread of a literal",
      `const base = { TableName: "t" }; ${send("{ ...base, Limit: 1 }")}`,
      ["yes", "yes"],
    ],
    ["a spread of something unknown", send("{ TableName: 't', ...event }"), ["unknown", "yes"]],
    [
      "a spread on some paths",
      send("{ TableName: 't', ...(event.limit && { Limit: 1 }) }"),
      ["unknown", "yes"],
    ],
    [
      "a spread of one of two",
      send("{ TableName: 't', ...(event.limit ? { Limit: 1 } : {}) }"),
      ["unknown", "yes"],
    ],
    ["a computed key", send("{ TableName: 't', [event.key]: 1 }"), ["unknown", "yes"]],
    [
      "a later write",
      `const input = { TableName: "t" }; input.Limit = 1; ${send("input")}`,
      ["unknown", "yes"],
    ],
    [
      "Object.assign",
      `const input = { TableName: "t" }; Object.assign(input, event); ${send("input")}`,
      ["unknown", "unknown"],
    ],
    [
      "delete",
      `const input = { TableName: "t", Limit: 1 }; delete input.Limit; ${send("input")}`,
      ["unknown", "unknown"],
    ],
    [
      "one of two literals",
      send("event.x ? { TableName: 't', Limit: 1 } : { TableName: 'u' }"),
      ["unknown", "yes"],
    ],
    ["something unknown", send("event.input"), ["unknown", "unknown"]],
  ])("%s", (_, body, answer) => {
    expect(has(body)).toEqual(answer);
  });

  test("a parameter of a function that only the file calls", () => {
    const top = `const get = (input) => ${send("input")};`;
    expect(has(`get({ TableName: "t" })`, top)).toEqual(["no", "yes"]);
    expect(has(`get({ TableName: "t" })`, `export ${top}`)).toEqual(["unknown", "unknown"]);
  });

  test("the values that a property can have", () => {
    const { input } = onlyCallIn(send("event.x ? { Limit: 1 } : { Limit: 2 }"));
    expect(input.valuesOf("Limit").map((node) => (node.type === "Literal" ? node.value : undefined))).toEqual(
      [1, 2],
    );
  });
});

describe("follows the answer", () => {
  const call = "client.send(new GetItemCommand({}))";
  const use = (body: string, top?: string) => {
    const { reads, escapes, isAwaited, isLogged } = onlyCallIn(body, top).result;
    return { reads: [...reads], escapes, isAwaited, isLogged };
  };
  const dropped = { reads: [], escapes: false, isAwaited: true, isLogged: false };

  test.each([
    ["dropped", `await ${call}`, dropped],
    ["not awaited", call, { ...dropped, isAwaited: false }],
    ["read", `const { Item, $metadata } = await ${call}`, { ...dropped, reads: ["Item", "$metadata"] }],
    [
      "read from a variable",
      `const a = await ${call}; a.Item; a.Count`,
      { ...dropped, reads: ["Item", "Count"] },
    ],
    ["logged", `console.log("a", await ${call})`, { ...dropped, isLogged: true }],
    ["logged in an object", `const a = await ${call}; console.log({ a })`, { ...dropped, isLogged: true }],
    ["returned", `return ${call}`, { ...dropped, escapes: true, isAwaited: false }],
    ["given away", `event.keep(await ${call})`, { ...dropped, escapes: true }],
    ["awaited in a list", `await Promise.all([${call}, event.other])`, dropped],
    [
      "one of a list",
      `const [, a] = await Promise.all([event.other, ${call}]); a.Item`,
      { ...dropped, reads: ["Item"] },
    ],
    [
      "of a list that is looked at",
      `const all = await Promise.all(event.ids.map(() => ${call})); all.map((a) => a.Item)`,
      { ...dropped, escapes: true },
    ],
    [
      "of a loop over a list",
      `for (const a of await Promise.all(event.ids.map(() => ${call}))) a.Item`,
      { ...dropped, reads: ["Item"] },
    ],
    ["in a then callback", `await ${call}.then(({ Item }) => Item)`, { ...dropped, reads: ["Item"] }],
    [
      "in a callback",
      "client.send(new GetItemCommand({}), (error, data) => data.Item)",
      { ...dropped, reads: ["Item"] },
    ],
    ["kept in an object", `event.answer = await ${call}`, { ...dropped, escapes: true }],
    [
      "asked for a computed property",
      `const a = await ${call}; a[event.name]`,
      { ...dropped, escapes: true },
    ],
  ])("%s", (_, body, answer) => {
    expect(use(body)).toEqual(answer);
  });

  test("through a function of the file", () => {
    expect(use("const a = await get(); a.Item", `async function get() { return ${call}; }`)).toEqual({
      ...dropped,
      reads: ["Item"],
    });
    expect(use("show(await get())", `const get = () => ${call}; const show = ({ Item }) => Item;`)).toEqual({
      ...dropped,
      reads: ["Item"],
    });
  });

  test("not beyond a function that other code may call", () => {
    expect(use("await get()", `export const get = () => ${call};`).escapes).toBe(true);
    expect(use("await event.run(get)", `const get = () => ${call};`).escapes).toBe(true);
  });
});
