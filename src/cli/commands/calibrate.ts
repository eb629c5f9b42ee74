import type { ExitCode } from "../../reporters/reporter.js";
import { calibrate } from "../../weight/calibrate.js";
import { writeCalibration } from "../calibration-file.js";
import { createProgress, drawProgressBar } from "../progress.js";

/** Measures the machine and keeps the result. Runs modules of its own making only. */
export async function runCalibrate(): Promise<ExitCode> {
  const progress = await createProgress();
  const calibration = await calibrate({
    onRound: (done, rounds) => {
      progress.update(`loading modules ${drawProgressBar(done, rounds)}`);
    },
  }).finally(() => {
    progress.stop();
  });
  const file = writeCalibration(calibration);
  const { commonjs, module, bundle, builtins } = calibration.slowdown;
  process.stdout.write(`Loading takes this machine, compared with the one that the model was measured on:

  CommonJS modules       ${commonjs.toFixed(2)} times as long
  ES modules             ${module.toFixed(2)} times as long
  bundles                ${bundle.toFixed(2)} times as long
  modules of Node.js     ${builtins.toFixed(2)} times as long

Estimates with Node.js ${calibration.node.split(".", 1)[0] ?? ""} are this machine's from now on: ${file} says so.
`);
  return 0;
}
