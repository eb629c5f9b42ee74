import { describe, expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

type Files = Readonly<Record<string, string>>;

/** The messages of `src/lib.ts` about errors that are lost. */
function found(lib: string, files: Files): readonly string[] {
  const directory = temporaryProject({ "package.json": "{}", "src/lib.ts": lib, ...files });
  return lintFile(directory, "src/lib.ts", ["no-swallowed-error"]).map(
    ({ message }) => /^This \w+/.exec(message)?.[0] ?? message,
  );
}

const imports = `import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses"; const client = new SESClient({});\n`;
const kept = `${imports}export async function sendMail(input) {
  try {
    const answer = await client.send(new SendEmailCommand(input));
    return answer;
  } catch (error) {
    console.error(error);
  }
  return;
}\n`;
const set = `${imports}export const sendMail = async (input) => {
  let answer;
  try { answer = await client.send(new SendEmailCommand(input)); } catch (error) { console.error(error); }
  return answer;
};\n`;
const failure = `${imports}export const sendMail = async (input) => {
  try { await client.send(new SendEmailCommand(input)); } catch (error) { return { statusCode: 500 }; }
  return { statusCode: 200 };
};\n`;

function handler(statement: string, from = `import { sendMail } from "./lib";`): string {
  return `${from}\nexport const handler = async (event) => { ${statement} };`;
}

describe("an error after which an exported function gives another answer", () => {
  const drops = handler("await sendMail(event.mail);");

  it.each<[string, string, string, Files]>([
    ["nothing in place of the answer", "This logs", kept, { "src/handler.ts": drops }],
    ["a variable that is left empty", "This logs", set, { "src/handler.ts": drops }],
    ["a failure", "This makes", failure, { "src/handler.ts": drops }],
    [
      "nothing, through a file that passes all on",
      "This logs",
      kept,
      {
        "src/index.ts": `export * from "./lib";`,
        "src/handler.ts": handler("await lib.sendMail(event.mail);", `import * as lib from "./index";`),
      },
    ],
  ])("is reported where no caller takes the answer: %s", (_name, message, lib, files) => {
    expect(found(lib, files)).toEqual([message]);
  });

  it.each<[string, string, Files]>([
    [
      "a caller asks for it",
      kept,
      { "src/handler.ts": handler("if (!(await sendMail(event.mail))) throw new Error();") },
    ],
    [
      "a caller asks for the variable",
      set,
      { "src/handler.ts": handler("const answer = await sendMail(event.mail); return answer?.MessageId;") },
    ],
    ["a caller returns the failure", failure, { "src/handler.ts": handler("return sendMail(event.mail);") }],
    [
      "the file itself asks for it",
      `${kept}export const check = async (mail) => (await sendMail(mail)) !== undefined;`,
      { "src/handler.ts": drops },
    ],
    ["nobody calls it", kept, { "src/handler.ts": handler("return 1;") }],
  ])("is left alone: %s", (_name, lib, files) => {
    expect(found(lib, files)).toEqual([]);
  });
});
