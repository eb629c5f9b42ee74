import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { promiseCallsOf } from "../../../src/lambda/promises/promise-calls.js";
import rule from "../../../src/rules/no-floating-work.js";
import { modelOf } from "../../support/model-of.js";
import { projectRoot, readProjectFile } from "../../support/project-files.js";

const isPromise = (expression: string, top = ""): boolean => {
  const { lambda, probed } = modelOf(
    `${top}\nexport const handler = async (event) => { probe(${expression}); };`,
  );
  return promiseCallsOf(lambda).givesPromise(probed);
};

const aws = `import { S3, S3Client, GetObjectCommand } from "@aws-sdk/client-s3"; const s3 = new S3({}); const bare = new S3Client({});`;

const redis = `import Redis from "ioredis"; const redis = new Redis();`;
const orm = `import { DataSource } from "typeorm"; const orm = new DataSource({});`;
const db = `import { Client } from "pg"; const db = new Client();`;

describe("what gives a promise", () => {
  it.each([
    ["fetch", "fetch(event.url)", ""],
    ["a constructed promise", "new Promise((resolve) => resolve(1))", ""],
    ["a combinator", "Promise.allSettled([])", ""],
    ["an async function of the file", "f()", "async function f() {}"],
    ["a function that returns a promise", "f()", "const f = () => g(); const g = async () => 1;"],
    [
      "a function that says so",
      "f()",
      "declare function send(): any; function f(): Promise<void> { return send(); }",
    ],
    [
      "two functions that call each other",
      "f()",
      "const f = (n) => (n ? g(n - 1) : fetch(n)); const g = (n) => f(n);",
    ],
    ["a chain on a promise", "fetch(event.url).catch(log)", "declare const log: any;"],
    ["a chain with a function on anything", "load().then((x) => x)", "declare const load: any;"],
    ["a choice", "event.a ? fetch(event.a) : undefined", ""],
    ["the send of a client", "bare.send(event.command)", aws],
    ["a command, whoever sends it", "event.client.send(new GetObjectCommand({}))", aws],
    ["a command of an aggregated client", "s3.getObject({})", aws],
    [
      "a promisified function",
      "run('ls')",
      "import { exec } from 'child_process'; import { promisify } from 'util'; const run = promisify(exec);",
    ],
    ["fs.promises", "fs.promises.readFile('a')", "import fs from 'node:fs';"],
    ["the exec of a pipeline", "redis.pipeline().set('a', 1).exec()", redis],
    ["a command of Redis", "redis.set('a', 1)", redis],
    ["the execute of a query builder", "orm.createQueryBuilder().delete().execute()", orm],
    ["a query of text", "db.query('SELECT 1')", db],
    ["promises of fs", "readFile('a')", "import { promises } from 'fs'; const { readFile } = promises;"],
  ])("%s", (_, expression, top) => {
    expect(isPromise(expression, top)).toBe(true);
  });

  it.each([
    ["an unknown function", "load()", "declare const load: any;"],
    ["a then without a function", "load().then()", "declare const load: any;"],
    ["catch of a schema", "schema.catch(0)", "declare const schema: any;"],
    ["a generator", "f()", "async function* f() {}"],
    ["a function that returns nothing", "f()", "function f() { fetch('a'); }"],
    ["functions that only call each other", "f()", "const f = () => g(); const g = () => f();"],
    ["an own fetch", "fetch(1)", "const fetch = (n) => n;"],
    ["a command with a callback", "bare.send(new GetObjectCommand({}), (error) => error)", aws],
    ["destroy of a client", "s3.destroy()", aws],
    [
      "a paginator",
      "paginateListObjectsV2({}, {})",
      "import { paginateListObjectsV2 } from '@aws-sdk/client-s3';",
    ],
    ["an awaited promise", "await fetch(event.url)", ""],
    ["a Promise class of the file", "new Promise(1)", "class Promise { constructor(n) { this.n = n; } }"],
    ["fs.watch", "watch('a')", "import { watch } from 'fs/promises';"],
    ["fs.glob", "glob('*')", "import { glob } from 'fs/promises';"],
    ["a command that a pipeline collects", "redis.pipeline().set('a', 1)", redis],
    [
      "a command that a named transaction collects",
      "batch.set('a', 1)",
      `${redis} const batch = redis.multi();`,
    ],
    ["a statement of a query builder", "orm.createQueryBuilder().delete()", orm],
    [
      "a write that a bulk operation collects",
      "bulk.find({}).updateOne({})",
      "import { MongoClient } from 'mongodb'; const bulk = new MongoClient('').db().collection('a').initializeOrderedBulkOp();",
    ],
    ["a cursor", "db.query(new Cursor('SELECT 1'))", `${db} import Cursor from 'pg-cursor';`],
    ["a middleware of a client", "s3.middlewareStack.add(next, { step: 'build' })", aws],
  ])("not %s", (_, expression, top) => {
    expect(isPromise(expression, top)).toBe(false);
  });
});

it("takes a call of another file for a promise where types say so", () => {
  const directory = `${projectRoot}/tests/fixtures/typed`;
  const path = "tests/fixtures/typed/src/handler.ts";
  const lint = (parserOptions: object) =>
    new Linter({ cwd: directory }).verify(
      readProjectFile(path),
      [
        {
          files: ["**/*.ts"],
          plugins: { "aws-lambda": { rules: { "no-floating-work": rule } } },
          languageOptions: { parser: tsParser, parserOptions },
          rules: { "aws-lambda/no-floating-work": "error" },
        },
      ] as unknown as Linter.Config[],
      { filename: `${directory}/src/handler.ts` },
    );
  expect(lint({}).map(({ line, message }) => [line, message])).toEqual([]);
  expect(
    lint({ projectService: true, tsconfigRootDir: directory }).map(({ line, messageId }) => [
      line,
      messageId,
    ]),
  ).toEqual([[4, "floatingPromise"]]);
});
