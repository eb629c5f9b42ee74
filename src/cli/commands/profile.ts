import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { displayPath } from "../../project/display-path.js";
import { messageOf } from "../../project/input-error.js";
import type { ExitCode } from "../../reporters/reporter.js";
import { buildProfile, type Log } from "../../reports/profile/build-profile.js";
import { readInvocations } from "../../reports/profile/read-invocations.js";
import type { ReportProblem } from "../../reports/report-problem.js";
import type { ProfileCommand } from "../parse-arguments.js";
import { outputTerminal } from "../write-output.js";
import { writeReport } from "../write-report.js";

export async function runProfile(command: ProfileCommand): Promise<ExitCode> {
  const logs: Log[] = [];
  const problems: ReportProblem[] = [];
  for (const name of command.files) {
    const path = resolve(name);
    const file = displayPath(path, process.cwd());
    try {
      logs.push({ file, invocations: readInvocations(readFileSync(path, "utf8")) });
    } catch (error) {
      problems.push({ file, importer: null, line: null, message: `It cannot be read: ${messageOf(error)}` });
    }
  }
  const report = buildProfile(logs, problems);
  return writeReport(report, command, {
    text: async (built) =>
      (await import("../../reporters/profile-text.js")).reportProfileAsText(built, outputTerminal(command)),
    json: async (built) => (await import("../../reporters/report-as-json.js")).reportAsJson(built),
    markdown: async (built) =>
      (await import("../../reporters/profile-markdown.js")).reportProfileAsMarkdown(built),
  });
}
