import { isSst2Package } from "../../knowledge/framework-names.js";
import type { CodeValue, ImportedValue } from "./code-value.js";
import type { Machine } from "./machine.js";

/**
 * `use(Storage)` of version 2 of SST: what the function of another stack has returned, which the app has called with a context
 * that no code shows. Undefined for what is no such call, and where that is not known.
 * (https://v2.sst.dev/constructs/function#use)
 */
export function useStack(
  { specifier, path }: ImportedValue,
  [stack]: readonly CodeValue[],
  machine: Machine,
): CodeValue | undefined {
  if (!isSst2Package(specifier) || path.join(".") !== "use" || stack?.kind !== "function") return undefined;
  const answer = machine.answerOf(stack);
  return answer?.kind === "opaque" ? undefined : answer;
}
