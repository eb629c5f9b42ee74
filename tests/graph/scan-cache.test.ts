import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createGraphReader } from "../../src/graph/graph-reader.js";
import { modulesOf, writeProject } from "./write-project.js";

const files = {
  "a.js": 'require("p"); require("q");',
  "node_modules/p/package.json": { name: "p", version: "1.0.0" },
  "node_modules/p/index.js": 'require("./b");',
  "node_modules/p/b.js": "",
  "node_modules/p/c.js": "",
  "node_modules/q/index.js": 'if (process.platform === "win32") require("./no"); else require("./yes");',
  "node_modules/q/yes.js": "",
};
const all = ["p/b.js", "p/index.js", "q/index.js", "q/yes.js"].map((file) => `node_modules/${file}`);

async function modulesWithCache(folder: string, cache: string): Promise<readonly string[]> {
  return modulesOf(folder, await createGraphReader({ cache }).read(join(folder, "a.js")));
}

/** Changes a text without changing size or time, as nobody does, to see whether it is read. */
function rewriteUnseen(path: string, text: string): void {
  const { size, atime, mtime } = statSync(path);
  expect(text.length).toBe(size);
  writeFileSync(path, text);
  utimesSync(path, atime, mtime);
}

describe("the cache", () => {
  it("spares the next process the reading of packages", async () => {
    const folder = writeProject(files);
    const cache = join(folder, "cache");
    expect(await modulesWithCache(folder, cache)).toEqual(all);
    utimesSync(join(folder, "node_modules/p/index.js"), 1000, 1000);
    expect(await modulesWithCache(folder, cache)).toEqual(all);
    rewriteUnseen(join(folder, "node_modules/p/index.js"), 'require("./c");');
    expect(await modulesWithCache(folder, cache)).toEqual(all);
  });

  it("gives the same graph", async () => {
    const folder = writeProject(files);
    const cache = join(folder, "cache");
    const entry = join(folder, "a.js");
    const [first, second] = [
      await createGraphReader({ cache }).read(entry),
      await createGraphReader({ cache }).read(entry),
    ];
    expect(second).toEqual(first);
  });

  it("does not hold a file that has changed, or a package of which another version is installed", async () => {
    const folder = writeProject(files);
    const cache = join(folder, "cache");
    await modulesWithCache(folder, cache);
    writeFileSync(join(folder, "node_modules/p/index.js"), 'require("./c"); // patched');
    expect(await modulesWithCache(folder, cache)).toContain("node_modules/p/c.js");
    writeFileSync(
      join(folder, "node_modules/p/package.json"),
      '{ "name": "p", "version": "1.0.1", "main": "c.js" }',
    );
    expect(await modulesWithCache(folder, cache)).not.toContain("node_modules/p/index.js");
  });

  it.each<[string, (path: string) => void]>([
    [
      "empty",
      (path) => {
        truncateSync(path);
      },
    ],
    [
      "cut off",
      (path) => {
        truncateSync(path, statSync(path).size - 10);
      },
    ],
    [
      "garbage",
      (path) => {
        writeFileSync(path, "\0garbage\n");
      },
    ],
    [
      "other JSON",
      (path) => {
        writeFileSync(path, `${"0".repeat(40)}\n{"__proto__":1}`);
      },
    ],
    [
      "altered",
      (path) => {
        writeFileSync(path, readFileSync(path, "utf8").replaceAll("./b", "./c"));
      },
    ],
  ])("is ignored when it is damaged: %s", async (_name, damage) => {
    const folder = writeProject(files);
    const cache = join(folder, "cache");
    await modulesWithCache(folder, cache);
    for (const name of readdirSync(cache)) damage(join(cache, name));
    expect(await modulesWithCache(folder, cache)).toEqual(all);
  });

  it("takes several writers at once, and leaves no drafts", async () => {
    const folder = writeProject(files);
    const cache = join(folder, "cache");
    const results = await Promise.all(Array.from({ length: 8 }, () => modulesWithCache(folder, cache)));
    for (const result of results) expect(result).toEqual(all);
    expect(readdirSync(cache).filter((name) => !name.endsWith(".json"))).toEqual([]);
  });

  it("does without when it cannot be written, and writes nothing when it is off", async () => {
    const folder = writeProject({ ...files, occupied: "" });
    expect(await modulesWithCache(folder, join(folder, "occupied"))).toEqual(all);
    await createGraphReader({ cache: false }).read(join(folder, "a.js"));
    expect(existsSync(join(folder, "node_modules/.cache"))).toBe(false);
    await createGraphReader().read(join(folder, "a.js"));
    expect(readdirSync(join(folder, "node_modules/.cache/eslint-plugin-aws-lambda"))).not.toEqual([]);
  });

  it("keeps the results of other conditions apart", async () => {
    const folder = writeProject({
      "a.js": 'require("p");',
      "node_modules/p/package.json": { name: "p", exports: { custom: "./custom.js", default: "./index.js" } },
      "node_modules/p/index.js": 'require("p")',
      "node_modules/p/custom.js": "",
    });
    const cache = join(folder, "cache");
    expect(await modulesWithCache(folder, cache)).toEqual(["node_modules/p/index.js"]);
    const custom = createGraphReader({ cache, conditions: ["custom"] });
    expect(modulesOf(folder, await custom.read(join(folder, "a.js")))).toEqual(["node_modules/p/custom.js"]);
  });
});
