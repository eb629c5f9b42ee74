import { describe, expect, it } from "vitest";
import { find, lint, pg } from "./web-project.js";

const served = `import { ApolloServer } from "@apollo/server";
import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda";
const server = new ApolloServer({ typeDefs, resolvers });
export const handler = startServerAndCreateLambdaHandler(server, requestHandler);`;

const inHandler = (resolvers: string, top = ""): string =>
  `${pg}${top}\nconst resolvers = ${resolvers};\n${served}`;

describe("arguments of a field of GraphQL", () => {
  it.each<readonly [string, string, string]>([
    [
      "of a query",
      inHandler(`{ Query: { order: async (parent, args) => { ${find("args.id")} } } }`),
      "args.id",
    ],
    [
      "that are taken apart",
      inHandler(`{ Mutation: { async cancel(parent, { input: { id } }) { ${find("id")} } } }`),
      "request.input.id",
    ],
    [
      "of a function that stands alone",
      inHandler(`{ Query: { order } }`, `async function order(parent, args) { ${find("args.id")} }`),
      "args.id",
    ],
    [
      "of a subscription",
      inHandler(
        `{ Subscription: { orders: { subscribe: async (parent, args) => { ${find("args.id")} } } } }`,
      ),
      "args.id",
    ],
  ])("are what the client sends: %s", (_name, code, source) => {
    expect(lint({ "src/handler.ts": code })).toEqual([source]);
  });

  it("are so in the file of the resolvers", () => {
    const files = {
      "src/handler.ts": `import { resolvers } from "./resolvers";\n${served}`,
      "src/resolvers.ts": `${pg}export const resolvers = { Query: { order: async (parent, args) => { ${find("args.id")} } } };`,
    };
    expect(lint(files, "src/resolvers.ts")).toEqual(["args.id"]);
  });

  it.each<readonly [string, string]>([
    [
      "the value of the parent",
      inHandler(`{ Query: { order: async (parent) => { ${find("parent.id")} } } }`),
    ],
    [
      "a field of another type, whose parent is what a resolver gave",
      inHandler(`{ Order: { lines: async (order, args) => { ${find("order.id")} } } }`),
    ],
    [
      "what the context holds",
      inHandler(`{ Query: { order: async (parent, args, context) => { ${find("context.user.id")} } } }`),
    ],
    [
      "resolvers that nobody serves",
      `${pg}export const resolvers = { Query: { order: async (parent, args) => { ${find("args.id")} } } };`,
    ],
    ["a number", inHandler(`{ Query: { order: async (parent, args) => { ${find("Number(args.id)")} } } }`)],
    [
      "the input of a request for DynamoDB",
      `import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";\n${pg}export const handler = async () => { const Query = { run: (table, parts) => \`SELECT \${parts}\` }; return Query; };`,
    ],
  ])("are not %s", (_name, code) => {
    expect(lint({ "src/handler.ts": code })).toEqual([]);
  });

  it("may be of the type that the schema says", () => {
    const code = `import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";\nconst table = DynamoDBDocument.from(client);\n${inHandler(
      `{ Query: { order: async (parent, args) => table.get({ TableName: "orders", Key: { id: args.id } }) } }`,
    )}`;
    expect(lint({ "src/handler.ts": code }, "src/handler.ts", "require-input-validation")).toEqual([]);
  });
});

describe("a resolver of GraphQL", () => {
  it("is over with its promise", () => {
    const code = inHandler(
      `{ Mutation: { async save(parent, args) { pool.query("SELECT 1"); return true; } } }`,
    );
    expect(lint({ "src/handler.ts": code }, "src/handler.ts", "no-floating-work")).toEqual([
      expect.stringContaining("Nothing waits for `pool.query()`"),
    ]);
  });

  it("keeps no request in module scope", () => {
    const code = inHandler(
      `{ Query: { async order(parent, args) { last = args.id; return last; } } }`,
      "let last;",
    );
    expect(lint({ "src/handler.ts": code }, "src/handler.ts", "no-request-state-in-module-scope")).toEqual([
      expect.stringContaining("`last` outlives this invocation"),
    ]);
  });
});
