import { describe, expect, it } from "vitest";
import { neededEnvironmentOf } from "../../../src/lambda/secrets/needed-environment.js";
import { modelOf } from "../../support/model-of.js";

const imports = `
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { Logger } from "@aws-lambda-powertools/logger";
import pg from "pg";
import { connect } from "./connect.js";
import { requireEnv } from "./environment.js";
const client = new DynamoDBClient({});
const logger = new Logger();`;

const needed = (body: string, top = ""): readonly string[] =>
  neededEnvironmentOf(
    modelOf(`${imports}\n${top}\nexport const handler = async (event) => {\n${body}\n};\n`).lambda,
  ).map(({ name }) => name);

describe("variables that the file can do without", () => {
  it.each([
    ["one with a fallback", "return `${process.env.TABLE ?? 'orders'}`;"],
    ["one that is looked at before", "if (!process.env.TABLE) return; return `${process.env.TABLE}`;"],
    ["one that is compared", "return process.env.STAGE === 'prod' ? 1 : 2;"],
    ["one with a default in a pattern", "const { TABLE = 'orders' } = process.env; return `${TABLE}`;"],
    ["one that the file sets", "process.env.TABLE = 'orders'; return `${process.env.TABLE}`;"],
    ["one that is only logged", "logger.info(`table ${process.env.TABLE}`);"],
    ["one that a function of the project gets", "return connect(process.env.TABLE);"],
    ["one that is checked by name", "requireEnv(process.env.TABLE); return `${process.env.TABLE}`;"],
    ["one that is read through a chain", "return process.env.TABLE?.toUpperCase();"],
    ["one that is kept in an object", "return { table: process.env.TABLE };"],
    ["one that may be undefined", "const table = process.env.TABLE as string | undefined; return table;"],
    ["a number with a fallback", "return parseInt(process.env.TABLE, 10) || 5;"],
    ["a number that is looked at", "const n = process.env.TABLE; return isNaN(Number(n)) ? 5 : parseInt(n);"],
    ["a list that is looked through", "return [process.env.TABLE].every(Boolean);"],
  ])("%s", (_, body) => {
    expect(needed(body)).toEqual([]);
  });
});

describe("variables that it uses as if they were set", () => {
  it.each([
    ["an assertion", "return process.env.TABLE!;"],
    ["an assertion of a type", "const table = process.env.TABLE as string; return table;"],
    ["a text", "return `arn:aws:dynamodb:::table/${process.env.TABLE}`;"],
    ["a sum of texts", "return 'table/' + process.env.TABLE;"],
    ["a member", "return process.env.TABLE.split(',');"],
    ["a variable", "const table = process.env.TABLE; return table.length;"],
    ["a pattern", "const { TABLE } = process.env; return JSON.parse(TABLE);"],
    [
      "an input of the SDK",
      "return client.send(new GetItemCommand({ TableName: process.env.TABLE, Key: event }));",
    ],
    ["an argument of a package's class", "return new pg.Client(process.env.TABLE);"],
    ["an address", "return fetch(process.env.TABLE);"],
    ["a number", "return parseInt(process.env.TABLE, 10) * 1000;"],
  ])("%s", (_, body) => {
    expect(needed(body)).toEqual(["TABLE"]);
  });

  it("names each place where the value is used", () => {
    const { lambda, sourceCode } = modelOf(
      "const table = process.env.TABLE;\nexport const handler = async () => [`a/${table}`, table.length];",
    );
    const [variable] = neededEnvironmentOf(lambda);
    expect(sourceCode.getText(variable?.read as never)).toBe("process.env.TABLE");
    expect(variable?.uses.map(({ loc }) => [loc.start.line, loc.start.column])).toEqual([
      [2, 41],
      [2, 50],
    ]);
  });
});
