import { relative, sep } from "node:path";
import type { OutsideCaller } from "../lambda/elsewhere.js";
import type { AnyRuleContext } from "./file-settings.js";

/** Files on the way to the code that a message names: beyond two, nobody reads on to what to do. */
const MAX_NAMED = 2;

/** Why the code of a file runs per invocation, for the middle of a sentence; empty where the file itself says it. */
export function describeCaller(
  caller: OutsideCaller | undefined,
  { cwd }: Pick<AnyRuleContext, "cwd">,
): string {
  if (caller === undefined) return "";
  const named = caller.through.slice(0, MAX_NAMED).map((file) => show(file, cwd));
  const others = caller.through.length - named.length;
  const through = [...named, ...(others === 0 ? [] : [`${others} more`])].join(" and ");
  const way = through === "" ? "" : ` through ${through}`;
  return ` (\`${caller.name}\` in ${show(caller.file, cwd)} calls it${way})`;
}

/** Where something is, behind its name; empty where it is in the file itself. */
export function describePlace(file: string | undefined, { cwd }: Pick<AnyRuleContext, "cwd">): string {
  return file === undefined ? "" : ` in ${show(file, cwd)}`;
}

function show(file: string, cwd: string): string {
  return relative(cwd, file).split(sep).join("/");
}
