import { symlinkSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/project/config.js";
import { findEntries, findHandlerFiles } from "../../src/project/find-entries.js";
import { walkSourceFiles } from "../../src/project/walk-files.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async (event: { id: string }) => event.id;\n";
const binary = new Uint8Array([0x47, 0, 0x10, ...Buffer.from("export const handler")]);

function shown(files: readonly string[], directory: string): string[] {
  return files.map((file) => relative(directory, file).split(sep).join("/"));
}

async function find(directory: string, args: readonly string[] = []) {
  const { entries, problems } = await findEntries(args, {
    directory,
    config: readConfig(directory),
    describe: () => true,
  });
  return { entries: shown(entries, directory), problems };
}

describe("walkSourceFiles", () => {
  it("leaves out what Git ignores, what tools made, and hidden directories", async () => {
    const directory = temporaryProject({
      ".git/HEAD": "",
      ".gitignore": "/generated\n*.gen.ts\n!keep.gen.ts\n",
      "a.ts": "",
      "a.gen.ts": "",
      "keep.gen.ts": "",
      "types.d.ts": "",
      "notes.md": "",
      "generated/b.ts": "",
      "sub/generated/c.ts": "",
      "sub/.gitignore": "d.ts\n",
      "sub/d.ts": "",
      "sub/deep/d.ts": "",
      "node_modules/p/e.ts": "",
      "sub/dist/f.js": "",
      "cdk.out/g.js": "",
      ".serverless/h.js": "",
    });
    expect(shown(await walkSourceFiles(directory), directory)).toEqual([
      "a.ts",
      "keep.gen.ts",
      "sub/generated/c.ts",
    ]);
    expect(shown(await walkSourceFiles(join(directory, "sub/generated")), directory)).toEqual([
      "sub/generated/c.ts",
    ]);
  });

  it("looks into a directory that is named, even if Git ignores it", async () => {
    const directory = temporaryProject({ ".git/HEAD": "", ".gitignore": "out\n", "out/a.ts": "" });
    expect(shown(await walkSourceFiles(join(directory, "out")), directory)).toEqual(["out/a.ts"]);
  });

  it("ends in spite of links that lead back, and takes links to files", async () => {
    const directory = temporaryProject({ "src/a.ts": "" });
    symlinkSync(directory, join(directory, "src/up"));
    symlinkSync("self.ts", join(directory, "src/self.ts"));
    symlinkSync("a.ts", join(directory, "src/link.ts"));
    symlinkSync("gone.ts", join(directory, "src/broken.ts"));
    expect(shown(await walkSourceFiles(directory), directory)).toEqual(["src/a.ts", "src/link.ts"]);
  });
});

describe("findEntries", () => {
  it("finds the handlers that only the configuration names", async () => {
    const directory = temporaryProject({
      "serverless.yml": "provider: aws\nfunctions:\n  create:\n    handler: todos/create.create\n",
      "todos/create.js": "module.exports.create = (event, context, done) => done(null, event);\n",
      "todos/other.js": "module.exports.other = (event, context, done) => done(null, event);\n",
    });
    expect(await find(directory)).toEqual({ entries: ["todos/create.js"], problems: [] });
  });

  it("finds handlers by what the code says, and no others", async () => {
    const directory = temporaryProject({
      "src/named.ts": handler,
      "src/typed.ts": `import type { SQSHandler } from "aws-lambda";\nexport const consume: SQSHandler = async () => {};\n`,
      "src/common.js": "exports.handler = async () => 1;\n",
      "src/wrapped.mjs": `import middy from "@middy/core";\nexport const main = middy(async () => 1);\n`,
      "src/helper.ts": "export const help = () => 'a lambda';\n",
      "src/inner.ts": "const handler = () => 1;\nhandler();\n",
      "src/a.test.ts": handler,
      "src/video.ts": binary,
    });
    expect(await find(directory)).toEqual({
      entries: ["src/common.js", "src/named.ts", "src/typed.ts", "src/wrapped.mjs"],
      problems: [],
    });
  });

  it("names a file that may hold a handler and does not parse, and goes on", async () => {
    const directory = temporaryProject({ "a.ts": handler, "b.ts": "export const handler = async (\n" });
    const { entries, problems } = await find(directory);
    expect(entries).toEqual(["a.ts"]);
    expect(problems).toMatchObject([
      { file: join(directory, "b.ts"), line: 2, message: expect.any(String) as string },
    ]);
  });

  it("takes files and globs as they are, and searches directories", async () => {
    const directory = temporaryProject({
      "src/a.ts": handler,
      "src/b.ts": "export const b = 1;\n",
      "lib/c.ts": handler,
      "lib/d.ts": "export const d = 1;\n",
    });
    expect((await find(directory, ["src/b.ts"])).entries).toEqual(["src/b.ts"]);
    expect((await find(directory, ["src/*.ts", "lib"])).entries).toEqual([
      "lib/c.ts",
      "src/a.ts",
      "src/b.ts",
    ]);
    expect((await find(directory, ["src", "./src/a.ts"])).entries).toEqual(["src/a.ts"]);
  });

  it("names what is not there or is no source, and goes on", async () => {
    const directory = temporaryProject({ "a.ts": handler, "video.ts": binary });
    const { entries, problems } = await find(directory, [
      "a.ts",
      "gone.ts",
      "video.ts",
      "no/*.ts",
      "a\0b.ts",
    ]);
    expect(entries).toEqual(["a.ts"]);
    expect(problems.map(({ file, message }) => `${basename(file)}: ${message}`)).toEqual([
      "*.ts: No file matches.",
      "gone.ts: There is no such file.",
      "video.ts: It is a binary file.",
      expect.stringContaining("cannot be read"),
    ]);
  });

  it("honours the config: entries, what is ignored, and the settings of the rules", async () => {
    const directory = temporaryProject({
      "lambda-analyzer.config.json": JSON.stringify({
        ignore: ["old/**"],
        settings: { handlerNames: ["run"] },
      }),
      "src/a.ts": "export const run = async () => 1;\n",
      "old/b.ts": "export const run = async () => 1;\n",
    });
    expect((await find(directory)).entries).toEqual(["src/a.ts"]);
    const named = temporaryProject({
      "package.json": JSON.stringify({ "lambda-analyzer": { entries: ["src/*.ts"], ignore: ["src/b.ts"] } }),
      "src/a.ts": "",
      "src/b.ts": "",
      "c.ts": handler,
    });
    expect((await find(named)).entries).toEqual(["src/a.ts"]);
  });
});

describe("findHandlerFiles", () => {
  it("parses the files that are named as well", async () => {
    const directory = temporaryProject({ "a.ts": handler, "a.test.ts": handler });
    const describe = ({ file }: { file: string }) => basename(file);
    const options = { directory, config: readConfig(directory), describe };
    const { handlers } = await findHandlerFiles(["a.test.ts"], options);
    expect(handlers).toEqual(["a.test.ts"]);
  });
});
