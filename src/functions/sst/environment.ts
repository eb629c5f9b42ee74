import { sstQuietLinks } from "../../knowledge/construct-events.js";
import { readVariables } from "../code/code-function.js";
import type { CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { isClosed, isClosedList, itemsOf, property } from "../code/read-code.js";
import type { Environment } from "../function-config.js";
import { classOf } from "./constructs.js";

/** Methods of version 2 that set variables beside what is written of a function: of all functions, or of one. */
const ADDS_TO_ALL = "addDefaultFunctionEnv";
const ADDS_TO_ONE = "addEnvironment";
/** Options of esbuild by which values come into the code that no configuration sets. */
const REPLACES = ["define", "inject", "plugins", "banner"];

/**
 * The variables of a function, from what is written of it and, in version 2, of all functions of its construct, stack and app:
 * SST merges them, and the nearest one counts. (https://v2.sst.dev/constructs/App#setdefaultfunctionprops)
 *
 * @param holders the nearest first
 * @param isSeen whether no other code sets variables for it
 */
export function readEnvironment(holders: readonly (CodeValue | undefined)[], isSeen: boolean): Environment {
  const read = holders.map((holder) =>
    readVariables(property(holder, "environment"), isSeen && setsAllVariables(holder)),
  );
  // The nearest comes last, where it replaces the others.
  const farthestFirst = [...read].reverse();
  return {
    variables: new Map(farthestFirst.flatMap(({ variables }) => [...variables])),
    references: new Map(farthestFirst.flatMap(({ references }) => [...references])),
    places: new Map(farthestFirst.flatMap(({ places }) => [...places])),
    isComplete: read.every(({ isComplete }) => isComplete),
  };
}

/**
 * Whether nothing but `environment` sets variables: no transform, no link that may bring some, and no bundler that puts values in
 * their place. (https://sst.dev/docs/component/aws/function/#environment)
 */
function setsAllVariables(props: CodeValue | undefined): boolean {
  const links = property(props, "link")?.value;
  const esbuild = property(property(props, "nodejs")?.value, "esbuild")?.value;
  return (
    isClosed(props) &&
    property(props, "transform") === undefined &&
    REPLACES.every((option) => property(esbuild, option) === undefined) &&
    (links === undefined || (isClosedList(links) && itemsOf(links).every(isQuietLink)))
  );
}

/** A link gives the function what it is called and where it is, under names of SST's own. */
function isQuietLink(link: CodeValue): boolean {
  const base = link.kind === "instance" && link.base?.specifier === "sst" ? link.base : undefined;
  return base !== undefined && sstQuietLinks.test(base.path.join("."));
}

/**
 * Whether code of version 2 may set variables of a function beside its props: by a method of the function, of an app, or of
 * something unknown. What is bound to a function has names of SST's own. (https://v2.sst.dev/resource-binding#how-it-works)
 */
export function mayAddVariables(
  owner: InstanceValue | ResultValue | undefined,
  { results }: CodeLog,
): boolean {
  return results.some(({ callee, method, receiver, args: [given] }) => {
    // `Aspects.of(app).add(…)` visits the functions.
    if (callee?.path.includes("Aspects") === true) return true;
    if (method === ADDS_TO_ALL) return given?.kind !== "object" || given.isOpen;
    if (method !== ADDS_TO_ONE) return false;
    const isOfOther = receiver?.kind === "instance" && classOf(receiver)?.name === "Function";
    return receiver === owner || !isOfOther;
  });
}

/**
 * What `app.addDefaultFunctionEnv({ … })` gives the functions that are made after it, or those of one stack: here all have it,
 * for who reads it is another matter. (https://v2.sst.dev/constructs/App#adddefaultfunctionenv)
 */
export function withDefaultVariables(environment: Environment, { results }: CodeLog): Environment {
  const added = results.flatMap(({ method, args: [given] }) =>
    method === ADDS_TO_ALL && given !== undefined
      ? [...readVariables({ value: given, site: given.site }, true).variables]
      : [],
  );
  return { ...environment, variables: new Map([...added, ...environment.variables]) };
}
