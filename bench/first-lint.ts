import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Figure, median } from "./figures.js";

const rounds = 5;

/** Needs packages on some paths, and others on every path: the rule asks what the ones add to the others. */
const largeHandler = `
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { google } from "googleapis";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async (event: { sheet?: string; key?: string; text: string }) => {
  await client.send(new PutItemCommand({ TableName: "texts", Item: { text: { S: event.text } } }));
  if (event.sheet !== undefined) await google.sheets("v4").spreadsheets.get({ spreadsheetId: event.sheet });
  if (event.key !== undefined) await new S3Client({}).send(new GetObjectCommand({ Bucket: "b", Key: event.key }));
};
`;

const slowHandler = `
import { run } from "takes-seconds";

export const handler = async (event: { run?: boolean }) => (event.run ? run() : undefined);
`;

const warmUp = "export const handler = async (event: { text: string }) => event.text;\n";

/**
 * What `no-heavy-import` adds to the lints of an editor: to the first one of a handler that loads more than 1,000 modules,
 * with nothing in the cache, and to the next one; and to those of a handler whose modules take seconds to read.
 *
 * @param folder where the packages of the module graph's handler are installed
 */
export function measureFirstLint(folder: string): Figure[] {
  writeSlowPackage(join(folder, "node_modules/takes-seconds"));
  const large = measureHandler(folder, largeHandler);
  const slow = measureHandler(folder, slowHandler);
  return [
    { name: "the first lint, with an empty cache", value: large.first, unit: "ms", goal: 1000 },
    { name: "the first lint of another process, from the cache", value: large.cached, unit: "ms" },
    { name: "its second lint, of a text that has changed", value: large.cachedSecond, unit: "ms", goal: 10 },
    { name: "the first lint of what takes seconds to read", value: slow.first, unit: "ms", goal: 1000 },
    { name: "the second lint of it, which goes on reading", value: slow.second, unit: "ms", goal: 1000 },
  ];
}

interface AddedMs {
  /** With an empty cache. */
  readonly first: number;
  readonly second: number;
  /** In the next process. */
  readonly cached: number;
  readonly cachedSecond: number;
}

/** What the rule adds to the same lints without it, in the median. */
function measureHandler(folder: string, text: string): AddedMs {
  const added: AddedMs[] = [];
  for (let round = 0; round < rounds; round++) {
    // With a `node_modules` of its own, in which the cache is then.
    const project = join(folder, `lint-${round}`);
    mkdirSync(join(project, "node_modules"), { recursive: true });
    writeFileSync(join(project, "handler.ts"), text);
    writeFileSync(join(project, "warm-up.ts"), warmUp);
    const without = lintTwice("off", project);
    const cold = lintTwice("error", project);
    const warm = lintTwice("error", project);
    added.push({
      first: cold.first - without.first,
      second: cold.second - without.second,
      cached: warm.first - without.first,
      cachedSecond: warm.second - without.second,
    });
  }
  for (let round = 0; round < rounds; round++) rmSync(join(folder, `lint-${round}`), { recursive: true });
  const of = (name: keyof AddedMs) => median(added.map((one) => one[name]));
  return { first: of("first"), second: of("second"), cached: of("cached"), cachedSecond: of("cachedSecond") };
}

function lintTwice(
  severity: "error" | "off",
  project: string,
): { readonly first: number; readonly second: number } {
  const script = new URL("lint-run.mjs", import.meta.url).pathname;
  const files = [join(project, "handler.ts"), join(project, "warm-up.ts")];
  const child = spawnSync(process.execPath, [script, severity, ...files], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(child.stderr);
  const [first = NaN, second = NaN] = JSON.parse(child.stdout) as number[];
  return { first, second };
}

/** Modules in which tokens do not tell what is loaded, and which run for long, for all that anybody can tell. */
function writeSlowPackage(folder: string): void {
  const names = Array.from({ length: 200 }, (_, index) => `./m${index}.js`);
  const text =
    'let sum = 0; if (process.platform === "win32") require("./none");\n' +
    "for (let i = 0; i < 1900; i++) for (let j = 0; j < 20; j++) sum = i + j;\n";
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "takes-seconds", version: "1.0.0" }));
  writeFileSync(join(folder, "index.js"), names.map((name) => `require("${name}");\n`).join(""));
  for (const name of names) writeFileSync(join(folder, name), text);
}
