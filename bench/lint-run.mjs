// Started by first-lint.ts in a process of its own: lints a file as an editor does, and prints what each lint took, in ms.
import { readFileSync } from "node:fs";
import * as parser from "@typescript-eslint/parser";
import { ESLint } from "eslint";
import awsLambda from "eslint-plugin-aws-lambda";

const [severity = "", file = "", warmUpFile = ""] = process.argv.slice(2);
const eslint = new ESLint({
  cwd: "/",
  overrideConfigFile: true,
  overrideConfig: {
    files: ["**/*.ts"],
    languageOptions: { parser },
    plugins: { "aws-lambda": awsLambda },
    // A rule that looks for handlers: what that takes is not the other one's.
    rules: { "aws-lambda/no-client-in-handler": "error", "aws-lambda/no-heavy-import": severity },
  },
});
const text = readFileSync(file, "utf8");
await lint(readFileSync(warmUpFile, "utf8"), warmUpFile);
console.log(JSON.stringify([await lint(text, file), await lint(`${text}// typed\n`, file)]));

async function lint(code, filePath) {
  const start = performance.now();
  await eslint.lintText(code, { filePath });
  return performance.now() - start;
}
