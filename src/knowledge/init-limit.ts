/** How long init may take on demand; what takes longer is stopped and run again in the first invocation. */
export const initLimitMs = {
  value: 10_000,
  source:
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib",
  checked: "2026-11-26",
} as const;
