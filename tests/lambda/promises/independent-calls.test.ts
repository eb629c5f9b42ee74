import type { TSESTree } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";
import { independentCallsOf } from "../../../src/lambda/promises/independent-calls.js";
import { modelOf } from "../../support/model-of.js";

const top = `
import { DynamoDBClient, GetItemCommand, PutItemCommand, BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { GetActivityTaskCommand, SFN } from "@aws-sdk/client-sfn";
import { load } from "./load.js";
import { shared } from "./shared.js";
import { logger } from "./logger.js";
import { Missing } from "./errors.js";
import { SSM } from "aws-sdk";
const ssm = new SSM();
const dynamo = new DynamoDBClient({});
const s3 = new S3({});
const sfn = new SFN({});
let seen = 0;
const get = async (id) => { console.log(id); const { Item } = await dynamo.send(new GetItemCommand({ Key: id })); return Item; };
const getTwice = async (id) => [await get(id), await get(id)];
const put = async (item) => { await dynamo.send(new PutItemCommand({ Item: item })); };
const copy = async (id) => put(await get(id));
const count = async (id) => { seen++; return get(id); };
const mixed = async (id) => load(await get(id));
const getOrThrow = async (id) => { logger.info("reading", { id }); const item = await get(id); if (!item) throw new Missing(id); return item; };
const getParameter = async (id) => { try { const answer = await ssm.getParameter({ Name: id }).promise(); return answer.Parameter.Value; } catch (error) { throw error; } };
const nothing = async (id) => JSON.stringify(id);
const loop = async (id) => loop(id);`;

function answers(expression: string): { isRead: boolean; isIndependent: boolean } {
  const { lambda, probed } = modelOf(
    `${top}\nexport const handler = async (event) => { probe(${expression}); };`,
  );
  const calls = independentCallsOf(lambda);
  const call = probed as TSESTree.CallExpression;
  return { isRead: calls.isRead(call), isIndependent: calls.isIndependent(call) };
}

describe("reads", () => {
  it.each([
    "dynamo.send(new GetItemCommand({}))",
    "s3.headObject({})",
    "fetch(event.url)",
    'fetch(event.url, { method: "GET", headers: {} })',
    "get(event.id)",
    "getTwice(event.id)",
    "getOrThrow(event.id)",
    "getParameter(event.id)",
    "shared.send(new GetItemCommand({}))",
    "ssm.getParameter({}).promise()",
  ])("%s", (expression) => {
    expect(answers(expression)).toEqual({ isRead: true, isIndependent: true });
  });
});

describe("calls that are independent, and no reads", () => {
  it.each([
    "dynamo.send(new PutItemCommand({}))",
    "s3.putObject({})",
    "sfn.send(new GetActivityTaskCommand({}))",
    "sfn.getActivityTask({})",
    'fetch(event.url, { method: "POST" })',
    "put(event.item)",
    "copy(event.id)",
  ])("%s", (expression) => {
    expect(answers(expression)).toEqual({ isRead: false, isIndependent: true });
  });
});

describe("calls of which that is not known", () => {
  it.each([
    "load(event.id)",
    "dynamo.send(event.command)",
    "dynamo.send(new BatchWriteItemCommand({}))",
    "dynamo.send(new TransactWriteCommand({}))",
    "count(event.id)",
    "mixed(event.id)",
    "nothing(event.id)",
    "loop(event.id)",
    "event.get(1)",
  ])("%s", (expression) => {
    expect(answers(expression)).toEqual({ isRead: false, isIndependent: false });
  });
});
