import { expect, it, vi } from "vitest";
import type { PackageImport } from "../../src/estimate/package-imports.js";
import { estimateTotalMs } from "../../src/estimate/total-init.js";
import type { ImportScale } from "../../src/estimate/weigh-imports.js";
import type { LambdaModel } from "../../src/lambda/model.js";

const createImportScale = vi.hoisted(() => vi.fn<() => Pick<ImportScale, "figuresOf" | "savedMs">>());
vi.mock("../../src/estimate/weigh-imports.js", () => ({ createImportScale }));

const imported = (module: string) => ({ module }) as unknown as PackageImport;
const lambda = {} as LambdaModel;

/** The total of imports that cost and save so much; those that are not listed are not known. */
function totalOf(
  modules: readonly string[],
  likely: Record<string, number>,
  saved: Record<string, number> = {},
) {
  createImportScale.mockReset().mockReturnValue({
    figuresOf: ({ module }) =>
      likely[module] === undefined
        ? undefined
        : { low: 0, likely: likely[module], high: 999, modules: 1, kb: 1 },
    savedMs: ({ module }, figures) => saved[module] ?? figures.likely,
  });
  const total = estimateTotalMs("/project/handler.ts", modules.map(imported), lambda, 100);
  return total && { ms: total.ms, heaviest: total.heaviest.module };
}

it("knows nothing of a file without imports, or with none that is known", () => {
  expect(totalOf([], {})).toBeUndefined();
  expect(totalOf(["own"], {})).toBeUndefined();
});

it("takes an import that nobody knows for none", () => {
  expect(totalOf(["own", "pg"], { pg: 20 })).toEqual({ ms: 20, heaviest: "pg" });
});

it("adds up what has nothing in common, whatever the order", () => {
  expect(totalOf(["pg", "zod"], { pg: 20, zod: 30 })).toEqual({ ms: 50, heaviest: "zod" });
  expect(totalOf(["zod", "pg"], { pg: 20, zod: 30 })).toEqual({ ms: 50, heaviest: "zod" });
});

it("counts once what imports have in common: the heaviest as a whole, of the others their own", () => {
  const total = totalOf(["s3", "sqs", "sns"], { s3: 100, sqs: 80, sns: 70 }, { s3: 40, sqs: 15, sns: 5 });
  expect(total).toEqual({ ms: 120, heaviest: "s3" });
});

it("asks once, with all imports and the time there is", () => {
  totalOf(["pg", "own"], { pg: 20 });
  expect(createImportScale.mock.calls).toEqual([
    [{ filename: "/project/handler.ts", imports: [imported("pg"), imported("own")], lambda, budgetMs: 100 }],
  ]);
});
