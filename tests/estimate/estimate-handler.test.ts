import { describe, expect, it } from "vitest";
import { estimateHandler, type EstimateInput } from "../../src/estimate/estimate-handler.js";
import type { Bundle } from "../../src/graph/bundle.js";
import type { GraphModule } from "../../src/graph/module-graph.js";
import type { Weigher } from "../../src/estimate/weigher.js";
import { type FakeModules, fakeGraph, fakeWeigher } from "./fake-graph.js";

function estimate(modules: FakeModules, rest: Partial<EstimateInput> = {}) {
  return estimateHandler({ graph: fakeGraph(modules), weigher: fakeWeigher, ...rest });
}

/** The likely milliseconds of each import: alone, what would go with it, what would stay. */
function shares(modules: FakeModules) {
  return Object.fromEntries(
    estimate(modules).imports.map(({ specifier, initMs, exclusive, shared }) => [
      specifier,
      [initMs.likely, exclusive.initMs.likely, shared.initMs.likely],
    ]),
  );
}

describe("the whole handler", () => {
  it("counts each module once, Node's own apart, and leaves out what is lazy", () => {
    const { entry, unbundled, bundled, problems, assumptions } = estimate({
      "h.ts": ["pkg:a/1", "pkg:b/1", "~pkg:c/1"],
      "pkg:a/1": ["pkg:b/1", "node:http"],
      "pkg:b/1": ["pkg:a/1"],
    });
    expect(entry).toBe("h.ts");
    expect(unbundled).toEqual({
      modules: 3,
      bytes: 300,
      builtins: 1,
      initMs: { low: 6.5, likely: 13, high: 26 },
      provenance: "modelled",
      moduleFiles: ["h.ts", "pkg:a/1", "pkg:b/1"],
    });
    expect(bundled).toBeUndefined();
    expect(problems).toEqual([]);
    expect(assumptions).toEqual({ memoryMb: 1769, node: "20.20.2" });
  });

  it("takes longer on a smaller share of a vCPU, and no less on several", () => {
    const likely = (memoryMb: number) =>
      estimate({ "h.ts": ["pkg:a/1"] }, { memoryMb }).unbundled.initMs.likely;
    expect(likely(1769)).toBe(2);
    expect(likely(1769 / 4)).toBe(8);
    expect(likely(10_240)).toBe(2);
  });

  it("is empty, and does not fail, where the entry could not be read", () => {
    const problems = [{ file: "h.ts", importer: undefined, message: "There is no such file." }];
    const empty = estimateHandler({
      graph: { entry: "h.ts", modules: new Map(), problems },
      weigher: fakeWeigher,
    });
    expect(empty).toMatchObject({ imports: [], unbundled: { modules: 0, moduleFiles: [] }, problems });
  });
});

describe("an import", () => {
  it("costs what it reaches; what others reach as well would stay", () => {
    expect(
      shares({
        "h.ts": ["pkg:a/1", "pkg:b/1", "pkg:core/1"],
        "pkg:a/1": ["pkg:a/2", "pkg:core/1"],
        "pkg:b/1": ["pkg:core/1"],
        "pkg:core/1": ["pkg:core/2"],
      }),
    ).toEqual({ "pkg:a/1": [4, 2, 2], "pkg:b/1": [3, 1, 2], "pkg:core/1": [2, 0, 2] });
  });

  it("saves nothing alone where another import loads it too", () => {
    expect(shares({ "h.ts": ["pkg:a/1", "lib.ts"], "lib.ts": ["pkg:a/1"] })).toEqual({
      "pkg:a/1": [1, 0, 1],
      "lib.ts": [2, 1, 1],
    });
  });

  it("does not count what the entry loads through a cycle back to it", () => {
    expect(shares({ "h.ts": ["lib.ts", "pkg:a/1"], "lib.ts": ["h.ts"] })).toEqual({
      "lib.ts": [1, 1, 0],
      "pkg:a/1": [1, 1, 0],
    });
  });

  it("leaves what is done once to those that stay", () => {
    expect(
      shares({ "h.ts": ["pkg:a/1", "pkg:b/1"], "pkg:a/1": ["node:http"], "pkg:b/1": ["node:tls"] }),
    ).toEqual({ "pkg:a/1": [11, 2, 9], "pkg:b/1": [11, 2, 9] });
  });

  it("may be one of Node's own modules, and is listed once however often the file asks for it", () => {
    const { imports } = estimate({ "h.ts": ["node:http", "node:http"] });
    expect(imports).toHaveLength(1);
    expect(imports[0]).toMatchObject({ specifier: "node:http", line: 1, modules: 0, bytes: 0 });
  });

  it("says how the handler comes by it, where the caller knows", () => {
    const { imports } = estimate(
      { "h.ts": ["pkg:a/1", "pkg:b/1"] },
      { uses: new Map([["pkg:b/1", "some"]]) },
    );
    expect(imports.map(({ use }) => use)).toEqual([undefined, "some"]);
  });
});

describe("the heaviest chain", () => {
  const chain = (modules: FakeModules) =>
    estimate(modules).imports[0]?.heaviestChain.map(({ file, inclusive }) => [file, inclusive.modules]);

  it("leads through the project's files to the package with the largest own cost, one link a package", () => {
    expect(
      chain({
        "h.ts": ["db.ts"],
        "db.ts": ["pkg:mongoose/index"],
        "pkg:mongoose/index": ["pkg:mongoose/lib"],
        "pkg:mongoose/lib": ["pkg:mongodb/index"],
        "pkg:mongodb/index": ["pkg:mongodb/a", "pkg:mongodb/b", "pkg:bson/1"],
      }),
    ).toEqual([
      ["db.ts", 7],
      ["pkg:mongoose/index", 6],
      ["pkg:mongodb/index", 4],
    ]);
  });

  it("takes the shortest way", () => {
    expect(
      chain({
        "h.ts": ["a.ts"],
        "a.ts": ["b.ts", "c.ts"],
        "b.ts": ["d.ts"],
        "d.ts": ["pkg:big/1"],
        "c.ts": ["pkg:big/1"],
        "pkg:big/1": ["pkg:big/2"],
      }),
    ).toEqual([
      ["a.ts", 6],
      ["c.ts", 3],
      ["pkg:big/1", 2],
    ]);
  });

  it("is the import alone where that is the heaviest part", () => {
    expect(chain({ "h.ts": ["pkg:a/1"], "pkg:a/1": ["pkg:a/2", "pkg:b/1"] })).toEqual([["pkg:a/1", 3]]);
  });
});

describe("what if", () => {
  const whatIfs = (modules: FakeModules, rest: Partial<EstimateInput>) =>
    estimate(modules, rest).whatIfs.map(({ kind, subject, saves }) => [kind, subject, saves.initMs.likely]);

  const two: FakeModules = {
    "h.ts": ["pkg:a/1", "pkg:b/1"],
    "pkg:a/1": ["pkg:core/1"],
    "pkg:b/1": ["pkg:core/1"],
  };

  it("an import that some paths do without is lazy: alone and together, since shares do not add up", () => {
    const uses = new Map([
      ["pkg:a/1", "some"],
      ["pkg:b/1", "some"],
    ] as const);
    expect(whatIfs(two, { uses })).toEqual([
      ["lazy-import", undefined, 3],
      ["lazy-import", "pkg:a/1", 1],
      ["lazy-import", "pkg:b/1", 1],
    ]);
  });

  it("nothing is lazy where each path needs it, or nobody knows", () => {
    expect(whatIfs(two, { uses: new Map([["pkg:a/1", "every"]]) })).toEqual([]);
  });

  it("a lighter import stands in, for which the table has a figure", () => {
    const graph = fakeGraph({ "h.ts": ["moment", "winston"], moment: ["pkg:moment/1", "pkg:moment/2"] });
    expect(whatIfs({}, { graph })).toEqual([["lighter-import", "moment", 1]]);
  });

  it("another library is not worth rewriting for, when it saves little of what the import costs", () => {
    const weigher: Weigher = {
      ...fakeWeigher,
      weighImport: (specifier) =>
        specifier === "valibot"
          ? { modules: 1, bytes: 50, initMs: { low: 6, likely: 7, high: 8 } }
          : undefined,
    };
    const graphOf = (count: number) =>
      fakeGraph({
        "h.ts": ["zod"],
        zod: Array.from({ length: count }, (_, index) => `pkg:zod/${index}`),
      });
    expect(whatIfs({}, { graph: graphOf(8), weigher })).toEqual([]);
    expect(whatIfs({}, { graph: graphOf(19), weigher })).toEqual([["lighter-import", "zod", 13]]);
  });

  it("each handler of a file has a file of its own: what none of them names stays with all", () => {
    const handlers = [
      { name: "list", needs: new Set(["pkg:a/1"]) },
      { name: "print", needs: new Set(["pkg:b/1"]) },
    ];
    const modules = {
      ...two,
      "h.ts": ["pkg:a/1", "pkg:b/1", "log.ts"],
      "pkg:b/1": ["pkg:core/1", "pkg:b/2"],
    };
    expect(whatIfs(modules, { handlers })).toEqual([
      ["split-handler", "list", 2],
      ["split-handler", "print", 1],
    ]);
    expect(whatIfs(modules, { handlers: handlers.slice(1) })).toEqual([]);
  });

  it("it is bundled, or not: one of them costs more", () => {
    const inputs = new Map(
      ["h.ts", "a", "b", "c", "d"].map((file) => [file, { bytesInOutput: 9, imports: [] }]),
    );
    const bundle: Bundle = {
      entry: "h.ts",
      facts: { bytes: 45, tokens: 9, initTokens: 9, functions: 0 },
      bytes: 45,
      inputs,
      builtins: ["node:http"],
      externals: [],
      problems: [],
    };
    expect(whatIfs(two, { bundle })).toEqual([
      ["bundle", undefined, -1],
      ["unbundle", undefined, 1],
    ]);
    expect(estimate(two, { bundle }).bundled).toMatchObject({ modules: 5, bytes: 45, builtins: 1 });
  });
});

describe("large graphs", () => {
  /** A chain of files, each of which also asks for the one that is `imports` further on. */
  function longGraph(size: number, imports: number) {
    const id = (number: number) => `m${number}`;
    const modules = new Map<string, GraphModule>();
    for (let number = 0; number < size; number++) {
      const targets =
        number === 0 ? [...Array(imports).keys()].map((next) => next + 1) : [number + 1, number + imports];
      const edges = targets.filter((target) => target < size).map(id);
      modules.set(id(number), fakeGraph({ [id(number)]: edges }).modules.get(id(number))!);
    }
    return { entry: "m0", modules, problems: [] };
  }

  it("are read without recursion, each set of modules weighed once for each import and link", () => {
    let weighed = 0;
    const weigher = {
      ...fakeWeigher,
      weighModules(modules: readonly GraphModule[]) {
        weighed += modules.length;
        return fakeWeigher.weighModules(modules);
      },
    };
    const size = 100_000;
    const { imports, unbundled } = estimateHandler({ graph: longGraph(size, 4), weigher });
    expect(unbundled.modules).toBe(size);
    expect(imports.map(({ modules }) => modules)).toEqual([size - 1, size - 2, size - 3, size - 4]);
    expect(weighed).toBeLessThanOrEqual(size * (1 + 3 * imports.length));
  });
});
