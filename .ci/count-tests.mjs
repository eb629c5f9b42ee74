// Adds up vitest's JSON reports and prints the line that CI reads: `12 passed, 0 failed`.
import { readFileSync } from "node:fs";

let passed = 0;
let failed = 0;
for (const path of process.argv.slice(2)) {
  const report = JSON.parse(readFileSync(path, "utf8"));
  passed += report.numPassedTests;
  // A file that cannot be loaded fails without having counted a single test.
  failed +=
    report.numFailedTests +
    report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    ).length;
}
console.log(`${passed} passed, ${failed} failed`);
