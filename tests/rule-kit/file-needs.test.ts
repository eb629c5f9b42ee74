import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRule } from "../../src/rule-kit/create-rule.js";
import type { FileNeeds } from "../../src/rule-kit/file-needs.js";
import { lintText } from "../support/lint-text.js";
import { temporaryProject } from "../support/temporary-project.js";

/** Whether a rule with these needs is asked at all about the file. */
function isAsked(needs: FileNeeds, code: string, filename = "src/handler.ts", cwd?: string): boolean {
  let asked = false;
  const probe = createRule({
    name: "probe",
    meta: {
      type: "problem",
      docs: { description: "say that it was asked", recommended: "off", strict: "warn", seed: [] },
      messages: { asked: "It was asked." },
      schema: [],
    },
    needs,
    create() {
      asked = true;
      return {};
    },
  });
  lintText({ probe }, { code, filename, ...(cwd !== undefined && { cwd }) });
  return asked;
}

const handler = "export const handler = async (event) => event.id;";

describe("evidence", () => {
  it.each([
    ["a file without exports", "const id = 1;"],
    ["a file that exports something else", "export const read = (event) => event.id;"],
  ])("is not in %s", (_, code) => {
    expect(isAsked({ evidence: true }, code)).toBe(false);
  });

  it("is in a file with a handler", () => {
    expect(isAsked({ evidence: true }, handler)).toBe(true);
  });
});

describe("words", () => {
  it.each([
    ["a comment", `${handler} // setTimeout`],
    ["a part of a word", `${handler} const setTimeouts = 1;`],
    ["a text of several words", `${handler} const text = "a setTimeout";`],
  ])("are not in %s", (_, code) => {
    expect(isAsked({ evidence: true, words: ["setTimeout"] }, code)).toBe(false);
  });

  it.each([
    ["an identifier", `${handler} const timer = setTimeout;`],
    ["a property", `${handler} const timer = globalThis.setTimeout;`],
    ["a text", `${handler} const timer = globalThis["setTimeout"];`],
    ["one of several", `${handler} const timer = setInterval;`],
  ])("are in %s", (_, code) => {
    expect(isAsked({ evidence: true, words: ["setTimeout", "setInterval"] }, code)).toBe(true);
  });

  it("do not make up for evidence", () => {
    expect(isAsked({ evidence: true, words: ["setTimeout"] }, "const timer = setTimeout;")).toBe(false);
  });

  it("fit a pattern line by line", () => {
    const needs = { evidence: true, words: /^read\w+Sync$/m } as const;
    expect(isAsked(needs, `${handler} const read = readFile; const Sync = 1;`)).toBe(false);
    expect(isAsked(needs, `${handler} const read = readFileSync;`)).toBe(true);
    expect(isAsked(needs, `${handler} const text = \`readFileSync\`;`)).toBe(true);
  });
});

describe("imports", () => {
  const needs = { evidence: true, imports: /^@aws-sdk\// } as const;

  it("are no texts", () => {
    expect(isAsked(needs, `${handler} const text = "@aws-sdk/client-s3";`)).toBe(false);
  });

  it.each([
    ["imported", `import "@aws-sdk/client-s3"; ${handler}`, "src/handler.ts"],
    ["required", `require("@aws-sdk/client-s3"); exports.handler = async () => 1;`, "src/handler.cjs"],
  ])("are %s", (_, code, filename) => {
    expect(isAsked(needs, code, filename)).toBe(true);
  });
});

describe("a file that serves the handlers of others", () => {
  const clients = { evidence: true, orServes: "clients" } as const;
  const requests = { evidence: true, orServes: "requests" } as const;
  const isAskedInProject = (needs: FileNeeds, code: string) => {
    const folder = temporaryProject({ "package.json": "{}", "src/lib.ts": code });
    return isAsked(needs, code, join(folder, "src/lib.ts"), folder);
  };
  const client = `import { S3Client } from "@aws-sdk/client-s3";\n`;

  it("does not do where the rule does not say so", () => {
    expect(isAskedInProject({ evidence: true }, `${client}export const make = () => new S3Client({});`)).toBe(
      false,
    );
  });

  it("does not do without exports, or without anything of the kind", () => {
    expect(isAskedInProject(clients, `${client}const s3 = new S3Client({});`)).toBe(false);
    expect(isAskedInProject(clients, "export const make = () => 1;")).toBe(false);
    expect(isAskedInProject(requests, "export const make = () => 1;")).toBe(false);
  });

  it("does where a handler hands its event on to a function of it", () => {
    const create = "export const create = async (event, context) => event.id;";
    const isAskedBeside = (handler: string) => {
      const files = { "package.json": "{}", "src/lib.ts": create, "src/handler.ts": handler };
      const folder = temporaryProject(files);
      return isAsked({ evidence: true }, create, join(folder, "src/lib.ts"), folder);
    };
    const imported = `import { create } from "./lib";\n`;
    expect(
      isAskedBeside(`${imported}export const handler = (event, context) => create(event, context);`),
    ).toBe(true);
    expect(isAskedBeside(`${imported}export const handler = (event) => create(event.detail, 1);`)).toBe(
      false,
    );
  });

  it("does not do where it describes infrastructure", () => {
    const code = (module: string) =>
      `import { Stack } from "${module}";\nexport const load = (url) => fetch(url);`;
    expect(isAskedInProject(requests, code("./stack"))).toBe(true);
    expect(isAskedInProject(requests, code("aws-cdk-lib"))).toBe(false);
    expect(isAskedInProject(requests, code("aws-cdk-lib").replace("import", "import type"))).toBe(true);
  });

  it("does with a client, or with a request", () => {
    expect(isAskedInProject(clients, `${client}export const make = () => new S3Client({});`)).toBe(true);
    expect(isAskedInProject(requests, "export const load = (url) => fetch(url);")).toBe(true);
    expect(isAskedInProject(clients, "export const load = (url) => fetch(url);")).toBe(false);
  });
});
