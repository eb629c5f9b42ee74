import rule from "../../src/rules/no-serial-await.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { load, save } from "./work.js";
const dynamo = new DynamoDBClient({});
const s3 = new S3Client({});
const getUser = async (id: any) => (await dynamo.send(new GetItemCommand({ TableName: "users", Key: id }))).Item;
const getOrders = async (id: any) => (await dynamo.send(new QueryCommand({ TableName: "orders", KeyConditionExpression: id }))).Items;`;

function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any, context: any) => {\n${body}\n};\n`;
}

const put = `await dynamo.send(new PutItemCommand({ TableName: "t", Item: item }));`;

const valid: Record<string, string | [body: string, top: string]> = {
  // Sequences
  "together already": `const [user, orders] = await Promise.all([getUser(event.id), getOrders(event.id)]); return { user, orders };`,
  "one read": `const user = await getUser(event.id); return user;`,
  "an answer that the next needs": `const user: any = await getUser(event.id); const orders = await getOrders(user.id); return orders;`,
  "a part of an answer that the next needs": `const { Item } = await dynamo.send(new GetItemCommand(event)); const orders = await getOrders(Item?.id); return orders;`,
  "something in between of which nobody knows what it does": `const user = await getUser(event.id); check(user); const orders = await getOrders(event.id); return { user, orders };`,
  "something in between that may end the function": `const user: any = await getUser(event.id); const name = nameOf(user); const orders = await getOrders(event.id); return { name, orders };`,
  "what is made of what is made of an answer, and the next needs": `const user: any = await getUser(event.id); const id = user.id; const key = { id }; const orders = await getOrders(key); return { user, orders };`,
  "what is made of an answer in between, and the next needs": `const user: any = await getUser(event.id); const key = user.id.trim(); const orders = await getOrders(key); return { user, orders };`,
  "a question in between": `const user = await getUser(event.id); if (!user) return 404; const orders = await getOrders(event.id); return orders;`,
  "a write and a read": `const saved = await dynamo.send(new PutItemCommand(event)); const user = await getUser(event.id); return { saved, user };`,
  "two writes": `const a = await dynamo.send(new PutItemCommand(event.a)); const b = await dynamo.send(new PutItemCommand(event.b)); return { a, b };`,
  "two statements that write": `await dynamo.send(new PutItemCommand(event.a)); await s3.send(new PutObjectCommand(event.b));`,
  "calls of another file": `const a = await load(event.a); const b = await load(event.b); return { a, b };`,
  "a read and a call of another file": `const user = await getUser(event.id); const b = await load(event.b); return { user, b };`,
  "requests that may write": `const a = await fetch(event.a, { method: "POST" }); const b = await fetch(event.b, { method: "POST" }); return { a, b };`,
  "requests with options of unknown method": `const a = await fetch(event.a, event.options); const b = await fetch(event.b, event.options); return { a, b };`,
  "requests of node-fetch that may write": [
    `const a = await request(event.a, { method: "POST" }); const b = await request(event.b, { method: "POST" }); return { a, b };`,
    `import request from "node-fetch";`,
  ],
  "an answer that the next needs in its stead": `const user: any = (await getUser(event.id)) ?? {}; const orders = (await getOrders(user.id)) ?? []; return orders;`,
  "something that is asked in an answer's stead": `const user = (await getUser(event.id)) ?? (await getUser(event.other)); const orders = await getOrders(event.id); return { user, orders };`,
  "a helper that keeps something": [
    `const a = await count(event.a); const b = await count(event.b); return { a, b };`,
    `let seen = 0; async function count(id: any) { seen++; return getUser(id); }`,
  ],
  "a helper that writes": [
    `const a = await touch(event.a); const b = await touch(event.b); return { a, b };`,
    `const touch = async (id: any) => dynamo.send(new PutItemCommand(id));`,
  ],
  "a helper with a call of another file": [
    `const a = await get(event.a); const b = await get(event.b); return { a, b };`,
    `const get = async (id: any) => { await save(id); return getUser(id); };`,
  ],
  "reads at init": [
    `return { user, orders };`,
    `const user = await getUser("a"); const orders = await getOrders("a");`,
  ],
  "reads of no handler": [
    `return 1;`,
    `export async function both(id: any) { const a = await getUser(id); const b = await getOrders(id); return { a, b }; }`,
  ],
  "reads in two branches": `let user; if (event.a) { user = await getUser(event.id); } else { user = await getOrders(event.id); } return user;`,

  // Loops
  "a loop of promises": `await Promise.all(event.items.map((item: any) => getUser(item)));`,
  "a loop that stops at the first": `for (const item of event.items) { const user = await getUser(item); if (user) return user; }`,
  "a loop that breaks": `let found; for (const item of event.items) { found = await getUser(item); if (found) break; } return found;`,
  "a loop that throws": `for (const item of event.items) { const user = await getUser(item); if (!user) throw new Error("none"); }`,
  "a value that goes from pass to pass": `let last: any; for (const item of event.items) { last = await getUser({ item, last }); } return last;`,
  "a list that the passes read": `const done: any[] = []; for (const item of event.items) { if (done.includes(item)) continue; await getUser(item); done.push(item); } return done;`,
  "a sum that the passes read": `let sum = 0; for (const item of event.items) { await getUser({ item, sum }); sum = sum + 1; }`,
  "a loop with a pause": `for (const item of event.items) { await getUser(item); await new Promise((resolve) => setTimeout(resolve, 100)); }`,
  "a loop with a hint before it": `// One at a time: the table is throttled.\nfor (const item of event.items) { await getUser(item); }`,
  "a loop with a hint in it": `for (const item of event.items) { /* in order */ ${put} }`,
  "a loop with a limiter": [
    `for (const item of event.items) { await getUser(rateLimited(item)); }`,
    `const rateLimited = (item: any) => item;`,
  ],
  "a queue with an order": [
    `for (const item of event.items) { await sqs.send(new SendMessageCommand({ QueueUrl: "q", MessageBody: item, MessageGroupId: "g" })); }`,
    `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs"; const sqs = new SQSClient({});`,
  ],
  batches: `for (const chunk of event.chunks) { await dynamo.send(new BatchWriteItemCommand({ RequestItems: chunk })); }`,
  "a call of another file for each item": `for (const item of event.items) { await save(item); }`,
  "a call that is not about the item": `for (const item of event.items) { console.log(item); await getUser(event.id); }`,
  "an answer that goes into the next question": `
    let token: any;
    for (const item of event.items) { const page = await dynamo.send(new QueryCommand({ TableName: item, ExclusiveStartKey: token })); token = page.LastEvaluatedKey; }`,
  pages: `for await (const page of event.pages) { await getUser(page); }`,
  "a loop in a loop": `for (const list of event.lists) for (const item of list) await getUser(item);`,
  "a while loop": `while (event.items.length) { await getUser(event.items.pop()); }`,
  "records of unknown source": `for (const record of event.Records) { await getUser(record); }`,
  "a helper that keeps something for each item": [
    `for (const item of event.items) await remember(item);`,
    `const seen = new Map(); async function remember(item: any) { (globalThis as any).last = item; await getUser(item); }`,
  ],
  "a property that each pass sets": `const state: any = {}; for (const item of event.items) { state.last = await getUser(item); } return state;`,
  "attempts that are counted": `for (let i = 0; i < 3; i++) { await getUser(event.id); }`,
  "attempts that are counted, of something else each time": `for (let i = 0; i < event.tries; i++) { await getUser({ id: event.id, i }); }`,
  "a counted loop that is not about the item": `for (let i = 0; i < event.items.length; i++) { await getUser(event.id); }`,
  "a counted loop that takes several": `for (let i = 0; i < event.items.length; i += 10) { await getUser(event.items[i]); }`,
  "a counted loop that counts itself": `for (let i = 0; i < event.items.length; i++) { await getUser(event.items[i]); if (event.items[i].isLast) i = 0; }`,
  "a counted loop that looks at its neighbour": `for (let i = 1; i < event.items.length; i++) { event.items[i].total = await getUser([event.items[i].id, event.items[i - 1].total]); }`,
  "a counted loop over the records of a source that nobody knows": `for (let i = 0; i < event.Records.length; i++) { await getUser(event.Records[i]); }`,
  "a list of answers that the passes read": `let users: any[] = []; for (const item of event.items) { const user = await getUser([item, users.length]); users = users.concat(user); } return users;`,
  "a list that the passes make anew": `let users: any[] = []; for (const item of event.items) { users = [].concat(await getUser(item)); } return users;`,
  "a loop at init": [`return 1;`, `for (const item of ["a", "b"]) await getUser(item);`],
};

const typed = (type: string, body: string): string =>
  `import type { ${type} } from "aws-lambda";\n${imports}\nexport const handler: ${type} = async (event) => {\n${body}\n};\n`;

const wholeFiles: Record<string, string> = {
  "records of a stream": typed(
    "KinesisStreamHandler",
    `for (const record of event.Records) { await getUser(record.kinesis.data); }`,
  ),
  "records of a table": typed(
    "DynamoDBStreamHandler",
    `for (const record of event.Records) { await getUser(record.dynamodb); }`,
  ),
  "records that may be about the same item of a table, which each pass reads and writes": typed(
    "SQSHandler",
    `for (const record of event.Records) { const { Item } = await dynamo.send(new GetItemCommand({ TableName: "t", Key: { id: { S: record.body } } })); await dynamo.send(new PutItemCommand({ TableName: "t", Item: { id: { S: record.body }, old: { S: String(Item) } } })); }`,
  ),
  "records of a FIFO queue": typed(
    "SQSHandler",
    `const isFifo = true; for (const record of event.Records) { await getUser({ record, isFifo }); }`,
  ),
  "a durable execution": `
import { withDurableExecution } from "@aws/durable-execution-sdk-js";
${imports}
export const handler = withDurableExecution(async (event: any) => { const a = await getUser(event.a); const b = await getOrders(event.b); return { a, b }; });`,
};

interface Expected {
  readonly body: string;
  readonly top?: string;
  /** The code that is underlined. */
  readonly at: string;
  readonly occurrence?: number;
  /** What a suggestion puts in the place of which code. */
  readonly fixed?: readonly [from: string, to: string];
  readonly count?: string;
}

const sequences: Record<string, Expected & { readonly call: string }> = {
  "two requests of SDK v2, in lines of their own": {
    body: `const state = await pipelines\n    .getPipelineState({ name: event.name })\n    .promise();\n  const run = await pipelines\n    .getPipelineExecution({ pipelineName: event.name, pipelineExecutionId: event.id })\n    .promise();\n  return [state, run];`,
    top: `import { CodePipeline } from "aws-sdk";\nconst pipelines = new CodePipeline();`,
    at: "getPipelineExecution",
    call: "getPipelineExecution()",
    fixed: [
      `const state = await pipelines\n    .getPipelineState({ name: event.name })\n    .promise();\n  const run = await pipelines\n    .getPipelineExecution({ pipelineName: event.name, pipelineExecutionId: event.id })\n    .promise();`,
      `const [state, run] = await Promise.all([pipelines\n    .getPipelineState({ name: event.name })\n    .promise(), pipelines\n    .getPipelineExecution({ pipelineName: event.name, pipelineExecutionId: event.id })\n    .promise()]);`,
    ],
  },
  "two helpers that read": {
    body: `  const user = await getUser(event.id);\n  const orders = await getOrders(event.id);\n  return { user, orders };`,
    at: "getOrders",
    call: "getOrders()",
    fixed: [
      `const user = await getUser(event.id);\n  const orders = await getOrders(event.id);`,
      `const [user, orders] = await Promise.all([getUser(event.id), getOrders(event.id)]);`,
    ],
  },
  "a line of a log between": {
    body: `  const user = await getUser(event.id);\n  console.log("found", user);\n  const orders = await getOrders(event.id);\n  return { user, orders };`,
    at: "getOrders",
    call: "getOrders()",
  },
  "the input of the next between, of nothing that was awaited": {
    body: `  const user = await getUser(event.id);\n  const key = { id: event.id };\n  const orders = await getOrders(key);\n  return { user, orders };`,
    at: "getOrders",
    call: "getOrders()",
  },
  "what is made of the answer between": {
    body: `  const user: any = await getUser(event.id);\n  const names = new Set(user.names.map((name: string) => name.toLowerCase()));\n  const orders = await getOrders(event.id);\n  return { names, orders };`,
    at: "getOrders",
    call: "getOrders()",
  },
  "two commands": {
    body: `  const { Item } = await dynamo.send(new GetItemCommand(event.a));\n  const head = await s3.send(new HeadObjectCommand(event.b));\n  return { Item, head };`,
    at: "s3.send",
    call: "s3.send()",
    fixed: [
      `const { Item } = await dynamo.send(new GetItemCommand(event.a));\n  const head = await s3.send(new HeadObjectCommand(event.b));`,
      `const [{ Item }, head] = await Promise.all([dynamo.send(new GetItemCommand(event.a)), s3.send(new HeadObjectCommand(event.b))]);`,
    ],
  },
  "three reads": {
    body: `  const a = await fetch("https://a.example");\n  const b = await fetch("https://b.example", { method: "GET" });\n  const c = await getUser(event.id);\n  return { a, b, c };`,
    at: "fetch",
    occurrence: 1,
    call: "fetch()",
    count: "3",
    fixed: [
      `const a = await fetch("https://a.example");\n  const b = await fetch("https://b.example", { method: "GET" });\n  const c = await getUser(event.id);`,
      `const [a, b, c] = await Promise.all([fetch("https://a.example"), fetch("https://b.example", { method: "GET" }), getUser(event.id)]);`,
    ],
  },
  "requests with a limit of time": {
    body: `  const rate = async (of: string) => (await fetch("https://a.example/" + of, { signal: AbortSignal.timeout(1000) })).json();\n  const a = await rate("a");\n  const b = await rate("b");\n  return { a, b };`,
    at: "rate(",
    occurrence: 1,
    call: "rate()",
    fixed: [
      `const a = await rate("a");\n  const b = await rate("b");`,
      `const [a, b] = await Promise.all([rate("a"), rate("b")]);`,
    ],
  },
  "two reads before one that needs them": {
    body: `  const user: any = await getUser(event.id);\n  const head = await s3.send(new HeadObjectCommand(event.b));\n  const orders = await getOrders(user.id);\n  return { head, orders };`,
    at: "s3.send",
    call: "s3.send()",
  },
  "reads whose answers are given a type": {
    body: `  const user = (await getUser(event.id)) as any;\n  const orders = await getOrders(event.id) as any[];\n  return { user, orders };`,
    at: "getOrders",
    call: "getOrders()",
  },
  "reads of whose answers a part is taken, or something in their stead": {
    body: `  const user = (await getUser(event.id))?.name;\n  const orders = (await getOrders(event.id)) ?? [];\n  const { Item } = (await dynamo.send(new GetItemCommand(event.a)))!;\n  return { user, orders, Item };`,
    at: "getOrders",
    call: "getOrders()",
  },
  "requests of node-fetch": {
    body: `  const a = await request("https://a.example");\n  const b = await request("https://b.example", { headers: { accept: "text/csv" } });\n  return { a, b };`,
    top: `import request from "node-fetch";`,
    at: "request(",
    occurrence: 1,
    call: "request()",
    fixed: [
      `const a = await request("https://a.example");\n  const b = await request("https://b.example", { headers: { accept: "text/csv" } });`,
      `const [a, b] = await Promise.all([request("https://a.example"), request("https://b.example", { headers: { accept: "text/csv" } })]);`,
    ],
  },
  "reads with a comment between": {
    body: `  const user = await getUser(event.id);\n  // and what they bought\n  const orders = await getOrders(event.id);\n  return { user, orders };`,
    at: "getOrders",
    call: "getOrders()",
  },
  "an aggregated client": {
    body: `  const a = await s3v.getObject({ Bucket: "b", Key: "a" });\n  const b = await s3v.headObject({ Bucket: "b", Key: "b" });\n  return { a, b };`,
    top: `import { S3 } from "@aws-sdk/client-s3";\nconst s3v = new S3({});`,
    at: "s3v.headObject",
    call: "s3v.headObject()",
    fixed: [
      `const a = await s3v.getObject({ Bucket: "b", Key: "a" });\n  const b = await s3v.headObject({ Bucket: "b", Key: "b" });`,
      `const [a, b] = await Promise.all([s3v.getObject({ Bucket: "b", Key: "a" }), s3v.headObject({ Bucket: "b", Key: "b" })]);`,
    ],
  },
  "parameters of Powertools": {
    body: `  const a = await getParameter("/a");\n  const b = await getSecret("b");\n  return { a, b };`,
    top: `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\nimport { getSecret } from "@aws-lambda-powertools/parameters/secrets";`,
    at: "getSecret(",
    call: "getSecret()",
    fixed: [
      `const a = await getParameter("/a");\n  const b = await getSecret("b");`,
      `const [a, b] = await Promise.all([getParameter("/a"), getSecret("b")]);`,
    ],
  },
  files: {
    body: `  const a = await readFile("a");\n  const b = await readFile("b");\n  return { a, b };`,
    top: `import { readFile } from "node:fs/promises";`,
    at: "readFile",
    occurrence: 2,
    call: "readFile()",
    fixed: [
      `const a = await readFile("a");\n  const b = await readFile("b");`,
      `const [a, b] = await Promise.all([readFile("a"), readFile("b")]);`,
    ],
  },
  "in a helper": {
    body: `  return both(event.id);`,
    top: `async function both(id: string) {\n  const user = await getUser(id);\n  const orders = await getOrders(id);\n  return { user, orders };\n}`,
    at: "getOrders",
    call: "getOrders()",
    fixed: [
      `const user = await getUser(id);\n  const orders = await getOrders(id);`,
      `const [user, orders] = await Promise.all([getUser(id), getOrders(id)]);`,
    ],
  },
  "in a try": {
    body: `  try {\n    const user = await getUser(event.id);\n    const orders = await getOrders(event.id);\n    return { user, orders };\n  } catch (error) {\n    console.error(error);\n    throw error;\n  }`,
    at: "getOrders",
    call: "getOrders()",
    fixed: [
      `const user = await getUser(event.id);\n    const orders = await getOrders(event.id);`,
      `const [user, orders] = await Promise.all([getUser(event.id), getOrders(event.id)]);`,
    ],
  },
};

const loops: Record<string, Expected> = {
  "an item of its own that each pass reads and writes": {
    body: `  for (const item of event.items) {\n    const { Item } = await dynamo.send(new GetItemCommand({ TableName: "t", Key: item }));\n    await dynamo.send(new PutItemCommand({ TableName: "t", Item: { ...item, old: Item } }));\n  }`,
    at: "for (const item of event.items) ",
  },
  "a read for each item": {
    body: `  for (const item of event.items) {\n    await getUser(item);\n  }`,
    at: "for (const item of event.items) ",
  },
  "answers that are collected": {
    body: `  const ids: string[] = JSON.parse(event.body);\n  const users: unknown[] = [];\n  for (const id of ids) {\n    const user = await getUser(id);\n    users.push(user);\n  }\n  return users;`,
    at: "for (const id of ids) ",
    fixed: [
      `for (const id of ids) {\n    const user = await getUser(id);\n    users.push(user);\n  }`,
      `for (let start = 0; start < ids.length; start += 10) await Promise.all(ids.slice(start, start + 10).map(async (id) => {\n    const user = await getUser(id);\n    users.push(user);\n  }));`,
    ],
  },
  "without a block": {
    body: `  const ids = Object.keys(event);\n  for (const id of ids) await getUser(id);`,
    at: "for (const id of ids) ",
    fixed: [
      `for (const id of ids) await getUser(id);`,
      `for (let start = 0; start < ids.length; start += 10) await Promise.all(ids.slice(start, start + 10).map(async (id) => { await getUser(id); }));`,
    ],
  },
  "a write for each item": {
    body: `  for (const item of event.items) {\n    ${put}\n  }`,
    at: "for (const item of event.items) ",
  },
  "an object for each item": {
    body: `  for (const [key, text] of Object.entries<string>(event.files)) {\n    await s3.send(new PutObjectCommand({ Bucket: "b", Key: key, Body: text }));\n  }`,
    at: "for (const [key, text] of Object.entries<string>(event.files)) ",
  },
  "a request for each item": {
    body: `  for (const url of event.urls) {\n    const answer = await fetch(url);\n    console.log(await answer.json());\n  }`,
    at: "for (const url of event.urls) ",
  },
  "by what the pass makes of its item": {
    body: `  for (const item of event.items) {\n    const key = JSON.stringify(item);\n    await getUser(key);\n  }`,
    at: "for (const item of event.items) ",
  },
  "answers by key": {
    body: `  const users: any = {};\n  for (const id of event.ids) {\n    users[id] = await getUser(id);\n  }\n  return users;`,
    at: "for (const id of event.ids) ",
  },
  "errors that are caught one by one": {
    body: `  let failed = 0;\n  for (const item of event.items) {\n    try {\n      await getUser(item);\n    } catch (error) {\n      console.error(error);\n      failed++;\n    }\n  }\n  return failed;`,
    at: "for (const item of event.items) ",
  },
  "a helper that reads and writes": {
    body: `  for (const item of event.items) await copy(item);`,
    top: `async function copy(item: any) {\n  const user = await getUser(item);\n  await dynamo.send(new PutItemCommand({ TableName: "copies", Item: user }));\n}`,
    at: "for (const item of event.items) ",
  },
  "items that are skipped": {
    body: `  const ids = Object.keys(event);\n  for (const id of ids) {\n    if (id === "a") continue;\n    await getUser(id);\n  }`,
    at: "for (const id of ids) ",
  },
  "a counted loop": {
    body: `  for (let i = 0; i < event.items.length; i++) {\n    const user = await getUser(event.items[i].id);\n    console.log(\`\${i + 1}: \${user}\`);\n  }`,
    at: "for (let i = 0; i < event.items.length; i++) ",
  },
  "a counted loop that puts answers where its items are": {
    body: `  const users: any[] = [];\n  for (let i = 0; i < event.items.length; i += 1) {\n    const item = event.items[i];\n    users[i] = await getUser(item);\n  }\n  return users;`,
    at: "for (let i = 0; i < event.items.length; i += 1) ",
  },
  "a counted loop whose length is taken before": {
    body: `  for (let i = 0, n = event.items.length; i < n; ++i) {\n    await getUser(event.items[i]);\n  }`,
    at: "for (let i = 0, n = event.items.length; i < n; ++i) ",
  },
  "a list of answers that is put together": {
    body: `  let users: any[] = [];\n  for (const item of event.items) {\n    const user: any = await getUser(item);\n    users = users.concat(user);\n  }\n  return users;`,
    at: "for (const item of event.items) ",
  },
  "a list of answers that is spread": {
    body: `  let users: any[] = [];\n  for (const item of event.items) {\n    const user: any = await getUser(item);\n    users = [...users, ...user.all];\n  }\n  return users;`,
    at: "for (const item of event.items) ",
  },
  "a loop in a helper": {
    body: `  await all(event.items);`,
    top: `async function all(items: string[]) {\n  for (const item of items) {\n    await getUser(item);\n  }\n}`,
    at: "for (const item of items) ",
    fixed: [
      `for (const item of items) {\n    await getUser(item);\n  }`,
      `for (let start = 0; start < items.length; start += 10) await Promise.all(items.slice(start, start + 10).map(async (item) => {\n    await getUser(item);\n  }));`,
    ],
  },
};

const place = (code: string, at: string, occurrence = 0) => {
  const found = locate(code, at, imports.split(at).length - 1 + occurrence);
  return at.endsWith("(") ? { ...found, endColumn: found.endColumn - 1 } : found;
};

const sqs = typed(
  "SQSHandler",
  `  for (const record of event.Records) {\n    await getUser(record.body);\n  }`,
);

const oneRecord = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSHandler } from "aws-lambda";
const client = new SQSClient({});
export const handler: SQSHandler = async (event) => {
  for (const record of event.Records) {
    await client.send(new SendMessageCommand({ QueueUrl: "orders", MessageBody: record.body }));
  }
};
`;

runRule("no-serial-await", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts] : parts;
      return { name, code: inHandler(body, top), filename: "src/handler.mts" };
    }),
    ...Object.entries(wholeFiles).map(([name, code]) => ({ name, code })),
    {
      name: "the one record of a batch, by the settings",
      code: oneRecord,
      settings: { "aws-lambda": { functions: { batchSize: 1 } } },
    },
  ],
  invalid: [
    ...Object.entries(sequences).map(([name, { body, top, at, occurrence, call, fixed, count = "2" }]) => {
      const code = inHandler(body, top);
      return {
        name,
        code,
        errors: [
          {
            messageId: "serialReads" as const,
            data: { call, caller: "" },
            ...place(code, at, occurrence),
            suggestions: fixed
              ? [{ messageId: "awaitTogether" as const, data: { count }, output: code.replace(...fixed) }]
              : [],
          },
        ],
      };
    }),
    ...Object.entries(loops).map(([name, { body, top, at, fixed }]) => {
      const code = inHandler(body, top);
      return {
        name,
        code,
        errors: [
          {
            messageId: "serialLoop" as const,
            data: { caller: "" },
            ...place(code, at),
            suggestions: fixed
              ? [{ messageId: "awaitInGroups" as const, output: code.replace(...fixed) }]
              : [],
          },
        ],
      };
    }),
    {
      name: "records of a queue",
      code: sqs,
      errors: [
        {
          messageId: "serialLoop",
          data: { caller: "" },
          ...locate(sqs, "for (const record of event.Records) "),
          suggestions: [
            {
              messageId: "awaitInGroups",
              output: sqs.replace(
                `for (const record of event.Records) {\n    await getUser(record.body);\n  }`,
                `for (let start = 0; start < event.Records.length; start += 10) await Promise.all(event.Records.slice(start, start + 10).map(async (record) => {\n    await getUser(record.body);\n  }));`,
              ),
            },
          ],
        },
      ],
    },
    ...handlerShapes
      .filter(({ isDurable }) => !isDurable)
      .map((shape) => {
        const body = `const a = await fetch("https://a.example");\nconst b = await fetch("https://b.example");\nconsole.log(a, b);`;
        const testCase = toTestCase(shape, { body });
        const indent = /( *)const b = /.exec(testCase.code)?.[1] ?? "";
        return {
          ...testCase,
          errors: [
            {
              messageId: "serialReads" as const,
              data: { call: "fetch()", caller: "" },
              ...locate(testCase.code, "fetch", 1),
              suggestions: [
                {
                  messageId: "awaitTogether" as const,
                  data: { count: "2" },
                  output: testCase.code.replace(
                    `const a = await fetch("https://a.example");\n${indent}const b = await fetch("https://b.example");`,
                    `const [a, b] = await Promise.all([fetch("https://a.example"), fetch("https://b.example")]);`,
                  ),
                },
              ],
            },
          ],
        };
      }),
  ],
});
