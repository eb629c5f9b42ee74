import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { displayPath } from "../../project/display-path.js";
import { messageOf } from "../../project/input-error.js";
import type { ExitCode, Reported } from "../../reporters/reporter.js";
import { buildProfile, type Log } from "../../reports/profile/build-profile.js";
import type { ProfileReport } from "../../reports/profile/profile-report.js";
import { readInvocations } from "../../reports/profile/read-invocations.js";
import type { ReportProblem } from "../../reports/report-problem.js";
import type { ProfileCommand } from "../parse-arguments.js";
import { outputTerminal, warnOfProblems, writeReported } from "../write-output.js";

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
  if (command.format !== "text" || command.output !== undefined) warnOfProblems(report.problems);
  return writeReported(await renderProfile(report, command), command);
}

async function renderProfile(report: ProfileReport, command: ProfileCommand): Promise<Reported> {
  switch (command.format) {
    case "json": {
      const { reportProfileAsJson } = await import("../../reporters/profile-json.js");
      return reportProfileAsJson(report);
    }
    case "markdown": {
      const { reportProfileAsMarkdown } = await import("../../reporters/profile-markdown.js");
      return reportProfileAsMarkdown(report);
    }
    default: {
      const { reportProfileAsText } = await import("../../reporters/profile-text.js");
      return reportProfileAsText(report, outputTerminal(command));
    }
  }
}
