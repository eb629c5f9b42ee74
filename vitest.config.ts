import { defineConfig } from "vitest/config";

/** Tests of functions that keep nothing for the next file: they share one load of ESLint and TypeScript. */
const shared = [
  "tests/{rules,lambda,syntax,functions}/**/*.test.ts",
  // The one left out replaces modules, which nobody may have loaded before.
  "tests/callers/**/!(shared-sources).test.ts",
];

/** They pack the package and install it, which needs the npm registry: `npm run test:package`. */
const packed = ["tests/package/**/*.test.ts"];

export default defineConfig({
  test: {
    exclude: ["tests/fixtures/**", "tests/bench/**"],
    // No test asserts a time. The limits only end a run that hangs, so they allow for a slow, shared machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One less is the default, which on a machine with two cores leaves one of them idle.
    maxWorkers: "100%",
    coverage: { provider: "v8", include: ["src/**"] },
    projects: [
      { extends: true, test: { name: "shared", include: shared, isolate: false } },
      {
        extends: true,
        test: { name: "isolated", include: ["tests/**/*.test.ts"], exclude: [...shared, ...packed] },
      },
      { extends: true, test: { name: "package", include: packed } },
    ],
  },
});
