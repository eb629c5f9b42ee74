import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createElsewhere } from "../../src/callers/create-elsewhere.js";
import { Attention } from "../../src/syntax/attention.js";
import { sourceParses } from "../../src/syntax/parse-source.js";
import { projectReads } from "../../src/callers/read-project-text.js";
import { Projects } from "../../src/callers/projects.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = `import { create } from "./target"; export const handler = async () => create();`;

interface Work {
  readonly parses: number;
  readonly listings: number;
}

/** What is done while the function runs. */
function countWork(run: () => void): Work {
  const before = { parses: sourceParses.count, listings: projectReads.listings };
  run();
  return { parses: sourceParses.count - before.parses, listings: projectReads.listings - before.listings };
}

/** A project whose clock stands still until the test moves it. */
function openProject(files: Readonly<Record<string, string>>) {
  const directory = temporaryProject({
    "package.json": "{}",
    "src/target.ts": "export const create = () => {};",
    ...files,
  });
  const clock = { ms: 0 };
  const projects = new Projects(
    {
      isIgnored: () => false,
      mentionsHandlers: (text) => text.includes("handler"),
      isConfigured: () => false,
      layerFoldersOf: () => [],
      handlerOptionsOf: (_file, elsewhere) => ({
        handlerNames: ["handler"],
        wrappers: [],
        elsewhere,
        configured: [],
        isHandlerFile: false,
      }),
    },
    () => clock.ms,
    new Attention(),
  );
  const target = join(directory, "src/target.ts");
  /** The name of the handler that reaches `create`, as a rule that lints the file anew finds it. */
  const ask = (): string | undefined => {
    const project = projects.of(target);
    return project && createElsewhere(target, project).usesOf("create").repeated?.name;
  };
  return { directory, clock, projects, ask };
}

describe("Projects", () => {
  it.each([
    ["the repository, where it has no package.json", { ".git/HEAD": "" }, "handler"],
    ["nothing, where there is neither", {}, undefined],
  ])("look into %s", (_name, marks, expected) => {
    const { directory, projects } = openProject({ "src/handler.ts": handler, ...marks });
    rmSync(join(directory, "package.json"));
    const target = join(directory, "src/target.ts");
    const project = projects.of(target);
    expect(project && createElsewhere(target, project).usesOf("create").repeated?.name).toBe(expected);
  });

  it("parses the files that import the one in question, and each once", () => {
    const others = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `src/other${index}.ts`,
        `import "./other${index + 1}"; export const handler = async () => {};`,
      ]),
    );
    const { ask } = openProject({ ...others, "src/handler.ts": handler });
    let answer: string | undefined;
    expect(countWork(() => (answer = ask()))).toEqual({ parses: 1, listings: 1 });
    expect(answer).toBe("handler");
    expect(countWork(() => (answer = ask()))).toEqual({ parses: 0, listings: 0 });
    expect(answer).toBe("handler");
  });

  it("reads no file but the one that writes a specifier to resolve it", () => {
    const { directory, projects } = openProject({
      "src/handler.ts": handler,
      "src/page.ts": "export const page = 1;",
    });
    const project = projects.of(join(directory, "src/handler.ts"));
    const before = projectReads.files;
    expect(project?.resolve("./target", join(directory, "src/handler.ts"))).toBe(
      join(directory, "src/target.ts"),
    );
    expect(projectReads.files - before).toBe(1);
  });

  it("parses nothing for a file that no file with handlers loads, until one does", () => {
    const { directory, clock, ask } = openProject({
      "src/page.ts": `import { create } from "./target"; export const page = () => create();`,
      "src/site.ts": `export { page } from "./page";`,
    });
    let found: string | undefined;
    const { parses } = countWork(() => {
      found = ask();
    });
    expect({ found, parses }).toEqual({ found: undefined, parses: 0 });
    writeFileSync(
      join(directory, "src/index.ts"),
      `import { page } from "./site"; export const handler = async () => page();`,
    );
    clock.ms += 60_000;
    expect(ask()).toBe("handler");
  });

  it("parses nothing anew where nothing has changed", () => {
    const { ask, clock } = openProject({ "src/handler.ts": handler });
    ask();
    clock.ms += 5_000;
    expect(countWork(ask)).toEqual({ parses: 0, listings: 1 });
  });

  it("sees a file that has changed, appeared or gone, once the disk is looked at again", () => {
    const { directory, ask, clock } = openProject({ "src/handler.ts": "export const handler = 1;" });
    expect(ask()).toBeUndefined();
    const file = join(directory, "src/handler.ts");
    writeFileSync(file, handler);
    utimesSync(file, 1, 1);
    expect(ask()).toBeUndefined();
    clock.ms += 5_000;
    expect(ask()).toBe("handler");
    rmSync(file);
    clock.ms += 5_000;
    expect(ask()).toBeUndefined();
    writeFileSync(join(directory, "src/new.ts"), handler.replace("const handler", "const lambdaHandler"));
    clock.ms += 5_000;
    expect(ask()).toBeUndefined();
    writeFileSync(join(directory, "src/other.ts"), handler);
    clock.ms += 5_000;
    expect(ask()).toBe("handler");
  });

  it("sees that a wrapper of another file has changed, which decides what a file says", () => {
    const { directory, ask, clock } = openProject({
      "src/handler.ts": `import { create } from "./target"; import { wrap } from "./wrap"; const save = wrap(() => create()); export const handler = async () => save();`,
      "src/wrap.ts": `export const wrap = (fn) => () => 1;`,
    });
    expect(ask()).toBeUndefined();
    writeFileSync(join(directory, "src/wrap.ts"), `export const wrap = (fn) => () => fn();`);
    clock.ms += 5_000;
    expect(ask()).toBe("handler");
  });

  it("knows no project for a file without a package.json, and for one that is not among the sources", () => {
    const { directory, projects } = openProject({ "dist/built.js": "", "src/types.d.ts": "" });
    expect(projects.of("/nowhere/src/a.ts")).toBeUndefined();
    expect(projects.of(join(directory, "dist/built.js"))).toBeUndefined();
    expect(projects.of(join(directory, "src/types.d.ts"))).toBeUndefined();
    expect(projects.of(join(directory, "src/absent.ts"))).toBeUndefined();
  });

  it("takes the outermost package of the repository, whose parts import each other by path", () => {
    const { ask } = openProject({
      ".git/HEAD": "",
      "functions/a/package.json": "{}",
      "functions/a/handler.ts": handler.replace("./target", "../../src/target"),
    });
    expect(ask()).toBe("handler");
  });

  it("does not mind a package.json that cannot be read", () => {
    const { ask } = openProject({ "package.json": "{", "src/handler.ts": handler });
    expect(ask()).toBe("handler");
  });
});
