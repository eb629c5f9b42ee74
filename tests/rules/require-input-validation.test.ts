import rule from "../../src/rules/require-input-validation.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const dynamo = `import { DynamoDBDocumentClient, PutCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));`;
const pg = `import { Pool } from "pg";\nconst pool = new Pool();`;

const presigner = `import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
const s3 = new S3Client({});`;

const presignerV2 = `import { S3 } from "aws-sdk";\nconst s3 = new S3();`;

/** The handler of an HTTP API. */
const handler = (
  body: string,
  top = dynamo,
): string => `import type { APIGatewayProxyEventV2 } from "aws-lambda";
${top}
export const handler = async (event: APIGatewayProxyEventV2) => {
  ${body}
};`;
const put = (item: string): string => `await client.send(new PutCommand({ TableName: "t", Item: ${item} }));`;
const get = (id: string): string =>
  `return client.send(new GetCommand({ TableName: "t", Key: { id: ${id} } }));`;
const ofEvent = (type: string, body: string): string => `import type { ${type} } from "aws-lambda";
${dynamo}
export const handler = async (event: ${type}) => { ${body} };`;

/** The last place of a piece of code: names are declared before they are used. */
const locateLast = (code: string, piece: string) => locate(code, piece, code.split(piece).length - 2);

const valid: Record<string, string> = {
  // Near misses: nobody without the secret has written the body
  "a body whose signature is compared": handler(
    `const hmac = crypto.createHmac("sha256", process.env.SECRET!).update(event.body!).digest("hex");
  if (hmac !== event.headers["x-signature"]) return { statusCode: 401 };
  ${put("{ id: JSON.parse(event.body!).id }")}`,
    `import crypto from "node:crypto";\n${dynamo}`,
  ),
  "a body that is parsed before its signature is compared": handler(
    `const order = JSON.parse(event.body!);
  const expected = createHmac("sha256", process.env.SECRET!).update(event.body!, "utf8").digest("base64");
  if (event.headers["x-signature"] === expected) { ${put("{ id: order.id }")} }`,
    `import { createHmac } from "crypto";\n${dynamo}`,
  ),
  "a body whose signature is compared in constant time, behind a version": handler(
    `const order = JSON.parse(event.body!);
  const base = \`v0:\${event.headers["x-time"]}:\${event.body}\`;
  const hmac = createHmac("sha256", process.env.SECRET!).update(base).digest("hex");
  const expected = Buffer.from("v0=" + hmac);
  const isSigned = timingSafeEqual(expected, Buffer.from(event.headers["x-signature"]!));
  if (!isSigned) return { statusCode: 401 };
  ${put("{ id: order.id }")}`,
    `import { createHmac, timingSafeEqual } from "crypto";\n${dynamo}`,
  ),
  // Near misses: no request
  "an SQS record": ofEvent(
    "SQSEvent",
    `for (const record of event.Records) { ${put("JSON.parse(record.body)")} }`,
  ),
  "an EventBridge event": ofEvent("ScheduledEvent", put("{ id: event.id }")),
  "an AppSync field, which GraphQL checks": `import type { AppSyncResolverEvent } from "aws-lambda";
${dynamo}
export const handler = async (event: AppSyncResolverEvent<{ id: string }>) => { ${get("event.arguments.id")} };`,
  "an untyped event that reads as no request": `${dynamo}\nexport const handler = async (event) => { ${put("JSON.parse(event.body)")} };`,
  "an untyped event that a helper answers with a number": `${dynamo}\nimport { count } from "./count.js";\nexport const handler = async (event) => { ${put("JSON.parse(event.body)")} return count(1); };`,
  "the request context": handler(put("{ stage: event.requestContext.stage }")),
  "claims of the authorizer": ofEvent(
    "APIGatewayProxyEvent",
    get("event.requestContext.authorizer!.claims.sub"),
  ),
  "the authorization header": handler(
    `return client.send(new GetCommand({ Key: { token: event.headers.authorization } }));`,
  ),
  "no handler in the file": `${dynamo}\nexport const save = async (event) => { ${put("JSON.parse(event.body)")} };`,

  "the life of a URL that is signed": handler(
    `return getSignedUrl(s3, new GetObjectCommand({ Bucket: "b", Key: "k" }), { expiresIn: JSON.parse(event.body!).seconds });`,
    presigner,
  ),
  "the operation and the callback of a URL that SDK v2 signs": handler(
    `return s3.getSignedUrl(event.queryStringParameters!.operation!, { Bucket: "b", Key: "k" });`,
    presignerV2,
  ),
  "a method of the name of something else": handler(
    `return s3.getSignedUrl("putObject", { Bucket: "b", Key: event.queryStringParameters!.key });`,
    `import { s3 } from "./signer.js";`,
  ),
  "a function of the name in another module": handler(
    `return getSignedUrl(s3, new GetObjectCommand({ Bucket: "b", Key: event.queryStringParameters!.key }));`,
    presigner.replace("@aws-sdk/s3-request-presigner", "./signer.js"),
  ),
  "a checked key of a URL that is signed": handler(
    `const key = event.queryStringParameters?.key ?? ""; if (!/^[\\w-]+\.pdf$/.test(key)) return { statusCode: 400 }; return getSignedUrl(s3, new GetObjectCommand({ Bucket: "b", Key: key }));`,
    presigner,
  ),

  // Near misses: nothing is stored, looked up or sent on
  "a value that is only returned": handler(`const body = JSON.parse(event.body!); return { id: body.id };`),
  "a value that is only logged": handler(`const body = JSON.parse(event.body!); console.log(body.id);`),
  "a body that is handed on unread": handler(
    `return sqs.send(new SendMessageCommand({ QueueUrl: "q", MessageBody: event.body }));`,
    `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";\nconst sqs = new SQSClient({});`,
  ),
  "the whole event in an archive": handler(
    `return s3.send(new PutObjectCommand({ Bucket: "b", Key: "k", Body: JSON.stringify(event) }));`,
    `import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});`,
  ),
  "a class of the same name as a command": handler(
    `return new PutCommand({ Item: JSON.parse(event.body!) });`,
    `import { PutCommand } from "./commands.js";`,
  ),
  "what an unknown function makes of it": handler(
    put("toItem(JSON.parse(event.body!))"),
    `${dynamo}\nimport { toItem } from "./items.js";`,
  ),
  "constants beside": handler(
    `const body = JSON.parse(event.body!); console.log(body); ${put('{ id: "1" }')}`,
  ),
  "a value of the environment in the same input": handler(put("{ table: process.env.TABLE }")),
  "a SQL text, which no-event-injection reports": handler(
    "return pool.query(`SELECT * FROM t WHERE id = ${event.pathParameters!.id}`);",
    pg,
  ),
  "a host, which no-event-injection reports": handler("return fetch(event.queryStringParameters!.url!);", ""),

  // What a value has been turned into
  Number: handler(get("Number(event.pathParameters!.id)")),
  parseInt: handler(
    `const limit = parseInt(event.queryStringParameters?.limit ?? "10", 10); return client.send(new QueryCommand({ TableName: "t", Limit: limit }));`,
  ),
  "unary plus": handler(get("+event.pathParameters!.id!")),
  "a length": handler(put("{ size: event.body!.length }")),
  "a comparison": handler(put('{ isAdmin: JSON.parse(event.body!).role === "admin" }')),
  "a hash": handler(
    put(`{ id: createHash("sha256").update(JSON.parse(event.body!).email).digest("hex") }`),
    `${dynamo}\nimport { createHash } from "node:crypto";`,
  ),
  "a look-up in a literal": handler(put(`{ kind: { a: "A", b: "B" }[JSON.parse(event.body!).kind] }`)),

  // Schemas
  zod: handler(
    `const body = Order.parse(JSON.parse(event.body!)); ${put("body")}`,
    `${dynamo}\nimport { z } from "zod";\nconst Order = z.object({ id: z.string() });`,
  ),
  "zod's safeParse, its data": handler(
    `const result = Order.safeParse(JSON.parse(event.body!)); if (!result.success) return { statusCode: 400 }; ${put("result.data")}`,
    `${dynamo}\nimport { z } from "zod";\nconst Order = z.object({ id: z.string() });`,
  ),
  "zod's safeParse, asked at once": handler(
    `const body = JSON.parse(event.body!); if (!Order.safeParse(body).success) throw new Error("order"); ${put("body.id")}`,
    `${dynamo}\nimport { z } from "zod";\nconst Order = z.object({ id: z.string() });`,
  ),
  "a schema of a package, asked at once": handler(
    `const body = event.isBase64Encoded ? JSON.parse(atob(event.body!)) : JSON.parse(event.body!); if (!OrderSchema.safeParse(body).success) { throw new Error("order"); } ${put("body.id")}`,
    `${dynamo}\nimport { OrderSchema } from "@acme/shared/schemas";`,
  ),
  "joi's validate, asked at once": handler(
    `const body = JSON.parse(event.body!); if (OrderSchema.validate(body).error) return { statusCode: 400 }; ${put("body")}`,
    `${dynamo}\nimport { OrderSchema } from "./schemas";`,
  ),
  "the problems of a check, counted at once": handler(
    `const body = JSON.parse(event.body!); if ((await problemsOf(body)).length > 0) return { statusCode: 400 }; ${put("body")}`,
    `${dynamo}\nimport { problemsOf } from "./rules";`,
  ),
  "zod's safeParse, the body itself": handler(
    `const body = JSON.parse(event.body!); const { success } = Order.safeParse(body); if (!success) return { statusCode: 400 }; ${put("body")}`,
    `${dynamo}\nimport { z } from "zod";\nconst Order = z.object({ id: z.string() });`,
  ),
  ajv: handler(
    `const body = JSON.parse(event.body!); if (!validate(body)) { return { statusCode: 400 }; } ${put("{ id: body.id }")}`,
    `${dynamo}\nimport Ajv from "ajv";\nconst validate = new Ajv().compile({});`,
  ),
  joi: handler(
    `const body = JSON.parse(event.body!); const { error, value } = schema.validate(body); if (error) throw error; ${put("value")} ${put("body")}`,
    `${dynamo}\nimport Joi from "joi";\nconst schema = Joi.object({});`,
  ),
  yup: handler(
    `const body = JSON.parse(event.body!); await schema.validate(body); ${put("body")}`,
    `${dynamo}\nimport * as yup from "yup";\nconst schema = yup.object({});`,
  ),
  valibot: handler(
    put("v.parse(Schema, JSON.parse(event.body!))"),
    `${dynamo}\nimport * as v from "valibot";\nconst Schema = v.object({});`,
  ),
  TypeBox: handler(
    `const body = JSON.parse(event.body!); if (!Value.Check(Schema, body)) return { statusCode: 400 }; ${put("body")}`,
    `${dynamo}\nimport { Value } from "@sinclair/typebox/value";\nimport { Schema } from "./schema.js";`,
  ),
  "class-validator": handler(
    `const order = plainToInstance(Order, JSON.parse(event.body!)); await validateOrReject(order); ${put("order")}`,
    `${dynamo}\nimport { plainToInstance } from "class-transformer";\nimport { validateOrReject } from "class-validator";\nimport { Order } from "./order.js";`,
  ),
  "a schema of another file": handler(
    `const body = JSON.parse(event.body!); OrderSchema.parse(body); ${put("body")}`,
    `${dynamo}\nimport { OrderSchema } from "./schemas.js";`,
  ),
  "Powertools' parser as a function": handler(
    `const body = parse(event, ApiGatewayV2Envelope, Order); ${put("body")}`,
    `${dynamo}\nimport { parse } from "@aws-lambda-powertools/parser";\nimport { ApiGatewayV2Envelope } from "@aws-lambda-powertools/parser/envelopes";\nimport { Order } from "./order.js";`,
  ),
  "Powertools' parser as a decorator": `import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { parser } from "@aws-lambda-powertools/parser";
${dynamo}
class Orders { @parser({}) async handler(event: APIGatewayProxyEventV2) { ${put("JSON.parse(event.body!)")} } }
export const handler = new Orders().handler;`,
  "middy's validator": `import middy from "@middy/core";
import jsonBodyParser from "@middy/http-json-body-parser";
import validator from "@middy/validator";
${dynamo}
export const handler = middy(async (event) => { ${put("event.body.order")} ${get("event.pathParameters.id")} }).use(jsonBodyParser()).use(validator({}));`,
  "a middleware of the project's own": `import middy from "@middy/core";
import { validateOrder } from "./validate-order.js";
${dynamo}
export const handler = middy(async (event) => { ${get("event.pathParameters.id")} }).use(validateOrder());`,
  "a wrapper that nothing is known of": `import { withValidation } from "./with-validation.js";
${dynamo}
export const handler = withValidation(async (event) => { ${get("event.pathParameters.id")} });`,
  "Swarmion's contracts": `import { getHandler } from "@swarmion/serverless-contracts";
import { contract } from "./contract.js";
${dynamo}
export const handler = getHandler(contract)(async (event) => { ${get("event.pathParameters.id")} });`,

  // Guards
  "a check that returns 400": handler(
    `const id = event.pathParameters?.id; if (!id) return { statusCode: 400 }; ${get("id")}`,
  ),
  "a check of undefined that throws": handler(
    `const id = event.pathParameters?.id; if (id === undefined) { throw new Error("id"); } ${get("id")}`,
  ),
  "a check of the type": handler(
    `const body = JSON.parse(event.body!); if (typeof body.id !== "string") return { statusCode: 400 }; ${put("{ id: body.id }")}`,
  ),
  "a check of several fields": handler(
    `const { name, email } = JSON.parse(event.body!); if (!name || !email) { return { statusCode: 400 }; } ${put("{ name, email }")}`,
  ),
  "a check of fields before the body is stored": handler(
    `const body = JSON.parse(event.body!); if (!body.name || !body.email) return { statusCode: 400 }; ${put("body")}`,
  ),
  "a branch on the value": handler(
    `const id = event.pathParameters?.id; if (id) { ${get("id")} } return { statusCode: 404 };`,
  ),
  "a check in the helper": handler(
    `return load(event.pathParameters?.id);`,
    `${dynamo}\nconst load = (id) => { if (!id) throw new Error("id"); ${get("id")} };`,
  ),
  "an assertion of the file": handler(
    `const body = JSON.parse(event.body!); assertOrder(body); ${put("body")}`,
    `${dynamo}\nfunction assertOrder(value) { if (typeof value.id !== "string") throw new Error("id"); }`,
  ),
  "an assertion of another file": handler(
    `const body = JSON.parse(event.body!); validateOrder(body); ${put("body")}`,
    `${dynamo}\nimport { validateOrder } from "./validate.js";`,
  ),
  "an assertion of a path that only a tsconfig.json knows": handler(
    `const body = JSON.parse(event.body!); orderGuard(schema, body); ${put("body")}`,
    `${dynamo}\nimport { orderGuard } from "@shared/order-guard";\nimport { schema } from "@schemas/order";`,
  ),
  "a type guard": handler(
    `const body: unknown = JSON.parse(event.body!); if (!isOrder(body)) return { statusCode: 400 }; ${put("body")}`,
    `${dynamo}\nconst isOrder = (value) => typeof value.id === "string";`,
  ),
  "a list of required fields": handler(
    `const body = JSON.parse(event.body!); for (const name of ["id", "email"]) { if (!body[name]) return { statusCode: 400 }; } ${put("body")}`,
  ),
  "missing fields that are collected, and answered together": handler(
    `const { id, name } = JSON.parse(event.body!); const missing: string[] = []; if (!id) missing.push("id"); if (!name) missing.push("name"); if (missing.length > 0) { return { statusCode: 400 }; } ${put("{ id, name }")}`,
  ),
  "a flag that a check sets": handler(
    `const body = JSON.parse(event.body!); let isValid = true; if (!body.id) isValid = false; if (!isValid) throw new Error("id"); ${put("body")}`,
  ),
  "a message that a check leaves": handler(
    `const body = JSON.parse(event.body!); const errors: Record<string, string> = {}; if (typeof body.id !== "string") { errors.id = "no text"; } if (Object.keys(errors).length) return { statusCode: 400, body: JSON.stringify(errors) }; ${put("body")}`,
  ),
  "checks in a branch whose other one leaves": handler(
    `let id; if (event.pathParameters) { id = event.pathParameters.id; if (id) { if (!/^\\d+$/.test(id)) return { statusCode: 400 }; } else { return { statusCode: 400 }; } } else { return { statusCode: 400 }; } ${get("id")}`,
  ),
  "a schema for requests that have a body": handler(
    `const body = JSON.parse(event.body ?? "{}"); if (event.httpMethod !== "GET") { try { validateBody(event.resource, body); } catch (error) { throw new BadRequest(error); } } ${put("body")}`,
    `${dynamo}\nimport { BadRequest, validateBody } from "./requests.js";`,
  ),
  "a check of each item": handler(
    `const items = JSON.parse(event.body!); for (const item of items) { if (!item.id) throw new Error("id"); } ${put("items[0]")}`,
  ),
  "one of several that must be there": handler(
    `const id = event.pathParameters?.id; const name = event.queryStringParameters?.name; if (!id && !name) throw new Error("400"); ${get("id")}`,
  ),
  "every over required fields": handler(
    `const body = JSON.parse(event.body!); if (!["id", "email"].every((name) => body[name])) return { statusCode: 400 }; ${put("body")}`,
  ),
  "a pattern": handler(
    `const id = event.pathParameters!.id!; if (!/^[0-9a-f-]{36}$/.test(id)) return { statusCode: 400 }; ${get("id")}`,
  ),
  "validator.isUUID": handler(
    `const id = event.pathParameters!.id!; if (!validator.isUUID(id)) return { statusCode: 400 }; ${get("id")}`,
    `${dynamo}\nimport validator from "validator";`,
  ),
  "an allow-list": handler(
    `const kind = event.queryStringParameters?.kind; if (!KINDS.includes(kind)) return { statusCode: 400 }; ${get("kind")}`,
    `${dynamo}\nconst KINDS = ["a", "b"];`,
  ),
  "a switch": handler(
    `switch (event.queryStringParameters?.kind) { case "a": ${get("event.queryStringParameters.kind")} default: return { statusCode: 400 }; }`,
  ),
  "a choice on the value": handler(
    `const { name } = JSON.parse(event.body!); ${put("{ ...(name && { name }) }")}`,
  ),
  "a range": handler(
    `const { count } = JSON.parse(event.body!); if (count < 1 || count > 10) return { statusCode: 400 }; ${put("{ count }")}`,
  ),
};

interface Finding {
  readonly code: string;
  readonly source: string;
  readonly taker?: string;
  readonly part?: string;
  readonly at: string;
  /** Which of several places, where it is not the last. */
  readonly occurrence?: number;
  readonly filename?: string;
}

const body = (code: string, source: string, at: string, more: Partial<Finding> = {}): Finding => ({
  code,
  source,
  at,
  ...more,
});

const invalid: Record<string, Finding> = {
  "a body that is signed and whose signature nobody compares": body(
    handler(
      `const hmac = createHmac("sha256", process.env.SECRET!).update(event.body!).digest("hex");
  ${put("{ id: JSON.parse(event.body!).id, hmac }")}`,
      `import { createHmac } from "crypto";\n${dynamo}`,
    ),
    "JSON.parse(event.body).id",
    "JSON.parse(event.body!).id",
  ),
  "a body beside something else that is signed": body(
    handler(
      `const hmac = createHmac("sha256", process.env.SECRET!).update(event.rawPath).digest("hex");
  if (hmac !== event.headers["x-signature"]) return { statusCode: 401 };
  ${put("{ id: JSON.parse(event.body!).id }")}`,
      `import { createHmac } from "crypto";\n${dynamo}`,
    ),
    "JSON.parse(event.body).id",
    "JSON.parse(event.body!).id",
  ),
  "a parsed body": body(handler(put("JSON.parse(event.body!)")), "JSON.parse(event.body)", "event.body"),
  "a parsed body in a variable": body(
    handler(`const item = JSON.parse(event.body!); ${put("item")}`),
    "JSON.parse(event.body)",
    "item",
  ),
  "a field of the body": body(
    handler(`const order = JSON.parse(event.body!); ${put("{ id: order.id }")}`),
    "JSON.parse(event.body).id",
    "order.id",
  ),
  "destructured fields, one finding": body(
    handler(`const { name, email, age } = JSON.parse(event.body!); ${put("{ name, email, age }")}`),
    "JSON.parse(event.body).name",
    "name",
  ),
  "a spread": body(
    handler(`const order = JSON.parse(event.body!); ${put("{ ...order, createdAt: Date.now() }")}`),
    "JSON.parse(event.body)",
    "order",
  ),
  "a default": body(
    handler(`const order = JSON.parse(event.body ?? "{}"); ${put("{ name: order.name ?? 'none' }")}`),
    "JSON.parse(event.body).name",
    "order.name",
  ),
  "an untyped event that a helper answers with a status": body(
    `${dynamo}\nimport { respond } from "./respond.js";\nexport const handler = async (event) => { ${put("JSON.parse(event.body)")} return respond(201, {}); };`,
    "JSON.parse(event.body)",
    "event.body",
  ),
  "a decoded body": body(
    handler(
      `const text = Buffer.from(event.body!, "base64").toString(); const order = JSON.parse(text); ${put("order")}`,
    ),
    "JSON.parse(event.body)",
    "order",
  ),
  "a form": body(
    handler(
      `const form = new URLSearchParams(event.body); const data = Object.fromEntries(form); const parsed = parse(event.body); ${put("{ name: parsed.name }")}`,
      `${dynamo}\nimport { parse } from "node:querystring";`,
    ),
    "JSON.parse(event.body).name",
    "parsed.name",
  ),
  marshalled: body(
    handler(
      `return raw.send(new PutItemCommand({ Item: marshall(JSON.parse(event.body!)) }));`,
      `import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";\nimport { marshall } from "@aws-sdk/util-dynamodb";\nconst raw = new DynamoDBClient({});`,
    ),
    "JSON.parse(event.body)",
    "event.body",
    { taker: "PutItemCommand" },
  ),
  "written out again": body(
    handler(
      `const order = JSON.parse(event.body!); return sqs.send(new SendMessageCommand({ MessageBody: JSON.stringify(order) }));`,
      `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";\nconst sqs = new SQSClient({});`,
    ),
    "JSON.parse(event.body)",
    "order",
    { taker: "SendMessageCommand" },
  ),
  "items of a list": body(
    handler(
      `const { items } = JSON.parse(event.body!); for (const item of items) { ${put("{ id: item.id }")} }`,
    ),
    "JSON.parse(event.body).items[…].id",
    "item.id",
  ),
  "items of map": body(
    handler(
      `const { items } = JSON.parse(event.body!); await Promise.all(items.map((item) => client.send(new PutCommand({ Item: item }))));`,
    ),
    "JSON.parse(event.body).items[…]",
    "item",
  ),
  "what is collected, and never answered": body(
    handler(
      `const body = JSON.parse(event.body!); const missing: string[] = []; if (!body) missing.push("body"); console.log(missing); ${put("body")}`,
    ),
    "JSON.parse(event.body)",
    "body",
  ),
  "a list that is looped over, and not looked at": body(
    handler(
      `const items = JSON.parse(event.body!); for (const item of items) { console.log(item.id); } ${put("items[0]")}`,
    ),
    "JSON.parse(event.body)[0]",
    "items[0]",
  ),
  "a path parameter": {
    code: handler(get("event.pathParameters!.id")),
    source: "event.pathParameters.id",
    part: "path",
    at: "event.pathParameters!.id",
    taker: "GetCommand",
  },
  "the non-null assertion is no check": {
    code: handler(`const id = event.pathParameters!.id!; ${get("id")}`),
    source: "event.pathParameters.id",
    part: "path",
    at: "id",
    taker: "GetCommand",
  },
  "optional chaining is no check": {
    code: handler(`const id = event.pathParameters?.id; ${get("id")}`),
    source: "event.pathParameters.id",
    part: "path",
    at: "id",
    taker: "GetCommand",
  },
  "a type assertion is no check": body(
    handler(`const order = JSON.parse(event.body!) as { id: string }; ${put("order")}`),
    "JSON.parse(event.body)",
    "order",
  ),
  "a key in a template": {
    code: handler(get("`USER#${event.pathParameters!.id}`")),
    source: "event.pathParameters.id",
    part: "path",
    at: "event.pathParameters!.id",
    taker: "GetCommand",
  },
  "a query parameter": {
    code: handler(get("event.queryStringParameters!.id")),
    source: "event.queryStringParameters.id",
    part: "query",
    at: "event.queryStringParameters!.id",
    taker: "GetCommand",
  },
  "a header": {
    code: handler(get('event.headers["x-tenant"]')),
    source: 'event.headers["x-tenant"]',
    part: "headers",
    at: 'event.headers["x-tenant"]',
    taker: "GetCommand",
  },
  "values of a query": {
    code: handler(`return pool.query("SELECT * FROM t WHERE id = $1", [event.pathParameters!.id]);`, pg),
    source: "event.pathParameters.id",
    part: "path",
    at: "event.pathParameters!.id",
    taker: "pool.query()",
  },
  "values of mysql2": {
    code: handler(
      `return conn.execute("INSERT INTO t VALUES (?)", [JSON.parse(event.body!).name]);`,
      `import mysql from "mysql2/promise";\nconst conn = await mysql.createConnection({});`,
    ),
    source: "JSON.parse(event.body).name",
    at: "JSON.parse(event.body!).name",
    taker: "conn.execute()",
  },
  "a document of MongoDB": {
    code: handler(
      `return mongo.db().collection("orders").insertOne(JSON.parse(event.body!));`,
      `import { MongoClient } from "mongodb";\nconst mongo = new MongoClient("mongodb://localhost");`,
    ),
    source: "JSON.parse(event.body)",
    at: "event.body",
    taker: 'mongo.db().collection("orders").insertOne()',
  },
  "a filter of MongoDB": {
    code: handler(
      `const orders = mongo.db().collection("orders"); return orders.findOne({ name: JSON.parse(event.body!).name });`,
      `import { MongoClient } from "mongodb";\nconst mongo = new MongoClient("mongodb://localhost");`,
    ),
    source: "JSON.parse(event.body).name",
    at: "JSON.parse(event.body!).name",
    taker: "orders.findOne()",
  },
  "data of Prisma": {
    code: handler(
      `return prisma.user.create({ data: JSON.parse(event.body!) });`,
      `import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();`,
    ),
    source: "JSON.parse(event.body)",
    at: "event.body",
    taker: "prisma.user.create()",
  },
  "a document to index": {
    code: handler(
      `return search.index({ index: "orders", body: JSON.parse(event.body!) });`,
      `import { Client } from "@opensearch-project/opensearch";\nconst search = new Client({});`,
    ),
    source: "JSON.parse(event.body)",
    at: "event.body",
    taker: "search.index()",
  },
  "a URL's path": {
    code: handler("return fetch(`https://api.example.com/orders/${event.pathParameters!.id}`);", ""),
    source: "event.pathParameters.id",
    part: "path",
    at: "event.pathParameters!.id",
    taker: "fetch()",
  },
  "a file's name": {
    code: handler(
      'return readFile("/tmp/" + basename(event.pathParameters!.file!));',
      `import { readFile } from "node:fs/promises";\nimport { basename } from "node:path";`,
    ),
    source: "event.pathParameters.file",
    part: "path",
    at: "event.pathParameters!.file",
    taker: "readFile()",
  },
  "an S3 key": {
    code: handler(
      `return s3.send(new GetObjectCommand({ Bucket: "b", Key: event.pathParameters!.key }));`,
      `import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});`,
    ),
    source: "event.pathParameters.key",
    part: "path",
    at: "event.pathParameters!.key",
    taker: "GetObjectCommand",
  },
  "an aggregated client": {
    code: handler(
      `return db.putItem({ TableName: "t", Item: JSON.parse(event.body!) });`,
      `import { DynamoDB } from "@aws-sdk/client-dynamodb";\nconst db = new DynamoDB({});`,
    ),
    source: "JSON.parse(event.body)",
    at: "event.body",
    taker: "db.putItem()",
  },
  "SDK v2's document client, CommonJS": {
    code: `const AWS = require("aws-sdk");
const documents = new AWS.DynamoDB.DocumentClient();
exports.handler = async (event) => {
  const item = JSON.parse(event.body);
  await documents.put({ TableName: "t", Item: item }).promise();
  return { statusCode: 201 };
};`,
    filename: "src/handler.cjs",
    source: "JSON.parse(event.body)",
    at: "item",
    taker: "documents.put()",
  },
  "an untyped event that reads as a request": {
    code: `${dynamo}\nexport const handler = async (event) => { ${get("event.pathParameters.id")} };`,
    source: "event.pathParameters.id",
    part: "path",
    at: "event.pathParameters.id",
    taker: "GetCommand",
  },
  "an ALB": {
    code: ofEvent("ALBEvent", get("event.queryStringParameters!.id")),
    source: "event.queryStringParameters.id",
    part: "query",
    at: "event.queryStringParameters!.id",
    taker: "GetCommand",
  },
  "a function URL": {
    code: ofEvent("LambdaFunctionURLEvent", put("JSON.parse(event.body!)")),
    source: "JSON.parse(event.body)",
    at: "event.body",
  },
  "a WebSocket": {
    code: ofEvent("APIGatewayProxyWebsocketEventV2", put("JSON.parse(event.body!).data")),
    source: "JSON.parse(event.body).data",
    at: "JSON.parse(event.body!).data",
  },
  "a body that middy has parsed": {
    code: `import middy from "@middy/core";
import jsonBodyParser from "@middy/http-json-body-parser";
${dynamo}
export const handler = middy(async (event) => { ${put("{ name: event.body.name }")} return { statusCode: 201 }; }).use(jsonBodyParser());`,
    source: "event.body.name",
    at: "event.body.name",
  },
  "a helper's argument": {
    code: handler(
      `return load(event.pathParameters?.id);`,
      `${dynamo}\nconst load = (id) => { ${get("id")} };`,
    ),
    source: "event.pathParameters.id",
    part: "path",
    at: "id",
    occurrence: 2,
    taker: "GetCommand",
  },
  "a method of a repository": {
    code: handler(
      `await new Orders().save(JSON.parse(event.body!));`,
      `${dynamo}\nclass Orders { async save(order) { ${put("order")} } }`,
    ),
    source: "JSON.parse(event.body)",
    at: "order",
  },
  "a helper that parses": {
    code: handler(
      `const order = parseBody(event); ${put("order")}`,
      `${dynamo}\nconst parseBody = (event) => JSON.parse(event.body);`,
    ),
    source: "JSON.parse(event.body)",
    at: "order",
  },
  "an input that is built before": {
    code: handler(
      `const params = { TableName: "t", Item: {} }; params.Item = JSON.parse(event.body!); await client.send(new PutCommand(params));`,
    ),
    source: "JSON.parse(event.body)",
    at: "params",
  },
  "that there is a body says nothing of its fields": {
    code: handler(
      `if (!event.body) return { statusCode: 400 }; const order = JSON.parse(event.body); ${put("order")}`,
    ),
    source: "JSON.parse(event.body)",
    at: "order",
  },
  "a check of the path says nothing of the body": {
    code: handler(
      `if (!event.pathParameters?.id) return { statusCode: 400 }; ${put("JSON.parse(event.body!)")}`,
    ),
    source: "JSON.parse(event.body)",
    at: "event.body",
  },
  "a check that comes after": {
    code: handler(
      `const order = JSON.parse(event.body!); ${put("order")} if (!order.id) return { statusCode: 400 };`,
    ),
    source: "JSON.parse(event.body)",
    at: "order",
    occurrence: 1,
  },
  "a check that only logs": {
    code: handler(
      `const order = JSON.parse(event.body!); if (!order.id) console.warn("no id"); ${put("order")}`,
    ),
    source: "JSON.parse(event.body)",
    at: "order",
  },
  "a try around the parsing": {
    code: handler(
      `let order; try { order = JSON.parse(event.body!); } catch { return { statusCode: 400 }; } ${put("order")}`,
    ),
    source: "JSON.parse(event.body)",
    at: "order",
  },
  "the method of the request is no check": {
    code: handler(
      `if (event.requestContext.http.method !== "POST") return { statusCode: 405 }; ${put("JSON.parse(event.body!)")}`,
    ),
    source: "JSON.parse(event.body)",
    at: "event.body",
  },
  "the key of a URL that is signed for others": {
    code: handler(
      `const { fileName } = JSON.parse(event.body!); const command = new PutObjectCommand({ Bucket: "b", Key: \`uploads/\${fileName}\` }); return getSignedUrl(s3, command, { expiresIn: 60 });`,
      presigner,
    ),
    source: "JSON.parse(event.body).fileName",
    taker: "getSignedUrl()",
    at: "fileName",
  },
  "the key of a URL that SDK v2 signs": {
    code: handler(
      `return s3.getSignedUrlPromise("putObject", { Bucket: "b", Key: event.queryStringParameters!.key, Expires: 60 });`,
      presignerV2,
    ),
    source: "event.queryStringParameters.key",
    taker: "s3.getSignedUrlPromise()",
    part: "query",
    at: "event.queryStringParameters!.key",
  },
  "the key of a form that SDK v2 signs": {
    code: handler(
      `const { key } = JSON.parse(event.body!); return s3.createPresignedPost({ Bucket: "b", Fields: { key } });`,
      presignerV2,
    ),
    source: "JSON.parse(event.body).key",
    taker: "s3.createPresignedPost()",
    at: "key",
  },
  "the key of a form that is signed for others": {
    code: handler(
      `return createPresignedPost(s3, { Bucket: "b", Key: event.queryStringParameters!.key! });`,
      presigner,
    ),
    source: "event.queryStringParameters.key",
    taker: "createPresignedPost()",
    part: "query",
    at: "event.queryStringParameters!.key",
  },
  "a field that is destructured beside one that is checked": body(
    handler(
      `const { id, updates } = JSON.parse(event.body!); if (!id) return { statusCode: 400 }; ${put("{ id, ...updates }")}`,
    ),
    "JSON.parse(event.body).updates",
    "updates",
  ),
  "all other fields beside one that is checked": body(
    handler(
      `const { id, ...changes } = JSON.parse(event.body!); if (!id) return { statusCode: 400 }; ${put("{ id, ...changes }")}`,
    ),
    "JSON.parse(event.body)",
    "changes",
  ),
  "Number of another value": {
    code: handler(`const { id, count } = JSON.parse(event.body!); ${put("{ count: Number(count), id }")}`),
    source: "JSON.parse(event.body).id",
    at: "id",
  },
};

const twoParts = handler(
  `${put("{ id: event.pathParameters!.id, ...JSON.parse(event.body!) }")} ${put("JSON.parse(event.body!)")}`,
);

runRule("require-input-validation", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code })),
  invalid: [
    ...Object.entries(invalid).map(
      ([name, { code, source, taker = "PutCommand", part = "body", at, occurrence, filename }]) => ({
        name,
        code,
        ...(filename !== undefined && { filename }),
        errors: [
          {
            messageId: "uncheckedInput" as const,
            data: { source, place: "", taker, part },
            ...(occurrence === undefined ? locateLast(code, at) : locate(code, at, occurrence)),
          },
        ],
      }),
    ),
    ...handlerShapes
      // Not those of a queue, and not those behind something that may look at the event before.
      .filter(({ name }) => !/SQS|satisfies|use\(\)|own wrapper/.test(name))
      .map((shape) => {
        const code = shape.code({
          imports: { "@aws-sdk/client-s3": ["S3Client", "GetObjectCommand"] },
          top: "const s3 = new S3Client({});",
          body: "return s3.send(new GetObjectCommand({ Key: event.pathParameters.key }));",
        });
        return {
          name: `handler shape: ${shape.name}`,
          code,
          filename: shape.filename,
          ...(shape.settings !== undefined && { settings: shape.settings }),
          errors: [
            {
              messageId: "uncheckedInput" as const,
              data: {
                source: "event.pathParameters.key",
                place: "",
                taker: "GetObjectCommand",
                part: "path",
              },
              ...locate(code, "event.pathParameters.key"),
            },
          ],
        };
      }),
    {
      name: "one finding for each part, at its first use",
      code: twoParts,
      errors: [
        {
          messageId: "uncheckedInput",
          data: { source: "event.pathParameters.id", place: "", taker: "PutCommand", part: "path" },
          ...locate(twoParts, "event.pathParameters!.id"),
        },
        {
          messageId: "uncheckedInput",
          data: { source: "JSON.parse(event.body)", place: "", taker: "PutCommand", part: "body" },
          ...locate(twoParts, "event.body"),
        },
      ],
    },
  ],
});
