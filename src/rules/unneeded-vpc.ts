import { readFunctionSources } from "../callers/function-sources.js";
import { type Place, isSamePlace } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { foldersOfLayers } from "../functions/layer-folders.js";
import { mayConnectPrivately, mayNeedVpc } from "../knowledge/private-resources.js";
import { isQuietPackage } from "../knowledge/quiet-packages.js";
import { describePlace } from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";

export default createConfigRule({
  name: "unneeded-vpc",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow putting a function into a VPC from which it needs nothing",
      recommended: "warn",
      strict: "warn",
      seed: ["DEC-06"],
    },
    messages: {
      unneededVpc:
        "`{{id}}` is in a VPC, and nothing that {{handler}} loads connects to anything in it: it asks AWS services only. From the VPC they are reached by a NAT gateway or by endpoints, which cost money and can fail. Remove the VPC, or set `complianceVpc` in the settings where a rule demands it.",
    },
    schema: [],
  },
  check(declared, { report, functions, context }) {
    if (getFileSettings(context).settings.complianceVpc) return;
    const all = functions.flatMap((fn) => fn.madeAs ?? [fn]);
    for (const fn of declared.madeAs ?? [declared]) {
      const { id, handler } = fn;
      const found = findUnneeded(fn, all);
      if (found === undefined || handler.file === undefined) continue;
      report({
        place: found,
        messageId: "unneededVpc",
        data: { id, handler: describePlace({ file: handler.file, line: 1, column: 1 }, context) },
      });
    }
  },
});

/**
 * The first place that gives the VPC to no function which needs it: of those that a construct makes, the one that gives it to
 * the construct. What functions share is asked about with the first of them.
 */
function findUnneeded(fn: FunctionConfig, all: readonly FunctionConfig[]): Place | undefined {
  for (const place of placesOf(fn)) {
    const sharing = all.filter((other) => placesOf(other).some((one) => isSamePlace(one, place)));
    if (!sharing.some(mayConnect)) return sharing[0] === fn ? place : undefined;
  }
  return undefined;
}

function placesOf({ vpc }: FunctionConfig): readonly Place[] {
  return vpc === undefined ? [] : [vpc.place, ...(vpc.given ?? [])];
}

/** Whether a function may connect to something in its VPC, for all that is known of its code. */
function mayConnect(fn: FunctionConfig): boolean {
  const { env, sources } = fn;
  if (!env.isComplete) return true;
  // A source that has no event type of its own, such as DocumentDB, may be in the VPC.
  if (sources.some(({ kind }) => kind === undefined)) return true;
  if ([...env.references.values()].some(({ type }) => mayNeedVpc(type))) return true;
  const code = readFunctionSources(fn, foldersOfLayers(fn));
  if (code === undefined) return true;
  const { texts, packages } = code;
  if ([...packages].some((name) => !isQuietPackage(name))) return true;
  return [...texts.values()].some((text) => mayConnectPrivately(text));
}
