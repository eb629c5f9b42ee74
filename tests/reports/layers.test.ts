import { expect, it } from "vitest";
import type { GraphModule, ModuleGraph } from "../../src/graph/module-graph.js";
import { buildLayersReport, collectPackages } from "../../src/reports/layers/build-layers.js";

/** A graph of files of packages: `["zod@4.0.0", "index.js", 100]`. */
function graphOf(...files: readonly (readonly [string | undefined, string, number])[]): ModuleGraph {
  const modules = files.map(([owner, name, bytes]) => {
    const [, packageName = "", version] = /^(.+)@(.*)$/.exec(owner ?? "") ?? [];
    const id = `/project/node_modules/${owner ?? "own"}/${name}`;
    const module = {
      id,
      format: "commonjs",
      package:
        owner === undefined
          ? undefined
          : { name: packageName, version: version === "" ? undefined : version },
      facts: { bytes },
      edges: [],
    } as unknown as GraphModule;
    return [id, module] as const;
  });
  return { entry: "/project/src/a.ts", modules: new Map(modules), problems: [] };
}

const reportOf = (graphs: Readonly<Record<string, ModuleGraph>>) =>
  buildLayersReport(
    Object.entries(graphs).map(([entry, graph]) => collectPackages(entry, graph)),
    [],
  );

it("has what several handlers load, each file once, and what they load beyond one copy", () => {
  const { handlers, shared, conflicts } = reportOf({
    "src/a.ts": graphOf(
      ["zod@4.0.0", "index.js", 100],
      ["zod@4.0.0", "core.js", 50],
      [undefined, "own.js", 7],
    ),
    "src/b.ts": graphOf(["zod@4.0.0", "index.js", 100], ["zod@4.0.0", "extra.js", 20]),
    "src/c.ts": graphOf(["pg@8.0.0", "index.js", 900]),
  });
  expect(handlers).toBe(3);
  expect(shared).toEqual([
    {
      name: "zod",
      version: "4.0.0",
      handlers: ["src/a.ts", "src/b.ts"],
      bytes: 170,
      savedBytes: 100,
      isInRuntime: false,
    },
  ]);
  expect(conflicts).toEqual([]);
});

it("counts each version for itself, and says where they differ", () => {
  const { shared, conflicts } = reportOf({
    "src/a.ts": graphOf(["uuid@9.0.1", "index.js", 10], ["uuid@10.0.0", "index.js", 10]),
    "src/b.ts": graphOf(["uuid@9.0.1", "index.js", 10]),
    "src/c.ts": graphOf(["uuid@", "index.js", 10]),
  });
  expect(shared.map(({ name, version }) => `${name}@${version ?? ""}`)).toEqual(["uuid@9.0.1"]);
  expect(conflicts).toEqual([
    {
      name: "uuid",
      versions: [
        { version: "9.0.1", handlers: ["src/a.ts", "src/b.ts"] },
        { version: "10.0.0", handlers: ["src/a.ts"] },
      ],
    },
  ]);
});

it("knows what the runtime ships, and has what saves most first", () => {
  const graph = graphOf(
    ["@aws-sdk/client-s3@3.900.0", "index.js", 500],
    ["zod@4.0.0", "index.js", 100],
    ["ms@2.1.3", "index.js", 900],
  );
  const { shared } = reportOf({ "src/a.ts": graph, "src/b.ts": graph });
  expect(shared.map(({ name, isInRuntime }) => [name, isInRuntime])).toEqual([
    ["ms", false],
    ["@aws-sdk/client-s3", true],
    ["zod", false],
  ]);
});

it("has nothing to say of nothing", () => {
  expect(reportOf({})).toMatchObject({ handlers: 0, shared: [], conflicts: [] });
});
