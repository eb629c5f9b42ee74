import rule from "../../src/rules/require-pagination.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `
import { DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetParametersByPathCommand, SSMClient } from "@aws-sdk/client-ssm";
import { keep } from "./elsewhere.js";
const base = new DynamoDBClient({});
const client = DynamoDBDocumentClient.from(base);
const s3 = new S3Client({});
const ssm = new SSMClient({});`;

function inHandler(body: string, top = ""): string {
  return `${imports}\n${top}\nexport const handler = async (event: any) => {\n  ${body}\n};\n`;
}

const query = (rest = "") =>
  `client.send(new QueryCommand({ TableName: "t", KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": event.id }${rest} }))`;
const scan = `client.send(new ScanCommand({ TableName: "t" }))`;

const valid: Record<string, string | [body: string, top: string]> = {
  "a paginator": `for await (const page of paginateQuery({ client: base }, { TableName: "t" })) keep(page.Items);`,
  "the token destructured": `const { Items, LastEvaluatedKey } = await ${scan}; return { Items, next: LastEvaluatedKey };`,
  "the token read in a loop": `let key; do { const page: any = await client.send(new ScanCommand({ TableName: "t", ExclusiveStartKey: key })); keep(page.Items); key = page.LastEvaluatedKey; } while (key);`,
  "the token of a request": `const { Items } = await client.send(new ScanCommand({ TableName: "t", ExclusiveStartKey: event.key })); return Items;`,
  "a limit of one": `const { Items } = await ${query(", Limit: 1")}; return Items;`,
  "a limit from the request": `const { Items } = await ${query(", Limit: event.limit")}; return Items;`,
  "a page size of S3": `const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "b", MaxKeys: 10 })); return Contents;`,
  "whether S3's list is truncated": `const answer = await s3.send(new ListObjectsV2Command({ Bucket: "b" })); if (answer.IsTruncated) throw new Error("too many"); return answer.Contents;`,
  "the first item": `const answer = await ${query()}; return answer.Items?.[0];`,
  "the first item of a variable": `const { Items } = await ${query()}; if (!Items || Items.length === 0) return null; return Items[0];`,
  "the first item by a pattern": `const { Items = [] } = await ${query()}; const [item] = Items; return item;`,
  "the first item, named by a text": `const answer = await ${query()}; if (!answer?.Items?.length || answer.$metadata.httpStatusCode !== 200) return ""; return answer["Items"][0]!["batch"]["S"];`,
  "the first item by at": `const { Items } = await ${query()}; return Items?.at(0);`,
  "the one item of a list that is converted": `const answer = await ${query()}; if (!answer.Items) return; const users = answer.Items.map((item) => item.user); if (users.length > 1) throw new Error(\`\${users.length} users\`); return users[0];`,
  "the one item, by a function of another file": [
    `const answer = await ${query()}; return getSingleOrThrow(answer.Items ?? [], "several");`,
    `import { getSingleOrThrow } from "./lists.js";`,
  ],
  "the one item, by functions of the file, and a log": [
    `const { Items } = await ${query()}; console.log("found", Items); return toUser(Items, event.id);`,
    `const toUser = (items: any, id: string) => pick(items, id); function pick(items: any, id: string) { if (!items.length) throw new Error(id); return items[0]; }`,
  ],
  "whether there is an item": `const { Items } = await ${query()}; if (Items?.length) throw new Error("taken");`,
  "whether there is an item by count": `const { Count } = await ${query()}; if (Count! > 0) throw new Error("taken");`,
  "whether there are keys": `const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: "b", Prefix: event.key })); return KeyCount! > 0;`,
  "a whole key": `const { Items } = await client.send(new QueryCommand({ TableName: "t", KeyConditionExpression: "pk = :pk AND sk = :sk" })); return Items;`,
  "the answer returned": `return ${scan};`,
  "the answer handed to code elsewhere": `keep(await ${scan});`,
  "an unknown input": `const { Items } = await client.send(new QueryCommand(event.input)); return Items;`,
  "an input with an unknown part": `const { Items } = await client.send(new QueryCommand({ TableName: "t", ...event.options })); return Items;`,
  "an input that gets its limit later": `const input: any = { TableName: "t" }; if (event.limit) input.Limit = event.limit; const { Items } = await client.send(new ScanCommand(input)); return Items;`,
  "an input with a limit on some paths": `const { Items } = await client.send(new ScanCommand({ TableName: "t", ...(event.limit && { Limit: event.limit }) })); return Items;`,
  "answers to several questions that are handed on": `const answers = await Promise.all([${scan}, ${query()}]); return answers;`,
  "answers to several questions that are walked through": `const answers = await Promise.all([${scan}, ${query()}]); return answers.flatMap(({ Items }) => Items);`,
  "the token of one answer to several questions": `const answers = await Promise.all([${scan}, keep(1)]); if (answers[0].LastEvaluatedKey) throw new Error("too many"); return answers[0].Items;`,
  "one of several answers, by a key": `const answers: any = await Promise.all([${scan}, keep(1)]); return answers[event.index].Items;`,
  "the first item of one of several answers": `return Promise.all([${query()}, keep(1)]).then((answers) => answers[0].Items?.[0]);`,
  "answers that are settled": `const answers: any = await Promise.allSettled([${scan}, keep(1)]); return answers[0].value.Items;`,
  "one stack": [
    `const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: event.name })); return Stacks;`,
    `import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";\nconst stacks = new CloudFormationClient({});`,
  ],
  "at init": [
    `return items;`,
    `const { Items: items } = await client.send(new ScanCommand({ TableName: "t" }));`,
  ],
  "a helper that returns the answer to code elsewhere": [
    `return load();`,
    `export async function load() { return client.send(new ScanCommand({ TableName: "t" })); }`,
  ],
  "SDK v2 page by page": [
    `await s3v2.listObjectsV2({ Bucket: "b" }).eachPage((error, page) => keep(page));`,
    `import AWS from "aws-sdk"; const s3v2 = new AWS.S3();`,
  ],
  "what is asked for until nothing is left": `while (true) { const page = await s3.send(new ListObjectsV2Command({ Bucket: "b" })); if (!page.Contents?.length) break; await keep(page.Contents); }`,
  "what is asked for again while there was any": `let count = 0; do { const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: event.bucket })); count = Contents.length; await keep(Contents); } while (count > 0);`,
  "a function that starts over when it has dealt with a page": [
    `await empty(event.bucket);`,
    `async function empty(bucket: string): Promise<void> { const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket })); if (!Contents?.length) return; await keep(Contents); await empty(bucket); }`,
  ],
  "another command of the same name": [
    `const { Items } = await client.send(new Other.QueryCommand({})); return Items;`,
    `import * as Other from "./other.js";`,
  ],
};

const finding = (code: string, name: string, token: string, items: string, piece = name) => ({
  messageId: "firstPageOnly" as const,
  data: { name, caller: "", token, items: `\`${items}\`` },
  ...locate(code, piece, code.split(piece).length - 2),
});

/** Findings without a suggestion. */
const invalid: Record<
  string,
  [body: string, top?: string, name?: string, token?: string, items?: string, piece?: string]
> = {
  "all items, by a function of the file, and a log": [
    `const answer = await ${scan}; console.log(answer.Items); return toUsers(answer.Items);`,
    `const toUsers = (items: any) => items.filter((item: any) => item.name);`,
  ],
  "one of several answers": [
    `const answers: any = await Promise.all([keep(1), ${scan}]); console.log(answers); return answers[1].Items;`,
  ],
  "one of several answers, in a chain": [
    `return Promise.all([load(), keep(1)]).then(join);`,
    `const load = () => ${scan}; const join = (answers: any) => { const items = answers[0].Items; return [...items, answers[1], answers.length]; };`,
  ],
  "one of several answers, by a pattern behind": [
    `const answers: any = await Promise.all([keep(1), ${scan}]); const [, orders] = answers; return orders.Items;`,
  ],
  "all stacks": [
    `const answer = await stacks.send(new DescribeStacksCommand({})); return { stacks: answer.Stacks };`,
    `import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";\nconst stacks = new CloudFormationClient({});`,
    "DescribeStacksCommand",
    "NextToken",
    "Stacks",
  ],
  "a list for each of several": [
    `const left = [...event.buckets]; while (left.length > 0) { const bucket = left.pop(); const answer = await s3.send(new ListObjectsV2Command({ Bucket: bucket })); for (const { Key } of answer.Contents ?? []) console.log(Key); }`,
    "",
    "ListObjectsV2Command",
    "NextContinuationToken",
    "Contents",
  ],
  "a list for each part of a tree": [
    `return walk("");`,
    `async function walk(prefix: string): Promise<void> { const { CommonPrefixes, Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "b", Prefix: prefix })); for (const { Key } of Contents ?? []) console.log(Key); for (const { Prefix } of CommonPrefixes ?? []) await walk(Prefix!); }`,
    "ListObjectsV2Command",
    "NextContinuationToken",
    "Contents",
  ],
  "the instances of a stack set": [
    `const answer = await cfn.send(new ListStackInstancesCommand({ StackSetName: "s" })); return answer.Summaries?.length;`,
    `import { CloudFormationClient, ListStackInstancesCommand } from "@aws-sdk/client-cloudformation";\nconst cfn = new CloudFormationClient({});`,
    "ListStackInstancesCommand",
    "NextToken",
    "Summaries",
  ],
  "all items of a query": [`const answer = await ${query()}; return answer.Items;`, "", "QueryCommand"],
  "all items of a scan": [`const answer = await ${scan}; return answer.Items?.map((item) => item.id);`],
  "the length of the list": [`const answer = await ${scan}; return answer.Items!.length;`],
  "the first item that passes a filter": [
    `const answer = await ${query(', FilterExpression: "active = :yes"')}; return answer.Items?.[0];`,
    "",
    "QueryCommand",
  ],
  "a range of keys": [
    `const answer = await client.send(new QueryCommand({ TableName: "t", KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)" })); return answer.Items;`,
    "",
    "QueryCommand",
  ],
  "a whole key of an index": [
    `const answer = await client.send(new QueryCommand({ TableName: "t", IndexName: "by-state", KeyConditionExpression: "pk = :pk AND sk = :sk" })); return answer.Items;`,
    "",
    "QueryCommand",
  ],
  "a search in the first page": [
    `const answer = await ${scan}; return answer.Items?.find((item) => item.id === event.id);`,
  ],
  "a helper": [
    `return load();`,
    `async function load() { const answer = await client.send(new ScanCommand({ TableName: "t" })); return answer.Items; }`,
  ],
  "an input in a variable": [
    `const input = { TableName: "t" }; const answer = await client.send(new ScanCommand(input)); return answer.Items;`,
  ],
  "an input that is a parameter": [
    `return load({ TableName: "t" });`,
    `async function load(input: { TableName: string }) { const answer = await client.send(new ScanCommand(input)); return answer.Items; }`,
  ],
  "an undefined limit": [
    `const answer = await client.send(new ScanCommand({ TableName: "t", Limit: undefined })); return answer.Items;`,
  ],
  "objects of a bucket": [
    `const answer = await s3.send(new ListObjectsV2Command({ Bucket: "b", Prefix: event.prefix })); for (const object of answer.Contents ?? []) keep(object.Key);`,
    "",
    "ListObjectsV2Command",
    "NextContinuationToken",
    "Contents",
  ],
  "parameters of a path": [
    `const answer = await ssm.send(new GetParametersByPathCommand({ Path: "/app" })); return Object.fromEntries((answer.Parameters ?? []).map(({ Name, Value }) => [Name, Value]));`,
    "",
    "GetParametersByPathCommand",
    "NextToken",
    "Parameters",
  ],
  "the groups of a user": [
    `const answer = await users.send(new AdminListGroupsForUserCommand({ UserPoolId: "pool", Username: event.name })); return answer.Groups?.map(({ GroupName }) => GroupName);`,
    `import { AdminListGroupsForUserCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";\nconst users = new CognitoIdentityProviderClient({});`,
    "AdminListGroupsForUserCommand",
    "NextToken",
    "Groups",
  ],
  "an aggregated client": [
    `const answer = await db.scan({ TableName: "t" }); return answer.Items;`,
    `import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"; const db = DynamoDBDocument.from(base);`,
    "scan",
    "LastEvaluatedKey",
    "Items",
    "db.scan",
  ],
  "a then callback": [
    `return ${scan}.then(({ Items }) => ({ statusCode: 200, body: JSON.stringify(Items) }));`,
  ],
  "a let": [`let { Items } = await ${scan}; return Items;`],
  "two properties": [`const { Items, Count } = await ${scan}; return { Items, Count };`],
};

/** Where the SDK has no paginator, the message speaks of none. */
const byToken: Record<
  string,
  [body: string, top: string, name: string, token: string, items: string, inputToken: string, piece?: string]
> = {
  "the blocks of a document": [
    `const { Blocks } = await textract.send(new GetDocumentAnalysisCommand({ JobId: event.id })); return Blocks;`,
    `import { GetDocumentAnalysisCommand, TextractClient } from "@aws-sdk/client-textract";\nconst textract = new TextractClient({});`,
    "GetDocumentAnalysisCommand",
    "NextToken",
    "Blocks",
    "NextToken",
  ],
  "a variable that keeps the items alone": [
    `let answer: any = await db.scan({ TableName: "t" }).promise(); answer = answer.Items; return answer;`,
    `import AWS from "aws-sdk"; const db = new AWS.DynamoDB.DocumentClient();`,
    "scan",
    "LastEvaluatedKey",
    "Items",
    "ExclusiveStartKey",
    "db.scan",
  ],
  "SDK v2": [
    `const answer = await db.scan({ TableName: "t" }).promise(); return answer.Items;`,
    `import AWS from "aws-sdk"; const db = new AWS.DynamoDB.DocumentClient();`,
    "scan",
    "LastEvaluatedKey",
    "Items",
    "ExclusiveStartKey",
    "db.scan",
  ],
};

/** Who reads the number alone has no items to miss, but a number that is too low. */
const counts: Record<string, string> = {
  "the number of items": `const { Count } = await ${scan}; return { count: Count };`,
  "a query that counts": `const answer = await ${query(', Select: "COUNT"')}; return { orders: answer.Count || 0 };`,
};

const suggestion = (paginator: string, output: string) => ({
  messageId: "usePaginator" as const,
  data: { paginator },
  output,
});

const destructured = inHandler(
  `const { Items } = await ${scan};\n  return { items: Items?.map((item) => item.id) };`,
);
const renamed = inHandler(
  `const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket: event.bucket }));\n  return objects.length;`,
);
const usedTwice = inHandler(
  `const { Items } = await ${scan};\n  keep(new ScanCommand({ TableName: "u", Limit: 1 }));\n  return { items: Items };`,
);
const required = `const { S3Client, ListObjectsV2Command: List } = require("@aws-sdk/client-s3");
const client = new S3Client({});
exports.handler = async () => {
  const { Contents } = await client.send(new List({ Bucket: "b" }));
  return { keys: Contents.map(({ Key }) => Key) };
};
`;
const commented = inHandler(
  `const { Items } = await client.send(\n    // all of them\n    new ScanCommand({ TableName: "t" }),\n  );\n  return Items;`,
);

runRule("require-pagination", rule, {
  valid: Object.entries(valid).map(([name, parts]) => {
    const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
    return { name, code: inHandler(body, top) };
  }),
  invalid: [
    ...Object.entries(invalid).map(
      ([
        name,
        [body, top = "", spelled = "ScanCommand", token = "LastEvaluatedKey", items = "Items", piece],
      ]) => {
        const code = inHandler(body, top);
        return { name, code, errors: [finding(code, spelled, token, items, piece)] };
      },
    ),
    ...Object.entries(byToken).map(([name, [body, top, spelled, token, items, inputToken, piece]]) => {
      const code = inHandler(body, top);
      const { data, ...place } = finding(code, spelled, token, items, piece);
      return {
        name,
        code,
        errors: [{ ...place, messageId: "firstPageOnlyByToken" as const, data: { ...data, inputToken } }],
      };
    }),
    ...Object.entries(counts).map(([name, body]) => {
      const code = inHandler(body);
      const command = body.includes("QueryCommand") ? "QueryCommand" : "ScanCommand";
      const { data, ...place } = finding(code, command, "LastEvaluatedKey", "Items");
      return { name, code, errors: [{ ...place, messageId: "countOfFirstPageOnly" as const, data }] };
    }),
    {
      name: "the items destructured",
      code: destructured,
      errors: [
        {
          ...finding(destructured, "ScanCommand", "LastEvaluatedKey", "Items"),
          suggestions: [
            suggestion(
              "paginateScan",
              destructured
                .replace("QueryCommand, ScanCommand }", "QueryCommand, paginateScan }")
                .replace(
                  /const \{ Items \} = .*/,
                  'const Items = [];\n  for await (const page of paginateScan({ client }, { TableName: "t" })) Items.push(...(page.Items ?? []));',
                ),
            ),
          ],
        },
      ],
    },
    {
      name: "the items under another name",
      code: renamed,
      errors: [
        {
          ...finding(renamed, "ListObjectsV2Command", "NextContinuationToken", "Contents"),
          suggestions: [
            suggestion(
              "paginateListObjectsV2",
              renamed
                .replace("{ ListObjectsV2Command,", "{ paginateListObjectsV2,")
                .replace(
                  /const \{ Contents.*/,
                  "const objects = [];\n  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: event.bucket })) objects.push(...(page.Contents ?? []));",
                ),
            ),
          ],
        },
      ],
    },
    {
      name: "a command that is used elsewhere too",
      code: usedTwice,
      errors: [
        {
          ...finding(usedTwice, "ScanCommand", "LastEvaluatedKey", "Items"),
          ...locate(usedTwice, "ScanCommand", 1),
          suggestions: [
            suggestion(
              "paginateScan",
              usedTwice
                .replace("QueryCommand, ScanCommand }", "QueryCommand, ScanCommand, paginateScan }")
                .replace(
                  /const \{ Items \} = .*/,
                  'const Items = [];\n  for await (const page of paginateScan({ client }, { TableName: "t" })) Items.push(...(page.Items ?? []));',
                ),
            ),
          ],
        },
      ],
    },
    {
      name: "CommonJS",
      code: required,
      filename: "src/handler.cjs",
      errors: [
        {
          ...finding(required, "ListObjectsV2Command", "NextContinuationToken", "Contents", "List"),
          ...locate(required, "List({"),
          endColumn: locate(required, "List({").endColumn - 2,
          suggestions: [
            suggestion(
              "paginateListObjectsV2",
              required
                .replace("ListObjectsV2Command: List", "paginateListObjectsV2")
                .replace(
                  /const \{ Contents.*/,
                  'const Contents = [];\n  for await (const page of paginateListObjectsV2({ client }, { Bucket: "b" })) Contents.push(...(page.Contents ?? []));',
                ),
            ),
          ],
        },
      ],
    },
    {
      name: "a comment that an edit would lose",
      code: commented,
      errors: [finding(commented, "ScanCommand", "LastEvaluatedKey", "Items")],
    },
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "@aws-sdk/client-sns": ["SNSClient", "ListTopicsCommand"] },
        top: "const sns = new SNSClient({});",
        body: `const answer = await sns.send(new ListTopicsCommand({}));\nfor (const topic of answer.Topics ?? []) console.log(topic.TopicArn);`,
      });
      return { ...testCase, errors: [finding(testCase.code, "ListTopicsCommand", "NextToken", "Topics")] };
    }),
  ],
});
