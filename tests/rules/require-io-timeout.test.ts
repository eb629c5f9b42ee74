import { expect, it } from "vitest";
import rule from "../../src/rules/require-io-timeout.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { lintFile } from "../support/lint-project.js";
import { runRule } from "../support/run-rule.js";
import { temporaryProject } from "../support/temporary-project.js";

function inHandler(body: string, top = ""): string {
  return `import { keep, sleep, withTimeout } from "./elsewhere.js";\n${top}\nexport const handler = async (event: any, context: any) => {\n  ${body}\n};\n`;
}

const axios = `import axios from "axios";`;
const got = `import got from "got";`;

const https = `import https from "node:https";`;

const valid: Record<string, string | [body: string, top: string]> = {
  "https with a signal": [
    `https.get("https://example.com", { signal: AbortSignal.timeout(1000) }, keep);`,
    https,
  ],
  "https with options of elsewhere": [`https.request(event.options, (answer) => keep(answer)).end();`, https],
  "https with a timeout on the request": [
    `const request = https.request({ host: "example.com" }, keep); request.setTimeout(1000, () => request.destroy()); request.end();`,
    https,
  ],
  "https with a listener for the timeout": [
    `https.get("https://example.com", (answer) => keep(answer)).on("timeout", keep);`,
    https,
  ],
  "http to an extension": [
    `http.get({ hostname: "localhost", port: 2773 }, (answer) => keep(answer));`,
    `import http from "node:http";`,
  ],
  "http to the runtime": [
    "http.get(`http://${process.env.AWS_LAMBDA_RUNTIME_API}/2020-01-01/extension`, (answer) => keep(answer));",
    `import http from "node:http";`,
  ],
  "a server's own get": [
    `app.get("/orders", (answer: any) => keep(answer));`,
    `import { app } from "./app.js";`,
  ],
  "a signal": `await fetch("https://example.com", { signal: AbortSignal.timeout(1000) });`,
  "a signal of the caller": [
    `await load(context.signal);`,
    `const load = (signal: AbortSignal) => fetch("https://example.com", { signal });`,
  ],
  "a dispatcher": `await fetch("https://example.com", { dispatcher: keep } as any);`,
  "unknown options": `await fetch("https://example.com", event.options);`,
  "options of which a part is unknown": `await fetch("https://example.com", { method: "POST", ...event.options });`,
  "options that get a signal later": `const options: RequestInit = { method: "POST" }; options.signal = keep; await fetch("https://example.com", options);`,
  "a request of elsewhere": `await fetch(keep(event));`,
  "a request": `const request = new Request("https://example.com", { signal: AbortSignal.timeout(1000) }); await fetch(request);`,
  "a parameter that may be a request": [
    `await load(keep(event));`,
    `export const load = (input: any) => fetch(input);`,
  ],
  "a race": `await Promise.race([fetch("https://example.com"), sleep(1000)]);`,
  "a wrapper that bounds it": `await withTimeout(fetch("https://example.com"), 1000);`,
  "an extension of the function": `await fetch("http://localhost:2773/secretsmanager/get?secretId=db");`,
  "an extension of the function, by a template":
    "await fetch(`http://localhost:2772/applications/${event.app}`);",
  "at init": [`return answer;`, `const answer = await fetch("https://example.com");`],
  "a function that nobody calls": [
    `return event;`,
    `export const load = () => fetch("https://example.com");`,
  ],
  "another fetch": [`await fetch("https://example.com");`, `import { fetch } from "./fetch.js";`],
  "a method called fetch": `await keep.fetch("https://example.com");`,
  "node-fetch with a timeout": [
    `await fetch("https://example.com", { timeout: 1000 });`,
    `import fetch from "node-fetch";`,
  ],
  "axios with a timeout": [`await axios.get("https://example.com", { timeout: 1000 });`, axios],
  "axios with a signal": [
    `await axios.post("https://example.com", event, { signal: AbortSignal.timeout(1000) });`,
    axios,
  ],
  "axios with a timeout in its config": [
    `await axios({ url: "https://example.com", timeout: 1000 });`,
    axios,
  ],
  "axios with an unknown config": [`await axios(event.config);`, axios],
  "axios with default timeout": [
    `await axios.get("https://example.com");`,
    `${axios}\naxios.defaults.timeout = 1000;`,
  ],
  "axios with an interceptor": [
    `await axios.get("https://example.com");`,
    `${axios}\naxios.interceptors.request.use(keep);`,
  ],
  "an instance of axios with a timeout": [
    `await api.get("/orders");`,
    `${axios}\nconst api = axios.create({ baseURL: "https://example.com", timeout: 1000 });`,
  ],
  "an instance of axios with a timeout in a constant": [
    `await api.get("/orders");`,
    `${axios}\nconst config = { timeout: 1000 }; const api = axios.create(config);`,
  ],
  "an instance of axios that gets a timeout": [
    `await api.get("/orders");`,
    `${axios}\nconst api = axios.create(); api.defaults.timeout = 1000;`,
  ],
  "an instance of axios with an unknown config": [
    `await api.get("/orders");`,
    `${axios}\nimport { config } from "./config.js"; const api = axios.create(config);`,
  ],
  "an instance of axios from elsewhere": [`await api.get("/orders");`, `import { api } from "./api.js";`],
  "got with a timeout": [`await got("https://example.com", { timeout: { request: 1000 } });`, got],
  "an instance of got with a timeout": [
    `await api.post("orders", { json: event });`,
    `${got}\nconst api = got.extend({ timeout: { request: 1000 } });`,
  ],
  "request with a timeout": [
    `request.get({ url: "https://example.com", timeout: 1000 }, keep);`,
    `const request = require("request");`,
  ],
  "request with options of elsewhere": [
    `request.post(event.options, keep);`,
    `const request = require("request");`,
  ],
  "request with defaults": [
    `api("https://example.com", keep);`,
    `const api = require("request").defaults({ timeout: 1000 });`,
  ],
  "ky, which waits for ten seconds": [`await ky.get("https://example.com");`, `import ky from "ky";`],
  "a client of the SDK": [
    `await client.send(keep);`,
    `import { S3Client } from "@aws-sdk/client-s3"; const client = new S3Client({});`,
  ],
  "a backoff with a random part": `for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(event.url, { signal: event.signal }); } catch (error) { await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** attempt)); } }`,
  "a wait of elsewhere": `for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(event.url, { signal: event.signal }); } catch (error) { await sleep(attempt); } }`,
  "items that may fail": `for (let i = 0; i < event.urls.length; i++) { try { const answer = await fetch(event.urls[i], { signal: event.signal }); if (answer.ok) return answer; } catch (error) { keep(error); } }`,
  "alternatives that may fail": `for (const url of event.urls) { try { return await fetch(url, { signal: event.signal }); } catch (error) { keep(error); } }`,
  "a loop that goes on after success": `for (let page = 0; page < 3; page++) { try { keep(await fetch(event.url + page, { signal: event.signal })); } catch (error) { keep(error); } }`,
  "a loop that ends with the failure": `while (event.more) { try { return await fetch(event.url, { signal: event.signal }); } catch (error) { throw new Error("failed", { cause: error }); } }`,
  "attempts at something local": `for (let attempt = 0; attempt < 3; attempt++) { try { return JSON.parse(event.body); } catch (error) { keep(error); } }`,
};

const TIMEOUT = "a `timeout`";
const SIGNAL = "`signal: AbortSignal.timeout(…)`";
const finding = (code: string, name: string, occurrence = -1) => {
  const byDefault = /fetch|undici|^request/.test(name)
    ? "gives up after five minutes only"
    : "has no timeout";
  return {
    messageId: "requestWithoutTimeout" as const,
    data: {
      caller: "",
      name: `${name}()`,
      default: byDefault,
      option: byDefault === "has no timeout" && !/^(?:https\.|load$)/.test(name) ? TIMEOUT : SIGNAL,
    },
    ...locate(code, name, occurrence === -1 ? code.split(name).length - 2 : occurrence),
  };
};

/** By name: the body, what stands before it, the callee, and what the suggestion inserts after the last `from`. */
const invalid: Record<
  string,
  [body: string, top: string, callee: string, edit?: [from: string, to: string]]
> = {
  fetch: [
    `await fetch("https://example.com");`,
    "",
    "fetch",
    ['"https://example.com"', '"https://example.com", { signal: AbortSignal.timeout(5_000) }'],
  ],
  "fetch with options": [
    `await fetch(event.url, { method: "POST", body: event.body });`,
    "",
    "fetch",
    ["body: event.body", "body: event.body, signal: AbortSignal.timeout(5_000)"],
  ],
  "fetch with empty options": [
    `await fetch(event.url, {});`,
    "",
    "fetch",
    ["{}", "{ signal: AbortSignal.timeout(5_000) }"],
  ],
  "fetch with a trailing comma": [
    `await fetch(event.url, {\n    method: "POST", // always\n  });`,
    "",
    "fetch",
    ['"POST",', '"POST", signal: AbortSignal.timeout(5_000),'],
  ],
  "fetch with options in a variable": [
    `const options = { method: "POST" }; await fetch("https://example.com", options);`,
    "",
    "fetch",
  ],
  "fetch of an address from the environment": [
    `await fetch(process.env.API_URL!);`,
    "",
    "fetch",
    ["process.env.API_URL!", "process.env.API_URL!, { signal: AbortSignal.timeout(5_000) }"],
  ],
  "fetch of a URL": [
    `const url = new URL("/orders", process.env.API_URL); await fetch(url);`,
    "",
    "fetch",
    ["fetch(url", "fetch(url, { signal: AbortSignal.timeout(5_000) }"],
  ],
  "fetch in a helper": [
    `await load(event.url);`,
    `const load = async (url: string) => (await fetch(url)).json();`,
    "fetch",
    ["fetch(url", "fetch(url, { signal: AbortSignal.timeout(5_000) }"],
  ],
  "fetch in a callback": [
    `await Promise.all(event.urls.map((url: string) => fetch(url)));`,
    "",
    "fetch",
    ["fetch(url", "fetch(url, { signal: AbortSignal.timeout(5_000) }"],
  ],
  "several at once": [
    `await Promise.all([keep(event), fetch("https://example.com")]);`,
    "",
    "fetch",
    ['"https://example.com"', '"https://example.com", { signal: AbortSignal.timeout(5_000) }'],
  ],
  "node-fetch": [`await load("https://example.com");`, `import load from "node-fetch";`, "load"],
  "https with options": [
    `https.request({ host: "example.com", method: "POST" }, (answer) => keep(answer)).end();`,
    https,
    "https.request",
    ['"POST"', '"POST", signal: AbortSignal.timeout(5_000)'],
  ],
  "https with an address and options": [
    `https.request(event.url, { method: "POST" }, (answer) => keep(answer)).end(event.body);`,
    https,
    "https.request",
    ['"POST"', '"POST", signal: AbortSignal.timeout(5_000)'],
  ],
  "https with options in a variable": [
    `const options = { host: "example.com" }; https.get(options, (answer) => keep(answer));`,
    https,
    "https.get",
  ],
  "https in a promise": [
    'return new Promise((resolve, reject) => { https.get(`https://example.com/${event.id}`, (answer) => { answer.resume(); resolve(answer.statusCode); }).on("error", reject); });',
    https,
    "https.get",
  ],
  "request with options and a callback": [
    `api({ url: "https://example.com", json: true }, (error: any, answer: any) => keep(error ?? answer));`,
    `const api = require("request");`,
    "api",
    ["json: true", "json: true, timeout: 5_000"],
  ],
  "request by a method with options alone": [
    `api.post({ url: "https://example.com", form: event }, (error: any) => keep(error));`,
    `const api = require("request");`,
    "api.post",
    ["form: event", "form: event, timeout: 5_000"],
  ],
  "request by a method with an address": [
    `await api.get("https://example.com");`,
    `const api = require("request-promise-native");`,
    "api.get",
    ['"https://example.com"', '"https://example.com", { timeout: 5_000 }'],
  ],
  "a required https in a helper": [
    `await send(event);`,
    `const https = require("https");\nfunction send(event: any) { const request = https.request({ hostname: event.host, method: "PUT" }, (answer: any) => keep(answer)); request.on("error", keep); request.end(); }`,
    "https.request",
    ['"PUT"', '"PUT", signal: AbortSignal.timeout(5_000)'],
  ],
  axios: [
    `await axios.get("https://example.com");`,
    axios,
    "axios.get",
    ['"https://example.com"', '"https://example.com", { timeout: 5_000 }'],
  ],
  "axios with a body": [
    `await axios.post("https://example.com", event);`,
    axios,
    "axios.post",
    ["event)", "event, { timeout: 5_000 })"],
  ],
  "axios with a config": [
    `await axios({ method: "POST", url: "https://example.com" });`,
    axios,
    "axios",
    ['"https://example.com"', '"https://example.com", timeout: 5_000'],
  ],
  "axios with a request": [
    `await axios.request({ url: event.url });`,
    axios,
    "axios.request",
    ["url: event.url", "url: event.url, timeout: 5_000"],
  ],
  "axios with other defaults": [
    `await axios.get("https://example.com", { params: event });`,
    `${axios}\naxios.defaults.headers.common.accept = "application/json"; axios.interceptors.response.use(keep);`,
    "axios.get",
    ["params: event", "params: event, timeout: 5_000"],
  ],
  "an instance of axios": [
    `await api.get("/orders");`,
    `${axios}\nconst api = axios.create({ baseURL: "https://example.com" });`,
    "api.get",
    ['"/orders"', '"/orders", { timeout: 5_000 }'],
  ],
  "a required axios": [
    `await http.get("https://example.com");`,
    `const http = require("axios");`,
    "http.get",
    ['"https://example.com"', '"https://example.com", { timeout: 5_000 }'],
  ],
  got: [
    `await got.post("https://example.com", { json: event });`,
    got,
    "got.post",
    ["json: event", "json: event, timeout: { request: 5_000 }"],
  ],
  "got as a function": [
    `await got("https://example.com").json();`,
    got,
    "got",
    ['"https://example.com"', '"https://example.com", { timeout: { request: 5_000 } }'],
  ],
  undici: [
    `await request("https://example.com");`,
    `import { request } from "undici";`,
    "request",
    ['"https://example.com"', '"https://example.com", { signal: AbortSignal.timeout(5_000) }'],
  ],
};

const signal = "{ signal: event.signal }";
const retries: Record<
  string,
  [messageId: "retryWithoutBackoff" | "retryWithoutJitter", loop: string, top?: string]
> = {
  "attempts at once": [
    "retryWithoutBackoff",
    `for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(event.url, ${signal}); } catch (error) { keep(error); } }`,
  ],
  "attempts until one succeeds": [
    "retryWithoutBackoff",
    `while (true) { try { const answer = await fetch(event.url, ${signal}); if (answer.ok) break; } catch { keep(event); } }`,
  ],
  "attempts that end with the last error": [
    "retryWithoutBackoff",
    `for (let attempt = 1; ; attempt++) { try { return await fetch(event.url, ${signal}); } catch (error) { if (attempt === 3) throw error; } }`,
  ],
  "attempts by hand at an SDK command": [
    "retryWithoutBackoff",
    `let tries = 3; do { try { return await client.send(new GetObjectCommand({ Bucket: "b", Key: "k" })); } catch (error) { tries--; } } while (tries > 0);`,
    `import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3"; const client = new S3Client({});`,
  ],
  "the same wait each time": [
    "retryWithoutJitter",
    `for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(event.url, ${signal}); } catch (error) { await new Promise((resolve) => setTimeout(resolve, 1000)); } }`,
  ],
  "a longer wait each time": [
    "retryWithoutJitter",
    `for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(event.url, ${signal}); } catch (error) { keep(error); } await wait(100 * 2 ** attempt); }`,
    `const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`,
  ],
  "a wait of node:timers": [
    "retryWithoutJitter",
    `for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(event.url, ${signal}); } catch (error) { await setTimeout(100); } }`,
    `import { setTimeout } from "node:timers/promises";`,
  ],
};

const client = inHandler(
  `return client;`,
  `import { S3Client } from "@aws-sdk/client-s3"; const client = new S3Client({ region: "eu-west-1" });`,
);
const options = [{ sdkClients: true }] as const;

runRule("require-io-timeout", rule, {
  valid: [
    ...Object.entries(valid).map(([name, parts]) => {
      const [body, top] = typeof parts === "string" ? [parts, ""] : parts;
      return { name, code: inHandler(body, top) };
    }),
    ...[
      `new S3Client({ requestHandler: { requestTimeout: 1000, throwOnRequestTimeout: true } })`,
      `new S3Client({ requestHandler: keep })`,
      `new S3Client(keep)`,
    ].map((creation) => ({
      name: `a client of the SDK, asked for: ${creation}`,
      code: inHandler(
        `return client;`,
        `import { S3Client } from "@aws-sdk/client-s3"; const client = ${creation};`,
      ),
      options,
    })),
    { name: "a client in a file without a handler", code: client.replace("handler", "main"), options },
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, [body, top, callee, edit]]) => {
      const code = inHandler(body, top);
      const error = finding(code, callee);
      if (edit === undefined) return { name, code, errors: [error] };
      const [from, to] = edit;
      const start = code.lastIndexOf(from);
      const output = code.slice(0, start) + to + code.slice(start + from.length);
      const added = /axios|api|http\./.test(callee)
        ? "timeout: 5_000"
        : /^got/.test(callee)
          ? "timeout: { request: 5_000 }"
          : "signal: AbortSignal.timeout(5_000)";
      return {
        name,
        code,
        errors: [
          { ...error, suggestions: [{ messageId: "addTimeout" as const, data: { edit: added }, output }] },
        ],
      };
    }),
    ...Object.entries(retries).map(([name, [messageId, loop, top = ""]]) => {
      const code = inHandler(loop, top);
      const [head = ""] = /\b(?:for \(let .*?\)|while \(true\)|do) (?=\{)/.exec(code) ?? [];
      return { name, code, errors: [{ messageId, data: { caller: "" }, ...locate(code, head) }] };
    }),
    (() => {
      const code = inHandler(`await axios\n    .get(event.url);`, axios);
      const data = { name: "axios.get()", default: "has no timeout", caller: "", option: "a `timeout`" };
      const edited = code.replace("(event.url)", "(event.url, { timeout: 5_000 })");
      const suggestions = [
        { messageId: "addTimeout" as const, data: { edit: "timeout: 5_000" }, output: edited },
      ];
      const at = locate(code, "axios\n    .get");
      const errors = [{ messageId: "requestWithoutTimeout" as const, data, ...at, suggestions }];
      return { name: "a request on two lines", code, errors };
    })(),
    {
      name: "a client of the SDK, asked for",
      code: client,
      options,
      errors: [
        {
          messageId: "clientWithoutTimeout",
          data: { name: "S3Client" },
          ...locate(client, "S3Client", 1),
        },
      ],
    },
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        body: `const options = { method: "POST" };\nawait fetch("https://example.com", options);`,
      });
      return { ...testCase, errors: [finding(testCase.code, "fetch")] };
    }),
  ],
});

it("reports a client for other files where it is made", () => {
  const directory = temporaryProject({
    "package.json": "{}",
    "src/shop.ts": `import axios from "axios";\n\nexport const shop = axios.create({ baseURL: process.env.SHOP });\n`,
    "src/handler.ts": `import { shop } from "./shop";\nexport const handler = async (event) => shop.get(event.id);\n`,
  });
  expect(lintFile(directory, "src/shop.ts", ["require-io-timeout"])).toMatchObject([
    { messageId: "instanceWithoutTimeout", line: 3 },
  ]);
});
