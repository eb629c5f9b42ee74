import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { ColdReport } from "../../src/reports/cold/cold-report.js";
import { findLoadedPackages } from "../load/loaded-packages.js";
import { exampleFolder, exampleNames } from "../support/examples.js";
import { readProjectFile, projectRoot } from "../support/project-files.js";
import { temporaryProject } from "../support/temporary-project.js";
import type { FactsReport } from "../../src/reports/facts/facts-report.js";
import { runAnalyzer } from "./run-analyzer.js";
import { Ajv } from "ajv";

const validateCold = new Ajv({ allowUnionTypes: true }).compile(
  JSON.parse(readProjectFile("schema/cold.schema.json")) as object,
);
const validateFacts = new Ajv({ allowUnionTypes: true }).compile(
  JSON.parse(readProjectFile("schema/facts.schema.json")) as object,
);
const parseReport = (text: string) => JSON.parse(text) as ColdReport;

/** Two handlers, one of which imports a package. */
function smallProject(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  return temporaryProject({
    "package.json": '{ "name": "small", "type": "module" }',
    "node_modules/heavy/package.json": '{ "name": "heavy", "version": "1.2.3", "main": "index.js" }',
    "node_modules/heavy/index.js": 'require("./part.js"); exports.heavy = 1;',
    "node_modules/heavy/part.js": `exports.part = ${JSON.stringify("x".repeat(50_000))};`,
    "src/light.ts": "export const handler = async () => 1;\n",
    "src/weighty.ts": 'import { heavy } from "heavy";\n\nexport const handler = async () => heavy;\n',
    ...files,
  });
}

describe.each(exampleNames)("examples/%s", (name) => {
  const directory = exampleFolder(name);

  it("has an estimate for every handler, in the published format", () => {
    const { exitCode, stdout, stderr } = runAnalyzer(directory, "cold", "--format", "json", "--list-modules");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const report = parseReport(stdout);
    validateCold(report);
    expect(validateCold.errors).toBeNull();
    expect(report.handlers.length).toBeGreaterThan(3);
    for (const { entry, unbundled, imports } of report.handlers) {
      expect(unbundled.modules, entry).toBeGreaterThan(0);
      expect(unbundled.initMs.low, entry).toBeLessThanOrEqual(unbundled.initMs.high);
      expect(unbundled.moduleFiles, entry).toContain(join(directory, entry));
      for (const { modules } of imports) expect(modules).toBeLessThanOrEqual(unbundled.modules);
    }
  });

  it("has facts of every handler, in the published format", () => {
    const { exitCode, stdout } = runAnalyzer(directory, "facts", "--format", "json");
    expect(exitCode).toBe(0);
    const { handlers, functions, ...rest } = JSON.parse(stdout) as FactsReport;
    validateFacts({ handlers, functions, ...rest });
    expect(validateFacts.errors).toBeNull();
    expect(handlers.length).toBeGreaterThan(3);
    // A handler for every function, but for the one that shows what is reported of those that have none.
    expect(functions.length).toBeGreaterThan(8);
    const unresolved = functions.filter(({ handler }) => handler.status !== "resolved").map(({ id }) => id);
    expect(unresolved).toEqual(name === "helpdesk-sam" ? ["RosterFunction"] : []);
  });
});

describe("cold", () => {
  it("names the modules, their bytes and the line of an import", () => {
    const directory = smallProject();
    const { stdout } = runAnalyzer(directory, "cold", "-f", "json", "--list-modules", "src/weighty.ts");
    const [handler] = parseReport(stdout).handlers;
    expect(handler).toMatchObject({
      entry: "src/weighty.ts",
      imports: [{ specifier: "heavy", line: 1, modules: 2 }],
      unbundled: {
        modules: 3,
        moduleFiles: ["src/weighty.ts", "node_modules/heavy/index.js", "node_modules/heavy/part.js"].map(
          (file) => join(directory, file),
        ),
      },
      problems: [],
    });
  });

  it("exits with 1 over budget, by flag and by config, and with 0 within it", () => {
    const directory = smallProject();
    expect(runAnalyzer(directory, "cold", "--budget", "kb=1000,modules=100").exitCode).toBe(0);
    const over = runAnalyzer(directory, "cold", "--budget", "kb=20");
    expect(over.exitCode).toBe(1);
    expect(over.stdout).toContain("src/weighty.ts: 50 kB unbundled, over the budget of 20.");
    const config = { budget: { kb: 20 }, overrides: [{ files: ["src/weighty.ts"], budget: { kb: 60 } }] };
    writeFileSync(join(directory, "lambda-analyzer.config.json"), JSON.stringify(config));
    expect(runAnalyzer(directory, "cold").exitCode).toBe(0);
  });

  it("makes the same of shards, merged in any order, as of a whole run", () => {
    const directory = smallProject();
    const args = ["cold", "-f", "json", "--budget", "kb=20", "--memory", "512"];
    const whole = runAnalyzer(directory, ...args);
    runAnalyzer(directory, ...args, "--shard", "1/2", "-o", "out/1.json");
    runAnalyzer(directory, ...args, "--shard", "2/2", "-o", "out/2.json");
    for (const files of [
      ["out/1.json", "out/2.json"],
      ["out/2.json", "out/1.json"],
    ]) {
      const merged = runAnalyzer(directory, "merge", ...files);
      expect(parseReport(merged.stdout)).toEqual(parseReport(whole.stdout));
      expect(merged.exitCode).toBe(1);
    }
    writeFileSync(join(directory, "out/3.json"), JSON.stringify({ version: 99, handlers: [] }));
    expect(runAnalyzer(directory, "merge", "out/1.json", "out/3.json")).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining("out/3.json has version 99") as string,
    });
  });

  describe("of a function that a template configures", () => {
    const template = (build: string) => ({
      "template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  WeightyFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: src/weighty.handler
      Runtime: nodejs22.x
      MemorySize: 256
    Metadata:
${build}`,
    });
    const esbuild = `      BuildMethod: esbuild
      BuildProperties:
        Minify: false
        EntryPoints:
          - src/weighty.ts
        External:
          - heavy
`;
    const run = (build: string, ...args: string[]) => {
      const directory = smallProject(template(build));
      return runAnalyzer(directory, "cold", "src/weighty.ts", ...args);
    };

    it("bundles as the function does, unless the command line says otherwise", () => {
      const [left] = parseReport(run(esbuild, "-f", "json").stdout).handlers;
      expect(left?.configured).toEqual({ functions: ["WeightyFunction"], memoryMb: 256, mode: "bundled" });
      expect(left?.assumptions.memoryMb).toBe(1769);
      expect(left?.bundled?.bytes).toBeLessThan(5_000);
      const [taken] = parseReport(run(esbuild, "-f", "json", "--external", "other").stdout).handlers;
      expect(taken?.bundled?.bytes).toBeGreaterThan(50_000);
    });

    it("holds budgets against what is deployed, unless the command line says otherwise", () => {
      expect(run(esbuild, "--budget", "kb=20").exitCode).toBe(0);
      expect(run(esbuild, "--budget", "kb=20", "--mode", "unbundled").exitCode).toBe(1);
      expect(run("      BuildMethod: nodejs22.x\n", "--budget", "kb=20").exitCode).toBe(1);
    });

    it("says how much slower its memory may be, and that imports are costed unbundled", () => {
      const { stdout } = run(esbuild);
      expect(stdout).toContain(
        "1 handler has less memory, down to 256 MB, and init then takes up to 6.9 times as long: --memory 256.",
      );
      expect(stdout).toContain("src/weighty.ts  its imports, unbundled\n");
    });

    it("is null of a file that no configuration names", () => {
      const { stdout } = runAnalyzer(smallProject(template(esbuild)), "cold", "-f", "json");
      expect(parseReport(stdout).handlers.map(({ entry, configured }) => [entry, configured?.mode])).toEqual([
        ["src/light.ts", undefined],
        ["src/weighty.ts", "bundled"],
      ]);
    });
  });

  it("says what a change adds", () => {
    const directory = smallProject();
    runAnalyzer(directory, "cold", "-f", "json", "-o", "main.json");
    writeFileSync(join(directory, "src/light.ts"), readFileSync(join(directory, "src/weighty.ts")));
    const { stdout, exitCode } = runAnalyzer(directory, "cold", "--baseline", "main.json", "-f", "markdown");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("1 handler changed, 1 did not");
    expect(stdout).toMatch(/\| `src\/light.ts` \| \+[\d.]+ ms \| \+2 \| \+50 kB \|.*\+ `heavy`/);
  });

  it.each([
    [["cold", "--baseline", "gone.json"], "There is no file gone.json."],
    [["cold", "--config", "gone.json"], "There is no config file gone.json."],
    [["cold", "--colour"], "There is no option --colour."],
    [["cold", "-o", "src/light.ts/x.json"], "src/light.ts/x.json cannot be written"],
    [["nothing"], "There is no command nothing."],
  ])("exits with 2 and one line: %j", (args, message) => {
    const { exitCode, stdout, stderr } = runAnalyzer(smallProject(), ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^lambda-analyzer: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it("loses nothing to what is broken: syntax, missing packages, loops of links, binary files, odd JSON", () => {
    const directory = smallProject({
      "src/broken.ts": "export const handler = async ( => {\n",
      "src/lost.ts": 'import "not-installed";\nimport "./gone.js";\nexport const handler = async () => 1;\n',
      "src/odd.ts": 'import "odd";\nimport "loop";\nexport const handler = async () => 1;\n',
      "src/binary.ts": 'import "./data.js";\nexport const handler = async () => 1;\n',
      "src/data.js": new Uint8Array([0, 1, 2, 3, 0]),
      "node_modules/odd/package.json":
        '{ "name": "odd", "exports": { "__proto__": null, ".": { "default": "../../../../etc/passwd" } } }',
      "tsconfig.json":
        '{ "compilerOptions": { "__proto__": {}, "paths": { "x": 1 } }, "extends": "./tsconfig.json" }',
    });
    symlinkSync("loop", join(directory, "node_modules/loop"));
    const { exitCode, stdout, stderr } = runAnalyzer(directory, "cold", "-f", "json");
    const { handlers, problems } = parseReport(stdout);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^lambda-analyzer: src\/broken\.ts:1: .*\n$/);
    expect(problems).toMatchObject([{ file: "src/broken.ts", line: 1 }]);
    expect(handlers.map(({ entry }) => entry)).toEqual([
      "src/binary.ts",
      "src/light.ts",
      "src/lost.ts",
      "src/odd.ts",
      "src/weighty.ts",
    ]);
    const problemsOf = (entry: string) => handlers.find((handler) => handler.entry === entry)?.problems;
    expect(problemsOf("src/lost.ts")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: "not-installed", importer: "src/lost.ts" }),
        expect.objectContaining({ file: "./gone.js", importer: "src/lost.ts" }),
      ]),
    );
    expect(problemsOf("src/odd.ts")?.map(({ importer }) => importer)).toContain("src/odd.ts");
    expect(problemsOf("src/binary.ts")).toMatchObject([{ importer: "src/binary.ts" }]);
    expect(stdout).not.toContain('/etc/passwd"');
  });

  it("has nothing to say of a project without handlers", () => {
    const directory = temporaryProject({ "a.ts": "export const a = 1;\n" });
    expect(runAnalyzer(directory, "cold")).toEqual({
      exitCode: 0,
      stdout: "No Lambda handlers found.\n",
      stderr: "",
    });
    expect(parseReport(runAnalyzer(directory, "cold", "-f", "json").stdout)).toEqual({
      version: 1,
      handlers: [],
      findings: [],
      problems: [],
    });
  });
});

describe("cold --measure", () => {
  it("runs the handlers' modules, says so, and puts the result beside the estimate", () => {
    const directory = smallProject({
      "src/weighty.ts": [
        'import { writeFileSync } from "node:fs";',
        'import { heavy } from "heavy";',
        "writeFileSync(process.env.RAN_FILE, String(heavy));",
        "export const handler = async () => heavy;",
      ].join("\n"),
      "src/light.ts": 'export const handler = async () => 1;\nthrow new Error("needs TABLE_NAME");\n',
    });
    const ran = join(directory, "ran.txt");
    vi.stubEnv("RAN_FILE", ran);
    expect(runAnalyzer(directory, "cold")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(existsSync(ran)).toBe(false);
    const { exitCode, stdout, stderr } = runAnalyzer(directory, "cold", "--measure", "-f", "json");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: "lambda-analyzer: --measure executes the handlers' modules, in child processes.\n",
    });
    expect(existsSync(ran)).toBe(true);
    const report = parseReport(stdout);
    validateCold(report);
    expect(validateCold.errors).toBeNull();
    const [light, weighty] = report.handlers;
    for (const mode of [weighty?.unbundled, weighty?.bundled])
      expect(mode?.measured?.runs).toBeGreaterThan(0);
    expect(light?.unbundled).not.toHaveProperty("measured");
    expect(light?.problems[0]?.message).toMatch(/^It could not be measured unbundled: .*needs TABLE_NAME/);
    expect(readdirSync(join(directory, "node_modules/.cache/eslint-plugin-aws-lambda"))).not.toContainEqual(
      expect.stringMatching(/^measure-/),
    );
  });
});

describe("calibrate", () => {
  it("makes estimates those of this machine", () => {
    const directory = smallProject();
    const { exitCode, stdout } = runAnalyzer(directory, "calibrate");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("calibration.json");
    const [handler] = parseReport(runAnalyzer(directory, "cold", "-f", "json").stdout).handlers;
    expect(handler?.unbundled.provenance).toBe("measured");
  });
});

describe("what is loaded", () => {
  const load = (...args: readonly string[]) =>
    findLoadedPackages(`
      process.argv.splice(1, Infinity, "bin.js", ...${JSON.stringify(args)});
      process.stdout.write = ((write) => (text, ...rest) => text.startsWith("[") ? write(text, ...rest) : true)(
        process.stdout.write.bind(process.stdout));
      await import("./dist/cli/bin.js");`);

  it.each([["--help"], ["--version"], ["cold", "--help"]])("%s loads no package", (...args) => {
    expect(load(...args)).toEqual([]);
  });

  it("a JSON report of a named file loads what reads it, and nothing to show it", () => {
    const packages = load("cold", "examples/media-cdk/lambda/authorizer.ts", "--format", "json");
    expect(packages).toContain("oxc-resolver");
    for (const name of ["d3-hierarchy", "cli-table3", "nanospinner", "picocolors"]) {
      expect(packages).not.toContain(name);
    }
  });
});

describe("help and version", () => {
  it.each([[[]], [["--help"]], [["help"]], [["cold", "--help"]], [["help", "merge"]]])(
    "%j prints help",
    (args) => {
      const { exitCode, stdout, stderr } = runAnalyzer(projectRoot, ...args);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toContain("Usage\n");
    },
  );

  it("prints the version of package.json", () => {
    const { version } = JSON.parse(readProjectFile("package.json")) as { version: string };
    expect(runAnalyzer(projectRoot, "--version")).toEqual({
      exitCode: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });
});
