import * as tsParser from "@typescript-eslint/parser";
import type { TSESLint } from "@typescript-eslint/utils";
import { SourceCode } from "eslint";
import { expect, it } from "vitest";
import { readHandlerNeeds } from "../../src/estimate/handler-needs.js";
import { getLambdaModel } from "../../src/lambda/get-lambda-model.js";

function needsOf(code: string): Readonly<Record<string, readonly string[]>> {
  const parsed = tsParser.parseForESLint(code, {
    range: true,
    loc: true,
    tokens: true,
    comment: true,
    sourceType: "module",
  });
  const sourceCode = new SourceCode({ text: code, ...parsed } as unknown as SourceCode.Config);
  const lambda = getLambdaModel(sourceCode as unknown as TSESLint.SourceCode, {
    handlerNames: [],
    isHandlerFile: true,
    wrappers: [],
    clients: [],
    eventKinds: [],
    configured: [],
  });
  return Object.fromEntries(
    readHandlerNeeds(lambda, true).map(({ name, needs }) => [name, [...needs].sort()]),
  );
}

it("says of each handler what it uses, through the functions that it calls", () => {
  expect(
    needsOf(`
      import pdf from "pdfkit";
      import { marked } from "marked";
      import { read } from "./store.js";
      const render = (text: string) => new pdf(marked(text));
      export const print = async (event: { id: string }) => render(await read(event.id));
      export const list = async (event: { ids: string[] }) => event.ids.map((id) => read(id));`),
  ).toEqual({ list: ["./store.js"], print: ["./store.js", "marked", "pdfkit"] });
});

it("leaves with all handlers what module code, a re-export or a function of unknown use needs", () => {
  expect(
    needsOf(`
      import "reflect-metadata";
      import { z } from "zod";
      import { Store } from "./store.js";
      import pdf from "pdfkit";
      export { version } from "./version.js";
      const order = z.object({});
      class Printer { print() { return new pdf(); } }
      export const print = async (event: unknown) => new Store(order.parse(event));
      export const list = async (event: unknown) => order.parse(event);
      globalThis.printer = new Printer();`),
  ).toEqual({ list: [], print: ["./store.js"] });
});

it("has nothing to divide in a file with one handler", () => {
  expect(needsOf('import a from "a";\nexport const handler = async () => a();')).toEqual({});
});
