import awsLambda from "eslint-plugin-aws-lambda";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig([
  globalIgnores([".serverless/", ".esbuild/"]),
  { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
  { files: ["src/legacy/**/*.js"], languageOptions: { sourceType: "commonjs" } },
  awsLambda.configs.recommended,
  awsLambda.configs.templates,
  {
    files: awsLambda.configs.templates.files,
    rules: {
      "aws-lambda/failure-destination": "warn",
      "aws-lambda/function-timeout": "warn",
      "aws-lambda/prefer-arm64": "warn",
      "aws-lambda/queue-visibility-timeout": "warn",
      "aws-lambda/supported-runtime": "warn",
      "aws-lambda/tracing": "warn",
    },
  },
]);
