import type { Sourced } from "./fact.js";

/** When Lambda stops to support a runtime. Dates are ISO dates. */
export interface RuntimeLifecycle {
  /** No more security updates from this day on. */
  readonly deprecated: string;
  /** No new function can have it from this day on. */
  readonly blocksCreate: string | undefined;
  /** No function that has it can be updated from this day on: a deployment fails. */
  readonly blocksUpdate: string | undefined;
}

/**
 * The dates move: AWS has put off the blocking ones several times.
 *
 * @public Held against its date by the tests of all tables.
 */
export const runtimeLifecycleSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  checked: "2026-11-26",
};

const rows: readonly (readonly [
  runtime: string,
  deprecated: string,
  create: string | undefined,
  update: string | undefined,
])[] = [
  ["dotnet10", "2028-11-14", "2028-12-14", "2029-01-15"],
  ["dotnet6", "2024-12-20", "2027-02-01", "2027-03-03"],
  ["dotnet8", "2026-11-10", "2027-02-01", "2027-03-03"],
  ["dotnet9", "2026-11-10", undefined, undefined],
  ["dotnetcore1.0", "2019-06-27", "2019-06-30", "2019-07-30"],
  ["dotnetcore2.0", "2019-05-30", "2019-04-30", "2019-05-30"],
  ["dotnetcore2.1", "2022-01-05", "2022-01-05", "2022-04-13"],
  ["dotnetcore3.1", "2023-04-03", "2023-04-03", "2023-05-03"],
  ["go1.x", "2024-01-08", "2024-02-08", "2027-03-03"],
  ["java11", "2027-06-30", "2027-07-31", "2027-08-31"],
  ["java17", "2027-06-30", "2027-07-31", "2027-08-31"],
  ["java21", "2029-06-30", "2029-07-31", "2029-08-31"],
  ["java25", "2029-06-30", "2029-07-31", "2029-08-31"],
  ["java8", "2024-01-08", "2024-02-08", "2027-03-03"],
  ["java8.al2", "2027-06-30", "2027-07-31", "2027-08-31"],
  ["nodejs", "2016-08-30", "2016-09-30", "2016-10-31"],
  ["nodejs10.x", "2021-07-30", "2021-07-30", "2022-02-14"],
  ["nodejs12.x", "2023-03-31", "2023-03-31", "2023-04-30"],
  ["nodejs14.x", "2023-12-04", "2024-01-09", "2027-03-03"],
  ["nodejs16.x", "2024-06-12", "2027-02-01", "2027-03-03"],
  ["nodejs18.x", "2025-09-01", "2027-02-01", "2027-03-03"],
  ["nodejs20.x", "2026-04-30", "2027-02-01", "2027-03-03"],
  ["nodejs22.x", "2027-04-30", "2027-06-01", "2027-07-01"],
  ["nodejs24.x", "2028-04-30", "2028-06-01", "2028-07-01"],
  ["nodejs4.3", "2020-03-05", "2020-02-03", "2020-03-05"],
  ["nodejs4.3-edge", "2020-03-05", "2019-03-31", "2019-04-30"],
  ["nodejs6.10", "2019-08-12", "2019-07-12", "2019-08-12"],
  ["nodejs8.10", "2020-03-06", "2020-02-04", "2020-03-06"],
  ["provided", "2024-01-08", "2024-02-08", "2027-03-03"],
  ["provided.al2", "2026-07-31", "2027-02-01", "2027-03-03"],
  ["provided.al2023", "2029-06-30", "2029-07-31", "2029-08-31"],
  ["python2.7", "2021-07-15", "2021-07-15", "2022-05-30"],
  ["python3.10", "2026-10-31", "2027-02-01", "2027-03-03"],
  ["python3.11", "2027-06-30", "2027-07-31", "2027-08-31"],
  ["python3.12", "2028-10-31", "2028-11-30", "2029-01-10"],
  ["python3.13", "2029-06-30", "2029-07-31", "2029-08-31"],
  ["python3.14", "2029-06-30", "2029-07-31", "2029-08-31"],
  ["python3.6", "2022-07-18", "2022-07-18", "2022-08-29"],
  ["python3.7", "2023-12-04", "2024-01-09", "2027-03-03"],
  ["python3.8", "2024-10-14", "2027-02-01", "2027-03-03"],
  ["python3.9", "2025-12-15", "2027-02-01", "2027-03-03"],
  ["ruby2.5", "2021-07-30", "2021-07-30", "2022-03-31"],
  ["ruby2.7", "2023-12-07", "2024-01-09", "2027-03-03"],
  ["ruby3.2", "2026-03-31", "2027-02-01", "2027-03-03"],
  ["ruby3.3", "2027-03-31", "2027-04-30", "2027-05-31"],
  ["ruby3.4", "2028-03-31", "2028-04-30", "2028-05-31"],
  ["ruby4.0", "2029-03-31", "2029-04-30", "2029-05-31"],
];

/** Every runtime that Lambda has or has had. */
export const runtimeLifecycles: ReadonlyMap<string, RuntimeLifecycle> = new Map(
  rows.map(([runtime, deprecated, blocksCreate, blocksUpdate]) => [
    runtime,
    { deprecated, blocksCreate, blocksUpdate },
  ]),
);

/** The newest runtime of each language, by what the names of its runtimes begin with. */
export const newestRuntimes: ReadonlyMap<string, string> = new Map([
  ["nodejs", "nodejs24.x"],
  ["python", "python3.14"],
  ["java", "java25"],
  ["dotnet", "dotnet10"],
  ["ruby", "ruby4.0"],
  ["provided", "provided.al2023"],
]);

/** The runtimes of a language that Lambda supports on a day, the newest first. */
export function supportedRuntimes(language: string, today: string): readonly string[] {
  const isOfLanguage = new RegExp(`^${language}(?![a-z])`);
  return [...runtimeLifecycles]
    .filter(([runtime, { deprecated }]) => isOfLanguage.test(runtime) && deprecated >= today)
    .map(([runtime]) => runtime)
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}
