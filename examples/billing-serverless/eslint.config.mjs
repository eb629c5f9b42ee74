import awsLambda from "eslint-plugin-aws-lambda";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig([
  globalIgnores([".serverless/", ".esbuild/"]),
  { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
  { files: ["src/legacy/**/*.js"], languageOptions: { sourceType: "commonjs" } },
  awsLambda.configs.recommended,
  awsLambda.configs.templates,
]);
