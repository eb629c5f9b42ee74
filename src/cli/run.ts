import { InputError, messageOf } from "../project/input-error.js";
import type { ExitCode } from "../reporters/reporter.js";
import { parseArguments, type Command } from "./parse-arguments.js";

/** Runs a command line and says what to exit with. Whatever a command needs is loaded when it runs. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  try {
    return await runCommand(parseArguments(argv));
  } catch (error) {
    process.stderr.write(`lambda-analyzer: ${describe(error)}\n`);
    return 2;
  }
}

async function runCommand(command: Command): Promise<ExitCode> {
  switch (command.command) {
    case "help": {
      const { helpOn } = await import("./help.js");
      process.stdout.write(helpOn(command.topic));
      return 0;
    }
    case "version": {
      const { packageInfo } = await import("../rule-kit/package-info.js");
      process.stdout.write(`${packageInfo.version}\n`);
      return 0;
    }
    case "cold": {
      const { runCold } = await import("./commands/cold.js");
      return runCold(command);
    }
    case "facts": {
      const { runFacts } = await import("./commands/facts.js");
      return runFacts(command);
    }
    case "checklist": {
      const { runChecklist } = await import("./commands/checklist.js");
      return runChecklist(command);
    }
    case "layers": {
      const { runLayers } = await import("./commands/layers.js");
      return runLayers(command);
    }
    case "cost": {
      const { runCost } = await import("./commands/cost.js");
      return runCost(command);
    }
    case "profile": {
      const { runProfile } = await import("./commands/profile.js");
      return runProfile(command);
    }
    case "merge": {
      const { runMerge } = await import("./commands/merge.js");
      return runMerge(command);
    }
    case "calibrate": {
      const { runCalibrate } = await import("./commands/calibrate.js");
      return runCalibrate();
    }
  }
}

function describe(error: unknown): string {
  if (error instanceof InputError) return error.message;
  // Whoever reports the bug is asked for the stack; nobody else wants it.
  if (process.env.LAMBDA_ANALYZER_DEBUG !== undefined && error instanceof Error)
    return error.stack ?? error.message;
  return `${messageOf(error)} (this is a bug: LAMBDA_ANALYZER_DEBUG=1 shows where)`;
}
