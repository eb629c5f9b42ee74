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
  const show = (file: string): string => relative(cwd, file).split(sep).join("/");
  const named = caller.through.slice(0, MAX_NAMED).map(show);
  const others = caller.through.length - named.length;
  const through = [...named, ...(others === 0 ? [] : [`${others} more`])].join(" and ");
  const way = through === "" ? "" : ` through ${through}`;
  return ` (\`${caller.name}\` in ${show(caller.file)} calls it${way})`;
}
