import awsLambda from "eslint-plugin-aws-lambda";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig([
  globalIgnores(["cdk.out/"]),
  { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } },
  awsLambda.configs.recommended,
  {
    files: ["**/*.ts"],
    rules: {
      "aws-lambda/failure-destination": "warn",
      "aws-lambda/function-url-auth": "warn",
      "aws-lambda/init-budget": ["warn", { targetMs: 250 }],
      "aws-lambda/least-privilege": "warn",
      "aws-lambda/queue-visibility-timeout": "warn",
      "aws-lambda/supported-runtime": "warn",
    },
  },
]);
