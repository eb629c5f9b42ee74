import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { dependencyRangesAbove, manifestsAbove } from "../../src/functions/project-dependencies.js";
import { temporaryProject } from "../support/temporary-project.js";

it("reads the package.json files up to the root of the repository, the nearest first", () => {
  const directory = temporaryProject({
    "package.json": `{ "dependencies": { "outside": "1" } }`,
    "repository/.git/HEAD": "",
    "repository/package.json": `{ "dependencies": { "zod": "3" }, "devDependencies": { "vitest": "4" } }`,
    "repository/app/package.json": `{ "dependencies": { "zod": "4" }, "scripts": { "build": "tsc" } }`,
    "repository/app/src/handler.ts": "",
  });
  const file = join(directory, "repository/app/src/handler.ts");
  expect(manifestsAbove(file).map(({ folder }) => folder.slice(directory.length + 1))).toEqual([
    "repository/app",
    "repository",
  ]);
  expect(manifestsAbove(file)[0]?.scripts).toEqual(["tsc"]);
  expect([...dependencyRangesAbove(file)]).toEqual([
    ["zod", "4"],
    ["vitest", "4"],
  ]);
});

it("takes a package.json that cannot be read for one that needs nothing", () => {
  const directory = temporaryProject({ ".git/HEAD": "", "package.json": "{", "handler.ts": "" });
  const [manifest] = manifestsAbove(join(directory, "handler.ts"));
  expect(manifest?.production.size).toBe(0);
});

it("looks once for the files of a folder, and again after a second", () => {
  const directory = temporaryProject({
    ".git/HEAD": "",
    "package.json": `{ "dependencies": { "zod": "3" } }`,
  });
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const found = manifestsAbove(join(directory, "first.ts"));
  expect(manifestsAbove(join(directory, "second.ts"))).toBe(found);

  writeFileSync(join(directory, "package.json"), `{ "dependencies": { "zod": "4.0" } }`);
  vi.advanceTimersByTime(1_500);
  expect(manifestsAbove(join(directory, "first.ts"))[0]?.production.get("zod")).toBe("4.0");
});
