import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { measureEntry } from "../../src/weight/measure-entry.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "measure-entry-test-")));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe("measureEntry", { timeout: 60_000 }, () => {
  it("measures CommonJS, and names the files that were loaded", async () => {
    const lib = write("lib.cjs", "exports.a = 1;");
    const data = write("data.json", "{}");
    const lazy = write("lazy.cjs", "");
    const entry = write(
      "handler.cjs",
      `require("./lib.cjs"); require("./data.json"); exports.h = () => require("./lazy.cjs");`,
    );
    const { initMs, runs, moduleFiles, problems } = await measureEntry(entry, { format: "cjs", runs: 3 });
    expect(problems).toEqual([]);
    expect(runs).toBe(3);
    expect(moduleFiles.toSorted()).toEqual([data, entry, lib].toSorted());
    expect(moduleFiles).not.toContain(lazy);
    expect(initMs?.low).toBeLessThanOrEqual(initMs?.likely ?? 0);
    expect(initMs?.likely).toBeLessThanOrEqual(initMs?.high ?? 0);
  });

  it("measures ES modules, top-level await included", async () => {
    const part = write(
      "part.mjs",
      "export const a = await new Promise((resolve) => setTimeout(resolve, 60, 1));",
    );
    const entry = write("handler.mjs", `import "./part.mjs"; console.log("printing is fine");`);
    const { initMs, moduleFiles, problems } = await measureEntry(entry, { format: "esm", runs: 3 });
    expect(problems).toEqual([]);
    expect(moduleFiles.toSorted()).toEqual([entry, part].toSorted());
    expect(initMs?.likely).toBeGreaterThan(30);
  });

  it("reports an entry that throws, once", async () => {
    const entry = write("throws.cjs", `throw new TypeError("TABLE_NAME is not set");`);
    const { initMs, runs, problems } = await measureEntry(entry, { format: "cjs", runs: 3 });
    expect(initMs).toBeUndefined();
    expect(runs).toBe(0);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("TABLE_NAME is not set");
    expect(problems[0]).toContain(entry);
  });

  it("gives the environment variables that a handler wants", async () => {
    const entry = write("wants.cjs", `if (!process.env.TABLE_NAME) throw new Error("no table");`);
    const { problems, runs } = await measureEntry(entry, {
      format: "cjs",
      runs: 1,
      env: { TABLE_NAME: "t" },
    });
    expect({ problems, runs }).toEqual({ problems: [], runs: 1 });
  });

  it.each([
    ["rejects", "rejects.mjs", `await Promise.reject(new Error("no connection"));`, "no connection"],
    ["ends its process", "exits.cjs", "process.exit(3);", "code 3"],
    ["ends its process without an error", "leaves.cjs", "process.exit(0);", "ends the process"],
    ["is no JavaScript", "broken.cjs", "const = ;", "SyntaxError"],
    ["is not there", "missing.cjs", undefined, "Cannot find module"],
    ["never ends", "hangs.cjs", "for (;;);", "did not finish"],
    [
      "waits for ever",
      "waits.mjs",
      "setInterval(() => {}, 1000); await new Promise(() => {});",
      "did not finish",
    ],
  ])("reports an entry that %s", async (_, name, text, message) => {
    const entry = text === undefined ? join(folder, name) : write(name, text);
    const format = name.endsWith(".mjs") ? "esm" : "cjs";
    const { initMs, problems } = await measureEntry(entry, {
      format,
      runs: 1,
      timeoutMs: message === "did not finish" ? 1500 : 20_000,
    });
    expect(initMs).toBeUndefined();
    expect(problems.join()).toContain(message);
  });

  // It would run into the time limit of this test if it did.
  it("does not wait for what the entry leaves running", async () => {
    const pidFile = join(folder, "pid");
    const entry = write(
      "leaves-child.cjs",
      `const child = require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 120000)"], { stdio: "inherit" });
      require("node:fs").appendFileSync(${JSON.stringify(pidFile)}, child.pid + "\\n");`,
    );
    const { problems } = await measureEntry(entry, { format: "cjs", runs: 1 });
    for (const pid of readFileSync(pidFile, "utf8").trim().split("\n")) process.kill(Number(pid));
    expect(problems).toEqual([]);
  });
});
