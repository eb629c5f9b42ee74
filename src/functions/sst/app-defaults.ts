import type { CodeValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";

/** What an app or a stack of version 2 is given for all its functions. */
const SETS_DEFAULTS = "setDefaultFunctionProps";

/** What a project says of all functions. */
export interface AppDefaults {
  readonly props: CodeValue | undefined;
  /** Whether nothing else says more. */
  readonly isKnown: boolean;
}

/**
 * `app.setDefaultFunctionProps({ runtime: "nodejs20.x" })` in the code that adds the stacks. What a stack says holds for its
 * functions alone, and which these are is not followed.
 * (https://v2.sst.dev/constructs/App#setdefaultfunctionprops)
 */
export function readAppDefaults({ results }: CodeLog): AppDefaults {
  const calls = results.filter(({ method }) => method === SETS_DEFAULTS);
  const [call] = calls;
  if (call === undefined) return { props: undefined, isKnown: true };
  const isOfApp = results.some(({ method, site }) => method === "stack" && site.module === call.site.module);
  return calls.length === 1 && isOfApp
    ? { props: call.args[0], isKnown: true }
    : { props: undefined, isKnown: false };
}
