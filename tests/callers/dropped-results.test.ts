import { describe, expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

type Files = Readonly<Record<string, string>>;

/** The lines of `src/lib.ts` on which an answer with failed parts goes unread. */
function found(files: Files): readonly number[] {
  const directory = temporaryProject({ "package.json": "{}", ...files });
  return lintFile(directory, "src/lib.ts", ["no-ignored-partial-failure"]).map(({ line }) => line);
}

const imports = `import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"; const client = new EventBridgeClient({});\n`;
const publish = `${imports}export const publish = async (Entries) => client.send(new PutEventsCommand({ Entries }));\n`;
const awaited = `${imports}export async function publish(Entries) {
  const answer = await client.send(new PutEventsCommand({ Entries }));
  return answer;
}\n`;
const publisher = `${imports}export class Publisher {
  async publish(Entries) { return await client.send(new PutEventsCommand({ Entries })); }
}\n`;

function handler(statement: string, from = `import { publish } from "./lib";`): string {
  return `${from}\nexport const handler = async (event) => { ${statement} };`;
}

describe("the answer that an exported function gives back", () => {
  const drops = handler("await publish(event.entries);");

  it.each<[string, string, Files]>([
    ["the promise is handed on", publish, { "src/handler.ts": drops }],
    ["the answer is handed on", awaited, { "src/handler.ts": drops }],
    [
      "several are awaited together",
      publish,
      { "src/handler.ts": handler("await Promise.all(event.groups.map((group) => publish(group)));") },
    ],
    [
      "a method gives it",
      publisher,
      {
        "src/handler.ts": handler(
          "await publisher.publish(event.entries);",
          `import { Publisher } from "./lib"; const publisher = new Publisher();`,
        ),
      },
    ],
    [
      "a third file passes the function on",
      publish,
      {
        "src/index.ts": `export * from "./lib";`,
        "src/handler.ts": handler("await publish(event.entries);", `import { publish } from "./index";`),
      },
    ],
    [
      "two files call it",
      publish,
      {
        "src/handler.ts": drops,
        "src/service.ts": `import { publish } from "./lib"; export const save = async (entry) => { await publish([entry]); };`,
        "src/other.ts": handler("await save(event);", `import { save } from "./service";`),
      },
    ],
    [
      "the file itself drops it too",
      `${publish}export const handler = async (event) => { await publish(event.entries); };`,
      { "src/handler.ts": drops },
    ],
    [
      "only the file itself calls it",
      `${publish}export const handler = async (event) => { await publish(event.entries); };`,
      {},
    ],
  ])("is reported where nobody looks at it: %s", (_name, lib, files) => {
    expect(found({ "src/lib.ts": lib, ...files })).toHaveLength(1);
  });

  it.each<[string, string, Files]>([
    [
      "a caller reads it",
      publish,
      {
        "src/handler.ts": handler(
          "const { FailedEntryCount } = await publish(event.entries); if (FailedEntryCount) throw new Error();",
        ),
      },
    ],
    [
      "one of two callers reads it",
      publish,
      {
        "src/handler.ts": drops,
        "src/other.ts": handler("const answer = await publish(event.entries); check(answer);"),
      },
    ],
    ["a caller returns it", publish, { "src/handler.ts": handler("return publish(event.entries);") }],
    ["nobody calls it", publish, { "src/handler.ts": handler("return 1;") }],
    [
      "a caller hands the function on",
      publish,
      {
        "src/handler.ts": handler(
          "await publish(event.entries); await retry(publish);",
          `import { retry } from "retry-package"; import { publish } from "./lib";`,
        ),
      },
    ],
    [
      "nothing waits for it, which is another matter",
      publish,
      { "src/handler.ts": handler("publish(event.entries);") },
    ],
    [
      "the file itself reads it",
      `${publish}export const check = async (entries) => (await publish(entries)).FailedEntryCount;`,
      { "src/handler.ts": drops },
    ],
    [
      "the file itself hands the function on",
      `${publish}export const both = { publish: wrap(publish) };`,
      { "src/handler.ts": drops },
    ],
    [
      "the function reads it",
      `${imports}export const publish = async (Entries) => { const answer = await client.send(new PutEventsCommand({ Entries })); if (answer.FailedEntryCount) throw new Error(); return answer; };`,
      { "src/handler.ts": drops },
    ],
    [
      "it is a part of what is given back",
      `${imports}export const publish = async (Entries) => ({ answer: await client.send(new PutEventsCommand({ Entries })) });`,
      { "src/handler.ts": drops },
    ],
  ])("is left alone: %s", (_name, lib, files) => {
    expect(found({ "src/lib.ts": lib, ...files })).toHaveLength(0);
  });
});
