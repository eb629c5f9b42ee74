import { displayPath } from "../../project/display-path.js";
import { onlyValue } from "../../functions/config-value.js";
import { readConfig } from "../../project/config.js";
import { findFunctions } from "../../project/find-functions.js";
import { InputError } from "../../project/input-error.js";
import type { ExitCode } from "../../reporters/reporter.js";
import { buildCostReport, type CostedFunction } from "../../reports/cost/build-cost.js";
import type { CostReport } from "../../reports/cost/cost-report.js";
import { toReportProblem } from "../../reports/report-problem.js";
import type { CostCommand } from "../parse-arguments.js";
import { outputTerminal } from "../write-output.js";
import { writeReport } from "../write-report.js";

export async function runCost(command: CostCommand): Promise<ExitCode> {
  const report = await buildReport(command);
  return writeReport(report, command, {
    text: async (built) =>
      (await import("../../reporters/cost-text.js")).reportCostAsText(built, outputTerminal(command)),
    json: async (built) => (await import("../../reporters/report-as-json.js")).reportAsJson(built),
    markdown: async (built) => (await import("../../reporters/cost-markdown.js")).reportCostAsMarkdown(built),
  });
}

/** The functions of the configuration, each with its memory; or one with the memory that is given. */
async function buildReport(command: CostCommand): Promise<CostReport> {
  const { workload, memoryMb, proposal, args, config: named } = command;
  const architecture = command.architecture ?? "x86_64";
  if (memoryMb !== undefined) {
    if (args.length > 0)
      throw new InputError(
        "--memory says what one function has, and files name several: leave one of them out.",
      );
    const single = { id: null, file: null, line: null, workload: { ...workload, memoryMb, architecture } };
    return buildCostReport({ functions: [single], proposal, unknown: [], problems: [] });
  }
  const directory = process.cwd();
  const config = readConfig(directory, named);
  const { functions, problems } = await findFunctions(args, { directory, config });
  const unknown: string[] = [];
  const costed = functions.flatMap((declared): CostedFunction[] => {
    const memory = onlyValue(declared.memoryMb);
    if (memory === undefined) {
      unknown.push(declared.id);
      return [];
    }
    const isArm = (command.architecture ?? onlyValue(declared.architecture)) === "arm64";
    return [
      {
        id: declared.id,
        file: displayPath(declared.place.file, directory),
        line: declared.place.line,
        workload: { ...workload, memoryMb: memory, architecture: isArm ? "arm64" : "x86_64" },
      },
    ];
  });
  return buildCostReport({
    functions: costed,
    proposal,
    unknown,
    problems: problems.map((problem) => toReportProblem(problem, directory)),
  });
}
