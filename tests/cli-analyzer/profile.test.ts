import { expect, it } from "vitest";
import { temporaryProject } from "../support/temporary-project.js";
import { runAnalyzer } from "./run-analyzer.js";

const REPORT =
  "REPORT RequestId: 1a\tDuration: 395.99 ms\tBilled Duration: 662 ms\tMemory Size: 512 MB\tMax Memory Used: 301 MB\tInit Duration: 265.72 ms\t\n";

it("reads logs, and says which of them are none", () => {
  const directory = temporaryProject({ "logs/orders.log": REPORT, "logs/other.log": "nothing\n" });
  const { exitCode, stdout } = runAnalyzer(
    directory,
    "profile",
    "logs/orders.log",
    "logs/other.log",
    "logs/gone.log",
  );
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^logs\/orders\.log +1 +100 % +396 ms/m);
  expect(stdout).toContain("logs/other.log: It has no REPORT line");
  expect(stdout).toContain("logs/gone.log: It cannot be read");
  expect(runAnalyzer(directory, "profile", "logs/orders.log").exitCode).toBe(0);
});

it("needs a log", () => {
  const { exitCode, stderr } = runAnalyzer(temporaryProject({}), "profile");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("profile needs the log of a function");
});
