import type { CodeValue } from "./code/code-value.js";
import { stringOf, valuesIn } from "./code/read-code.js";
import type { ConfigNode } from "./config-node.js";

/** What an event says that is there to keep a function warm: `{ "warmup": true }`, `serverless-plugin-warmup`. */
const WARM_UP = /warm|keep[-_]?alive/i;

/** Whether a name of a schedule, or what is written about it, says that it keeps something warm. */
export function saysWarm(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && WARM_UP.test(text));
}

/** Whether an input of a schedule or a rule says that it keeps the function warm: nobody misses such an event. */
export function isWarmUp(input: ConfigNode | undefined): boolean {
  switch (input?.kind) {
    case "scalar":
      return WARM_UP.test(String(input.value));
    case "map":
      return [...input.entries].some(([name, value]) => WARM_UP.test(name) || isWarmUp(value));
    case "list":
      return input.items.some(isWarmUp);
    case "call":
      return isWarmUp(input.argument);
    default:
      return false;
  }
}

/** The same of code: `JSON.stringify({ warmup: true })`, `RuleTargetInput.fromObject({ warmup: true })`. */
export function isWarmUpInCode(input: CodeValue | undefined): boolean {
  if (input === undefined) return false;
  if (input.kind === "result") return input.args.some(isWarmUpInCode);
  return [...valuesIn(input)].some(
    (value) =>
      WARM_UP.test(stringOf(value) ?? "") ||
      (value.kind === "object" && [...value.entries.keys()].some((name) => WARM_UP.test(name))),
  );
}
