import { join } from "node:path";
import { expect, it } from "vitest";
import { collectWords, mayMean } from "../../src/functions/project-words.js";
import { temporaryProject } from "../support/temporary-project.js";

const code = `
import { names } from "../names";
for (const name of names)
  new NodejsFunction(this, name, { entry: \`src/\${name}-worker.ts\` });
`;
const names = `export const names = ["createOrder", "audit"];`;

function wordsOf(texts: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  const root = temporaryProject(files);
  return collectWords(root, new Map(Object.entries(texts).map(([file, text]) => [join(root, file), text])));
}

it.each([
  ["a name that stands in the code", "audit.ts", true],
  ["a name that is put together", "createOrder-worker.ts", true],
  ["one in another spelling", "audit_worker.js", true],
  ["a name that frameworks take by themselves", "handler.ts", true],
  ["a name beside the code, that begins with its file's", "stack.audit.ts", true],
  ["a word of the code and one that is not there", "jest.config.js", false],
  ["a name that is nowhere", "refund.ts", false],
  ["a name beside the code, of which the rest is nowhere", "stack.refund.ts", false],
])("%s", (_case, file, isMeant) => {
  const words = wordsOf({ "lib/stack.ts": `${code} // config`, "names.ts": names });
  expect(mayMean(words ?? "", ["/project/lib/stack.ts"], `/project/src/${file}`)).toBe(isMeant);
});

it.each([
  ["data", { "lib/stack.ts": `import functions from "./functions.json";` }, {}],
  ["code outside the project", { "lib/stack.ts": `import { names } from "../../shared/names";` }, {}],
  [
    "paths of the tsconfig.json",
    { "lib/stack.ts": code },
    { "tsconfig.json": `{ "compilerOptions": { "paths": {} } }` },
  ],
])("does not tell where names may come from %s", (_source, texts, files) => {
  expect(wordsOf(texts, files)).toBeUndefined();
});
