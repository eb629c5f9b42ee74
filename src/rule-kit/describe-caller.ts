import { relative, sep } from "node:path";
import type { OutsideCaller } from "../lambda/elsewhere.js";
import type { AnyRuleContext } from "./file-settings.js";

/** Why the code of a file runs per invocation, for the middle of a sentence; empty where the file itself says it. */
export function describeCaller(
  caller: OutsideCaller | undefined,
  { cwd }: Pick<AnyRuleContext, "cwd">,
): string {
  if (caller === undefined) return "";
  const show = (file: string): string => relative(cwd, file).split(sep).join("/");
  const through = caller.through.map(show).join(" and ");
  const way = through === "" ? "" : ` through ${through}`;
  return ` (\`${caller.name}\` in ${show(caller.file)} calls it${way})`;
}
