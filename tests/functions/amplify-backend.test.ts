import { describe, expect, it } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async () => {};\n";

/** Functions of an Amplify project: `greet`, `clean` and `report`, and what else the files say. */
function read(files: Readonly<Record<string, string>>): readonly string[] {
  const functions = ["greet", "clean", "report"].flatMap((name) => [
    [
      `amplify/${name}/resource.ts`,
      `import { defineFunction } from "@aws-amplify/backend";\nexport const ${name} = defineFunction({ name: "${name}", schedule: "every 1h" });\n`,
    ],
    [`amplify/${name}/handler.ts`, handler],
  ]);
  const root = temporaryProject({
    "package.json": '{ "devDependencies": { "@aws-amplify/backend": "^1" } }',
    ...(Object.fromEntries(functions) as Record<string, string>),
    ...files,
  });
  return codeFunctionsOfProject(root)
    .map(({ id }) => id)
    .sort();
}

const backend = (members: string, more = "") => `
import { defineBackend } from "@aws-amplify/backend";
import { greet } from "./greet/resource";
import { clean } from "./clean/resource";
import { data } from "./data/resource";
${more}
defineBackend(${members});
`;
const data = `
import { a, defineData } from "@aws-amplify/backend";
import { clean } from "../clean/resource";
const schema = a.schema({ clean: a.mutation().returns(a.boolean()).handler(a.handler.function(clean)) });
export const data = defineData({ schema });
`;

describe("functions of Amplify that a backend deploys", () => {
  it("are those that it names, and those that its parts are given", () => {
    expect(
      read({ "amplify/backend.ts": backend("{ greet, data }"), "amplify/data/resource.ts": data }),
    ).toEqual(["clean", "greet"]);
  });

  it.each([
    ["no backend is seen", {}],
    ["it may have more than is seen", { "amplify/backend.ts": backend("{ greet, ...others }") }],
    ["its members come from elsewhere", { "amplify/backend.ts": backend("members") }],
  ])("are all where %s", (_, files) => {
    expect(read(files)).toEqual(["clean", "greet", "report"]);
  });

  it("are all of those that a condition decides about", () => {
    const members = "{ greet, ...(process.env.STAGE === 'prod' ? { clean } : {}) }";
    expect(read({ "amplify/backend.ts": backend(members) })).toEqual(["clean", "greet"]);
  });
});
