import type { InstanceValue } from "../code/code-value.js";
import { property, stringOf, textOf } from "../code/read-code.js";
import { saysWarm } from "../warm-up.js";
import { constructPathOf } from "./construct-name.js";

const TEXTS = ["ruleName", "scheduleName", "description"];

/** Whether a rule or a schedule is there to keep a function warm, by its name, or by what is written about it. */
export function keepsWarm(schedule: InstanceValue): boolean {
  const [, id, props] = schedule.args;
  const texts = TEXTS.flatMap((name) => property(props, name) ?? []);
  return saysWarm(
    constructPathOf(schedule) ?? (id && textOf(id.site)),
    ...texts.map(({ value, site }) => stringOf(value) ?? textOf(site)),
  );
}
