import type { CodeValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";

/** What an app or a stack of version 2 is given for all its functions. */
const SETS_DEFAULTS = "setDefaultFunctionProps";
/** How many constructs are around one. */
const MAX_DEPTH = 20;

/** What a project says of all functions, and a stack of its own. */
export interface AppDefaults {
  /** What holds for a function, the nearest first. */
  readonly props: readonly CodeValue[];
  /** Whether nothing else says more. */
  readonly isKnown: boolean;
}

/**
 * `app.setDefaultFunctionProps({ runtime: "nodejs20.x" })` in the code that adds the stacks, and
 * `stack.setDefaultFunctionProps({ timeout: 30 })` for what is made in the same stack. The answer is that for a function, by the
 * first argument of what makes it.
 * (https://v2.sst.dev/constructs/App#setdefaultfunctionprops, https://v2.sst.dev/constructs/Stack#setdefaultfunctionprops)
 */
export function readAppDefaults({
  results,
  instances,
}: CodeLog): (scope: CodeValue | undefined) => AppDefaults {
  const calls = results.filter(({ method }) => method === SETS_DEFAULTS);
  const isOfApp = (call: ResultValue): boolean =>
    results.some(({ method, site }) => method === "stack" && site.module === call.site.module);
  const ofApp = calls.filter(isOfApp);
  const ofStacks = calls.filter((call) => !isOfApp(call));
  const scopes = new Set([...instances, ...results].map(({ args }) => args[0]));
  // What nothing is made in may be a stack under another name.
  const areFound = ofStacks.every(({ receiver }) => receiver !== undefined && scopes.has(receiver));
  return (scope) => {
    const around = scopesAround(scope);
    const own = ofStacks.filter(({ receiver }) => receiver !== undefined && around.includes(receiver));
    const isOne = ofApp.length <= 1 && own.length <= 1;
    return {
      props: [...own, ...ofApp].flatMap(({ args: [props] }) => props ?? []),
      isKnown: isOne && (ofStacks.length === 0 || (areFound && scope !== undefined)),
    };
  };
}

/** The constructs in which something is made, from the nearest to the stack. */
function scopesAround(scope: CodeValue | undefined): readonly CodeValue[] {
  const around: CodeValue[] = [];
  for (let current = scope; current !== undefined && around.length < MAX_DEPTH;) {
    around.push(current);
    current = current.kind === "instance" ? current.args[0] : undefined;
  }
  return around;
}
