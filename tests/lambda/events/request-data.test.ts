import { describe, expect, it } from "vitest";
import { modelOf } from "../../support/model-of.js";

const origins = (code: string): string[] => {
  const { lambda, probed } = modelOf(code);
  return [...lambda.originsOf(probed)].sort();
};
const inHandler = (body: string, top = ""): string[] =>
  origins(`${top}\nexport const handler = async (event, context) => { ${body} };`);

describe("where a value comes from", () => {
  it("through the wrapper of the file around the handler", () => {
    const wrap = "const wrap = (run) => async (event, context) => run(event, context);";
    expect(origins(`${wrap} export const handler = wrap(async (input) => probe(input.body));`)).toEqual([
      "event",
    ]);
    expect(origins(`${wrap} export const handler = wrap(wrap(async (_, own) => probe(own)));`)).toEqual([
      "context",
    ]);
  });

  it.each([
    ["the event itself", "probe(event)", "", ["event"]],
    ["a property", "probe(event.body)", "", ["event"]],
    ["a call with it", "probe(JSON.parse(event.body))", "", ["event"]],
    ["destructuring", "const { body: { id } } = event; probe(id)", "", ["event"]],
    ["a default in a pattern", "const { id = 1 } = event; probe(id)", "", ["event"]],
    ["spread", "probe({ ...event.headers })", "", ["event"]],
    ["a template", "probe(`orders/${event.id}`)", "", ["event"]],
    ["assignment later", "let id; id = event.id; probe(id)", "", ["event"]],
    ["destructuring assignment", "let id; ({ id } = event); probe(id)", "", ["event"]],
    ["a property written to an object", "const item = {}; item.id = event.id; probe(item)", "", ["event"]],
    ["push", "const ids = []; ids.push(event.id); probe(ids)", "", ["event"]],
    ["an argument of a helper", "show(event.id)", "const show = (id) => probe(id);", ["event"]],
    [
      "an argument that a function gets which a helper is given",
      "guard((e) => probe(e.id), event)",
      "const guard = (run, e) => { try { return run(e); } catch { return undefined; } };",
      ["event"],
    ],
    ["what a helper returns", "probe(idOf(event))", "const idOf = (e) => e.id;", ["event"]],
    [
      "a method's argument",
      "s.show(event)",
      "class S { show(e) { probe(e); } } const s = new S();",
      ["event"],
    ],
    [
      "a field set by a method",
      "s.use(event); s.show()",
      "class S { use(e) { this.e = e; } show() { probe(this.e); } } const s = new S();",
      ["event"],
    ],
    [
      "what a callback gives to the wrapper around it",
      "const response = await retry(() => fetch(url)); probe(response)",
      "",
      ["response"],
    ],
    ["the context", "probe(context.awsRequestId)", "", ["context"]],
    ["a choice", "probe(event.a ? context.b : 1)", "", ["context"]],
    ["both", "probe([event.a, context.b])", "", ["context", "event"]],
    ["an item of a loop", "for (const r of event.Records) probe(r)", "", ["event", "iteration"]],
    ["an item of map", "event.Records.map((r) => probe(r.body))", "", ["event", "iteration"]],
    ["an item of a constant list", "for (const r of ['a', 'b']) probe(r)", "", ["iteration"]],
    ["a counter", "for (let i = 0; i < 3; i++) probe(i)", "", ["iteration"]],
    [
      "the remaining time",
      "const left = context.getRemainingTimeInMillis() - 100; probe(left)",
      "",
      ["remainingTime"],
    ],
    [
      "the remaining time by the method taken off the context",
      "const { getRemainingTimeInMillis } = context; const left = getRemainingTimeInMillis(); probe(left)",
      "",
      ["remainingTime"],
    ],
    [
      "the remaining time by the bound method",
      "const timeLeft = context.getRemainingTimeInMillis.bind(context); probe(timeLeft() / 1000)",
      "",
      ["remainingTime"],
    ],
    ["an HTTP answer", "const r = await fetch('https://a.example'); probe(await r.json())", "", ["response"]],
    ["an HTTP answer to the event", "const r = await fetch(event.url); probe(r)", "", ["event", "response"]],
    ["a promise's value", "fetch('https://a.example').then((r) => probe(r))", "", ["response"]],
    [
      "what a collection of a database client answers",
      "const found = await orders.find({}); probe(found)",
      'import { MongoClient } from "mongodb"; const orders = new MongoClient("mongodb://a").db().collection("orders");',
      ["response"],
    ],
    [
      "the length of a list that an answer fills",
      "const found = ['a']; found.push(...(await fetch('https://a.example'))); probe(found.length)",
      "",
      ["response"],
    ],
    ["a constant", "const a = 'x'; probe(a)", "", []],
    ["the environment", "probe(process.env.TABLE)", "", []],
    ["an import", "probe(config.region)", 'import { config } from "./config";', []],
    [
      "one property of a literal with others",
      "const o = { id: event.id, region: 'x' }; probe(o.region)",
      "",
      [],
    ],
    [
      "a destructured property of such a literal",
      "const { region } = { id: event.id, region: 'x' }; probe(region)",
      "",
      [],
    ],
    ["a closure over the event", "probe(() => event.id)", "", ["event"]],
  ])("%s", (_name, body, top, expected) => {
    expect(inHandler(body, top)).toEqual(expected);
  });

  it("an SDK command's answer, from a client the file does not show", () => {
    const code = `
      import { GetItemCommand } from "@aws-sdk/client-dynamodb";
      import { client } from "./client";
      export const handler = async () => { const { Item } = await client.send(new GetItemCommand({})); probe(Item); };`;
    expect(origins(code)).toEqual(["response"]);
  });
  it("assumed-role credentials", () => {
    const code = `
      import { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";
      const sts = new STSClient({});
      export const handler = async () => {
        const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: "arn" }));
        probe({ accessKeyId: Credentials.AccessKeyId });
      };`;
    expect(origins(code)).toEqual(["credentials", "response"]);
  });
  it("the parameter of a function nobody calls", () => {
    expect(origins("export const handler = async () => {}; export const f = (id) => probe(id);")).toEqual([
      "unknown",
    ]);
  });
  it("a helper's parameter that is a Lambda event by its type", () => {
    const code = `import type { SQSRecord, SQSEvent } from "aws-lambda"; export const f = (e: SQSEvent) => probe(e.Records);`;
    expect(origins(code)).toEqual(["event"]);
  });
  it("the context of a streaming handler is its third parameter", () => {
    const code =
      "export const handler = awslambda.streamifyResponse(async (event, stream, context) => { probe(context); });";
    expect(origins(code)).toEqual(["context"]);
  });
  it("cycles end", () => {
    expect(inHandler("let a = event; let b = a; a = b; probe(b)")).toEqual(["event"]);
  });
});
