import { describe, expect, it } from "vitest";
import type { SinkClass } from "../../../src/knowledge/sanitizers.js";
import { findTaints } from "../../../src/lambda/taint/taint.js";
import type { ValuePath } from "../../../src/lambda/taint/value-path.js";
import { modelOf } from "../../support/model-of.js";

const sourcesOf = (code: string, sink: SinkClass, path: ValuePath = []): string[] => {
  const { lambda, probed } = modelOf(code);
  return findTaints(probed, { sink, path, all: true }, lambda).map(({ source }) => source);
};
const inHandler = (body: string, top = "", sink: SinkClass = "sql", path: ValuePath = []): string[] =>
  sourcesOf(`${top}\nexport const handler = async (event, context) => { ${body} };`, sink, path);

describe("event data as text", () => {
  it.each([
    ["the event", "probe(event)", "", ["event"]],
    ["an index", "probe(event.Records[0].body)", "", ["event.Records[0].body"]],
    ["a key that is no name", 'probe(event["x-id"])', "", ['event["x-id"]']],
    ["every part of a template", "probe(`${event.a} ${event.b}`)", "", ["event.a", "event.b"]],
    ["what is parsed", "probe(JSON.parse(event.body).id)", "", ["JSON.parse(event.body).id"]],
    [
      "what is written out and parsed again",
      "probe(JSON.parse(JSON.stringify(event.a)).b)",
      "",
      ["event.a.b"],
    ],
    ["a rest", "const { a, ...rest } = event; probe(rest.b)", "", ["event.b"]],
    ["an item of a rest", "const [first, ...rest] = event.list; probe(rest[0])", "", ["event.list[0]"]],
    ["both branches", "probe(event.x ? event.a : event.b)", "", ["event.a", "event.b"]],
    ["what stands behind &&", "probe(event.a && event.b)", "", ["event.b"]],
    ["the last of two writes", "let id = event.a; id = event.b; probe(id)", "", ["event.b"]],
    ["a write in a branch", "let id = event.a; if (x) id = event.b; probe(id)", "", ["event.a", "event.b"]],
    [
      "a write further down in a loop",
      "let id = '1'; for (const x of list) { probe(id); id = event.id; }",
      "",
      ["event.id"],
    ],
    ["a write that comes after", "let id = '1'; probe(id); id = event.id;", "", []],
    ["a property that is written", "const o = {}; o.id = event.id; probe(o.id)", "", ["event.id"]],
    ["another property", "const o = {}; o.id = event.id; probe(o.name)", "", []],
    ["a spread that is written over", "probe({ ...event, id: '1' }.id)", "", []],
    ["a computed key into a literal", "probe({ a: 'x' }[event.key])", "", []],
    ["a list of constants", "probe(['a', 'b'].join(event.separator))", "", ["event.separator"]],
    ["an object is no text", "probe({ id: event.id })", "", []],
    ["a call with this argument", "probe(same(event.a)); same('1')", "const same = (x) => x;", ["event.a"]],
    ["the other argument of a call", "probe(second(event.a, '1'))", "const second = (x, y) => y;", []],
    ["a default of a parameter", "probe(orElse())", "const orElse = (x = 'none') => x;", []],
    ["rest parameters", "probe(last('a', event.b))", "const last = (...all) => all[1];", ["event.b"]],
    ["call", "probe(same.call(null, event.a))", "const same = function (x) { return x; };", ["event.a"]],
    ["recursion", "probe(down(event.a))", "const down = (x) => (x ? down(x.next) : x);", ["event.a"]],
    ["a promise", "probe(await Promise.resolve(event.a).then((x) => x.b))", "", ["event.a.b"]],
    ["reduce", "probe(event.list.reduce((text, item) => text + item.name, ''))", "", ["event.list[…].name"]],
    ["a Map that is filled", "const m = new Map(); m.set('a', event.a); probe(m.get('a'))", "", ["event.a"]],
    ["a function nobody knows", "probe(unknown(event.a))", "", []],
    ["a tag nobody knows", "probe(sql`${event.a}`)", "", []],
    ["String.raw", "probe(String.raw`${event.a}`)", "", ["event.a"]],
    ["the context", "probe(context.awsRequestId)", "", []],
  ])("%s", (_, body, top, expected) => {
    expect(inHandler(body, top)).toEqual(expected);
  });
});

describe("what suffices for one sink and not for another", () => {
  it.each<[string, string, SinkClass, readonly string[]]>([
    ["a file name in a path", "probe(path.basename(event.a))", "path", []],
    ["a file name in SQL", "probe(path.basename(event.a))", "sql", ["event.a"]],
    ["encodeURIComponent in HTML", "probe(encodeURIComponent(event.a))", "html", []],
    ["encodeURIComponent as a host", "probe(encodeURIComponent(event.a))", "url", ["event.a"]],
    ["presence of an input", "if (!event.a) return; probe(event.a)", "input", []],
    ["presence of a path", "if (!event.a) return; probe(event.a)", "path", ["event.a"]],
    ["a beginning of a URL", "if (!event.a.startsWith('https://x/')) return; probe(event.a)", "url", []],
    ["a beginning of code", "if (!event.a.startsWith('x')) return; probe(event.a)", "code", ["event.a"]],
    ["a number anywhere", "probe(Number(event.a))", "code", []],
  ])("%s", (_, body, sink, expected) => {
    expect(inHandler(body, 'import path from "node:path";', sink)).toEqual(expected);
  });
});

describe("a part of the value", () => {
  it("is that property, through variables and spreads", () => {
    const code = "const more = { Filter: event.a, Key: event.b }; probe({ Name: event.c, ...more })";
    expect(inHandler(code, "", "dynamodb", ["Filter"])).toEqual(["event.a"]);
    expect(inHandler(code, "", "input", ["**"])).toEqual(["event.c", "event.a", "event.b"]);
  });

  it("is the input itself where the event has all of it", () => {
    expect(inHandler("probe(event.params)", "", "dynamodb", ["Filter"])).toEqual(["event.params"]);
    expect(inHandler("probe({ Filter: event.Filter })", "", "dynamodb", ["Filter"])).toEqual([
      "event.Filter",
    ]);
  });
});

describe("what AWS writes into an event", () => {
  it.each([
    ["a request context", "probe(event.requestContext.stage)", []],
    ["the path in it", "probe(event.requestContext.http.path)", ["event.requestContext.http.path"]],
    ["an ARN of a record", "probe(event.Records[0].eventSourceARN)", []],
    ["the key of a record", "probe(event.Records[0].s3.object.key)", ["event.Records[0].s3.object.key"]],
    ["all records", "probe(JSON.stringify(event.Records))", ["event.Records"]],
  ])("%s", (_, body, expected) => {
    expect(inHandler(body)).toEqual(expected);
  });

  it("is the whole event of a custom resource", () => {
    const handlerOf = (type: string): string =>
      `import type { ${type} } from "aws-lambda"; export const handler = async (event: ${type}) => probe(event.detail);`;
    expect(sourcesOf(handlerOf("CloudFormationCustomResourceEvent"), "sql")).toEqual([]);
    expect(sourcesOf(handlerOf("EventBridgeEvent"), "sql")).toEqual(["event.detail"]);
  });
});
