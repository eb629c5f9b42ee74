import { expect, it } from "vitest";
import type { LayersReport } from "../../src/reports/layers/layers-report.js";
import { temporaryProject } from "../support/temporary-project.js";
import { runAnalyzer } from "./run-analyzer.js";

const heavy = {
  "node_modules/heavy/package.json": '{ "name": "heavy", "version": "1.2.3", "main": "index.js" }',
  "node_modules/heavy/index.js": 'require("./part.js"); exports.heavy = 1;',
  "node_modules/heavy/part.js": `exports.part = ${JSON.stringify("x".repeat(50_000))};`,
};

it("reads what handlers load, in several versions too", () => {
  const other = Object.fromEntries(
    Object.entries(heavy).map(([file, text]) => [`other/${file}`, text.replace("1.2.3", "2.0.0")]),
  );
  const handler = 'import { heavy } from "heavy";\n\nexport const handler = async () => heavy;\n';
  const directory = temporaryProject({
    "package.json": '{ "name": "small", "type": "module" }',
    ...heavy,
    ...other,
    "src/a.ts": handler,
    "src/b.ts": handler,
    "other/src/c.ts": handler,
  });
  const { exitCode, stdout } = runAnalyzer(directory, "layers", "--format", "json", "--no-cache");
  expect(exitCode).toBe(0);
  const { handlers, shared, conflicts } = JSON.parse(stdout) as LayersReport;
  expect(handlers).toBe(3);
  expect(shared).toMatchObject([{ name: "heavy", version: "1.2.3", handlers: ["src/a.ts", "src/b.ts"] }]);
  expect(shared[0]?.savedBytes).toBe(shared[0]?.bytes);
  expect(conflicts).toMatchObject([
    { name: "heavy", versions: [{ version: "1.2.3" }, { version: "2.0.0" }] },
  ]);
});

it("says which files could not be read, and goes on", () => {
  const directory = temporaryProject({
    "package.json": '{ "name": "small", "type": "module" }',
    "src/a.ts": "export const handler = async () => 1;\n",
    "src/broken.ts": "export const handler = async (event => {};\n",
  });
  const { exitCode, stdout } = runAnalyzer(directory, "layers");
  expect(exitCode).toBe(2);
  expect(stdout).toContain("No package but the runtime's own is loaded by several of 1 handler.");
  expect(stdout).toContain("src/broken.ts");
});
