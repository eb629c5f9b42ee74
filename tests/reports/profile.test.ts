import { describe, expect, it } from "vitest";
import { buildProfile } from "../../src/reports/profile/build-profile.js";
import { type LoggedInvocation, readInvocations } from "../../src/reports/profile/read-invocations.js";

const COLD =
  "REPORT RequestId: 1a\tDuration: 395.99 ms\tBilled Duration: 662 ms\tMemory Size: 512 MB\tMax Memory Used: 301 MB\tInit Duration: 265.72 ms\t";
const WARM =
  "REPORT RequestId: 2b\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 302 MB\t";
const cold = { durationMs: 395.99, billedMs: 662, memoryMb: 512, maxMemoryUsedMb: 301, initMs: 265.72 };
const warm = { durationMs: 12.5, billedMs: 13, memoryMb: 512, maxMemoryUsedMb: 302, initMs: undefined };
const EVENT = JSON.stringify({
  time: "2026-11-29T10:00:00.000Z",
  type: "platform.report",
  record: {
    requestId: "1a",
    metrics: {
      durationMs: 395.99,
      billedDurationMs: 662,
      memorySizeMB: 512,
      maxMemoryUsedMB: 301,
      initDurationMs: 265.72,
    },
  },
});

describe("readInvocations", () => {
  it.each([
    ["lines", `START RequestId: 1a\n${COLD}\nEND RequestId: 1a\r\n${WARM}\n`],
    [
      "lines behind what a tool writes",
      `2026-11-29T10:00:00 orders ${COLD}\n2026-11-29T10:00:01 orders ${WARM}`,
    ],
    ["blanks in place of tabs", `${COLD}\n${WARM}`.replaceAll("\t", " ")],
    [
      "the answer of the AWS CLI",
      JSON.stringify({ events: [{ message: `${COLD}\n` }, { message: `${WARM}\n` }] }, null, 2),
    ],
    ["a JSON document in one line", JSON.stringify([{ message: COLD }, { message: WARM }])],
    ["events of a log in JSON", `${EVENT}\n{"level":"INFO","message":"REPORT"}\n${WARM}`],
  ])("reads %s", (_, text) => {
    expect(readInvocations(text)).toEqual([cold, warm]);
  });

  it("does not take what functions log for a report, nor a line that was cut off", () => {
    expect(
      readInvocations(`REPORT of the day: Duration: 3 ms\n${COLD.slice(0, 60)}\n{"type":"platform.report"}`),
    ).toEqual([]);
    expect(readInvocations("")).toEqual([]);
    expect(readInvocations("{ not JSON")).toEqual([]);
  });

  it("does not take the duration of a restore for that of the invocation", () => {
    const restored = `${WARM}Restore Duration: 900.00 ms\tBilled Restore Duration: 100 ms`;
    expect(readInvocations(restored)).toEqual([warm]);
    const before = restored.replace("\tDuration: 12.50 ms", "\tRestore Duration: 900 ms\tDuration: 12.50 ms");
    expect(readInvocations(before)).toEqual([warm]);
  });
});

function profileOf(invocations: readonly LoggedInvocation[]) {
  return buildProfile([{ file: "orders.log", invocations }], []);
}

const times = (count: number, changes: Partial<LoggedInvocation> = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...warm, durationMs: index + 1, ...changes }));

describe("buildProfile", () => {
  it("has percentiles by nearest rank, and the share of cold starts", () => {
    const { profiles } = profileOf([...times(99), { ...cold, durationMs: 100 }]);
    expect(profiles).toMatchObject([
      {
        file: "orders.log",
        memoryMb: 512,
        invocations: 100,
        coldStarts: 1,
        durationMs: { p50: 50, p95: 95, p99: 99, max: 100 },
        initMs: { p50: 265.72, max: 265.72 },
        maxMemoryUsedMb: 302,
        billedMs: 19.49,
      },
    ]);
    expect(profileOf(times(1)).profiles).toMatchObject([
      { durationMs: { p50: 1, p95: 1, p99: 1, max: 1 }, initMs: null },
    ]);
  });

  it("keeps memory sizes apart: somebody changed it", () => {
    const { profiles } = profileOf([...times(2, { memoryMb: 1024 }), ...times(1)]);
    expect(profiles.map(({ memoryMb, invocations }) => [memoryMb, invocations])).toEqual([
      [512, 1],
      [1024, 2],
    ]);
  });

  it.each([
    ["too little", { memoryMb: 128, maxMemoryUsedMb: 120 }, /120 MB of 128 MB.*give it 192 MB/],
    [
      "far more than is used",
      { memoryMb: 1024, maxMemoryUsedMb: 90 },
      /90 MB at most: 128 MB would hold it.*less CPU/,
    ],
    ["more vCPUs than one", { memoryMb: 8192, maxMemoryUsedMb: 2000 }, /2432 MB would hold it.*fewer vCPUs/],
  ])("says what follows from %s", (_, changes, advice) => {
    expect(profileOf(times(40, changes)).profiles[0]?.advice).toMatch(advice);
  });

  it("advises nothing where the size fits, or few invocations say it", () => {
    expect(profileOf(times(40, { memoryMb: 512, maxMemoryUsedMb: 300 })).profiles[0]?.advice).toBeNull();
    expect(profileOf(times(29, { memoryMb: 1024, maxMemoryUsedMb: 90 })).profiles[0]?.advice).toBeNull();
    expect(profileOf(times(1, { memoryMb: 128, maxMemoryUsedMb: 128 })).profiles[0]?.advice).toMatch(
      /give it/,
    );
  });

  it("says of a log without reports what to do", () => {
    expect(profileOf([])).toMatchObject({ profiles: [], problems: [{ file: "orders.log" }] });
  });
});
