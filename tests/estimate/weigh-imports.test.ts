import { expect, it, vi } from "vitest";
import type { PackageImport } from "../../src/estimate/package-imports.js";
import { createImportScale } from "../../src/estimate/weigh-imports.js";
import type { LambdaModel } from "../../src/lambda/model.js";
import { weigh } from "../../src/weight/weigh.js";

const estimateFile = vi.hoisted(() => vi.fn());
vi.mock("../../src/estimate/estimate-file.js", () => ({ estimateFile }));

const imported = (module: string): PackageImport => ({
  module,
  loads: [] as unknown as PackageImport["loads"],
  format: undefined,
  weight: weigh(module),
});

const lambda = { handlers: [], pathUseOf: () => "some" } as unknown as LambdaModel;

function scaleOf(imports: readonly PackageImport[]) {
  return createImportScale({ filename: "/project/handler.ts", imports, lambda, budgetMs: 100 });
}

it("goes on with the table where reading what is installed fails, and does not try again", () => {
  estimateFile.mockReset().mockImplementation(() => {
    throw new Error("Cannot find native binding");
  });
  const imports = [imported("lodash"), imported("not-in-the-table"), imported("nor-this")];
  const scale = scaleOf(imports);
  expect(imports.map((one) => scale.figuresOf(one)?.likely)).toEqual([
    weigh("lodash")?.likely,
    undefined,
    undefined,
  ]);
  expect(estimateFile).toHaveBeenCalledTimes(1);
});

it("asks once for all packages that are not in the table, and for none that is", () => {
  estimateFile.mockReset().mockReturnValue(new Map());
  const scale = scaleOf([imported("lodash"), imported("not-in-the-table"), imported("nor-this")]);
  for (const module of ["lodash", "not-in-the-table", "nor-this"]) scale.figuresOf(imported(module));
  expect(
    estimateFile.mock.calls.map(([, asked]) => (asked as PackageImport[]).map(({ module }) => module)),
  ).toEqual([["not-in-the-table", "nor-this"]]);
});
