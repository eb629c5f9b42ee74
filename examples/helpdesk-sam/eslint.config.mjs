import awsLambda from "eslint-plugin-aws-lambda";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig([
  globalIgnores([".aws-sam/"]),
  { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
  { files: ["src/**/*.js"], languageOptions: { sourceType: "commonjs" } },
  awsLambda.configs.strict,
  awsLambda.configs["templates-strict"],
]);
