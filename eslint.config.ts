import awsLambda from "eslint-plugin-aws-lambda";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  // The examples hold the mistakes that the rules look for: `npm run demo` lints them.
  // AssemblyScript looks like TypeScript, and its compiler has types of its own.
  globalIgnores(["dist/", "coverage/", "examples/", "tests/fixtures/", "src/graph/scan/assembly/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
  tseslint.configs.strictTypeChecked,
  eslintPlugin.configs.recommended,
  // The built plugin on its own sources, by the package's name, as a user would configure it.
  awsLambda.configs.strict,
  {
    // One program for all files: the project service took half as long again.
    languageOptions: { parserOptions: { project: ["tsconfig.json"], tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Node types are compared with string literals: the enum lives in a module that loads ESLint.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
    },
  },
  { files: ["**/*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ["tests/**"],
    rules: {
      // A test that meets an unexpected undefined fails, which is all that is asked of it.
      "@typescript-eslint/no-non-null-assertion": "off",
      // What the harness hands out is made of closures, and is taken apart by the tests.
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
