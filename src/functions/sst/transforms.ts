import type { CodeLog } from "../code/machine.js";
import { textOf } from "../code/read-code.js";

/**
 * Whether something else than the function itself may say a setting of every function: a transform of SST 3.
 * `$transform(sst.aws.Function, (args) => { args.memory ??= "512 MB"; })`
 * (https://sst.dev/docs/reference/global/#transform)
 */
export function transformedSettings(log: CodeLog): (name: string) => boolean {
  const texts = log.results.flatMap(({ callee, args: [of, change] }) => {
    if (callee?.specifier !== "sst/$transform" || of?.kind !== "imported") return [];
    if (!/^(?:aws|lambda)\.Function$/.test(of.path.join("."))) return [];
    return [change?.kind === "function" ? textOf(change.site) : undefined];
  });
  return (name) => texts.some((text) => text === undefined || new RegExp(`\\b${name}\\b`).test(text));
}
