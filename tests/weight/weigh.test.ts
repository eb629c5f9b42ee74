import { describe, expect, it } from "vitest";
import { weigh } from "../../src/weight/weigh.js";

describe("weigh", () => {
  it("tells what an import costs, of which version, on which Node.js and when", () => {
    const weight = weigh("aws-sdk", "cjs");
    expect(weight).toMatchObject({
      provenance: { kind: "table", package: "aws-sdk", version: expect.stringMatching(/^2\./) as string },
    });
    expect(weight?.modules).toBeGreaterThan(400);
    expect(weight?.kb).toBeGreaterThan(1000);
    expect(weight?.provenance.node).toMatch(/^\d+\.\d+\.\d+$/);
    expect(weight?.provenance.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it.each([
    "left-pad-of-nobody",
    "",
    "./local.js",
    "@aws-sdk",
    "aws-sdk/clients",
    "aws-sdk/package.json",
    "Lodash",
    "toString",
  ])("knows nothing of %j", (specifier) => {
    expect(weigh(specifier)).toBeUndefined();
  });

  it("does not lend a package's weight to a subpath that was not measured", () => {
    expect(weigh("lodash")).toBeDefined();
    expect(weigh("lodash/nosuchfunction")).toBeUndefined();
  });

  it.each([
    ["lodash/get", "lodash"],
    ["date-fns/format", "date-fns"],
    ["aws-sdk/clients/s3", "aws-sdk"],
    ["lodash-es/get", "lodash-es"],
  ])("%s is a row of its own, lighter than %s", (part, whole) => {
    for (const format of ["cjs", "esm"] as const) {
      expect(weigh(part, format)?.likely).toBeLessThan(weigh(whole, format)?.likely ?? 0);
    }
    expect(weigh(part)?.provenance.package).toBe(whole);
  });

  it("reads the spelling that ESM needs as the same file", () => {
    expect(weigh("lodash/get.js", "esm")).toEqual(weigh("lodash/get", "esm"));
    expect(weigh("aws-sdk/clients/s3.js")).toEqual(weigh("aws-sdk/clients/s3"));
  });

  it("weighs modules of Node.js with and without the prefix", () => {
    const weight = weigh("node:http2");
    expect(weight).toEqual(weigh("http2"));
    expect(weight).toMatchObject({ modules: 0, kb: 0, provenance: { package: "node" } });
    expect(weight?.builtins).toBeGreaterThan(10);
    expect(weigh("node:lodash")).toBeUndefined();
    expect(weigh("node:path")).toBeUndefined();
  });

  it("names the dependency that weighs most", () => {
    expect(weigh("moment-timezone", "cjs")?.heaviest?.module).toBe("moment");
    expect(weigh("dayjs", "cjs")).not.toHaveProperty("heaviest");
  });

  it("spans both formats when the format is not known, and takes the lighter one for the likely figure", () => {
    const cjs = weigh("moment", "cjs");
    const esm = weigh("moment", "esm");
    const either = weigh("moment");
    if (cjs === undefined || esm === undefined || either === undefined)
      throw new Error("moment is in the table");
    expect(cjs.likely).toBeLessThan(esm.likely);
    expect(either).toEqual({ ...cjs, low: Math.min(cjs.low, esm.low), high: Math.max(cjs.high, esm.high) });
  });
});
