import { describe, expect, it } from "vitest";
import { helpOn } from "../../src/cli/help.js";
import { parseArguments } from "../../src/cli/parse-arguments.js";

describe("parseArguments", () => {
  it("reads what cold takes", () => {
    const argv =
      "cold a.ts b.ts -f json --budget ms=300,kb=2000 --budget modules=4 --shard 2/4 --memory 512 --no-cache";
    expect(
      parseArguments([...argv.split(" "), "--external", "a,b", "--external=c", "--minify"]),
    ).toMatchObject({
      command: "cold",
      args: ["a.ts", "b.ts"],
      format: "json",
      flags: {
        memoryMb: 512,
        budget: { ms: 300, kb: 2000, modules: 4 },
        bundle: { external: ["a", "b", "c"], minify: true },
      },
      shard: { index: 2, count: 4 },
      cache: false,
      measure: false,
    });
  });

  it("leaves what no flag says to the config", () => {
    expect(parseArguments(["cold"])).toMatchObject({
      args: [],
      format: "text",
      flags: { bundle: {} },
      top: 5,
    });
    expect(parseArguments(["cold"])).not.toHaveProperty("flags.mode");
  });

  it.each([
    ["calibrate extra", "calibrate takes no arguments, as extra."],
    ["merg", "There is no command merg. Did you mean merge?"],
    [
      "x",
      "There is no command x. The commands are cold, facts, checklist, layers, cost, profile, calibrate, merge, help.",
    ],
    ["cold --fromat json", "There is no option --fromat. Did you mean --format?"],
    ["cold --format", "Option '-f, --format <value>' argument missing"],
    ["cold --format xml", '--format is one of text, json, markdown, sarif, html, not "xml".'],
    ["facts --format sarif", '--format is one of text, json, markdown, not "sarif".'],
    ["cold --budget 300", '--budget is a list such as ms=300,kb=2000,modules=400, not "300".'],
    ["cold --budget mb=3", 'The name of a budget is one of ms, kb, modules, not "mb".'],
    ["cold --budget ms=fast", '--budget ms is a whole number from 0 to 1000000000, not "fast".'],
    ["cold --memory 64", '--memory is a whole number from 128 to 10240, not "64".'],
    ["cold --shard 3/2", '--shard is a part of a number of parts, such as 1/4, not "3/2".'],
    ["cold --shard 0/2", "--shard is a part"],
    ["cold --shard 1/2 --baseline a.json", "--baseline needs all handlers, and --shard has some"],
    ["cold --mode zip", '--mode is one of unbundled, bundled, not "zip".'],
    ["merge", "merge needs the reports"],
    ["cold --output=", "--output needs the name of a file."],
  ])("refuses %s in words", (argv, message) => {
    expect(() => parseArguments(argv.split(" "))).toThrow(message);
  });
});

describe("helpOn", () => {
  it.each([undefined, "cold", "facts", "checklist", "layers", "cost", "profile", "merge", "calibrate"])(
    "fits a terminal: %s",
    (topic) => {
      const lines = helpOn(topic).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
      expect(lines.at(-1)).toBe("");
    },
  );

  it("refuses what is no command", () => {
    expect(() => helpOn("constructor")).toThrow("There is no command constructor.");
  });
});
