import { possibleValues } from "../functions/config-value.js";
import { isAtEdge } from "../functions/edge-functions.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { isFrameworkDefault } from "../knowledge/function-defaults.js";
import { functionQuotas } from "../knowledge/function-quotas.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

const { min, max } = functionQuotas.timeoutSec;

/** What an edit offers to somebody who has measured nothing yet: behind an API, for most work, for long work. */
const OFFERED_SECONDS = [5, 10, 29, 60];
/** A default that is longer is not used up by a cold start. */
const SHORT_SECONDS = 10;
/** One that is longer than this is none that work runs into by surprise. */
const LONG_SECONDS = 60;
/** A round number beside the 29 s of a REST API is no mistake. */
const TOLERANCE_SECONDS = 1;

export default createConfigRule({
  name: "function-timeout",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "require a timeout that somebody chose, that Lambda has and for which the caller waits",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-04", "FW-01"],
    },
    messages: {
      chooseTimeout:
        "`{{id}}` may run for {{seconds}} s, the default of {{of}}: nobody chose it. A cold start and one slow request use it up, and Lambda then ends the function in the middle of its work. Set `{{name}}` to what the work takes, with a margin.",
      chooseTimeoutForWork:
        "`{{id}}` may run for {{seconds}} s, the default of {{of}}: nobody chose it. Work that takes longer is ended in the middle, and a request that hangs is paid for until then. Set `{{name}}` to what the work takes, with a margin.",
      timeoutOutOfRange:
        "`{{id}}` asks for a timeout of {{seconds}} s, and Lambda takes between {{min}} and {{max}} s: the deployment fails. Set it to a time in between.",
      timeoutOverCaller:
        "`{{id}}` may run for {{seconds}} s, and {{caller}} waits {{limit}} s for it: what it does after that is paid for and lost. Set `{{name}}` to {{limit}} at most.",
      setTimeout: "Set `{{name}}` to {{seconds}}.",
    },
    schema: [],
  },
  check(declared, { text, functions, report }) {
    const { id, timeoutSec, framework, place, concurrency } = declared;
    const name = nameOfSetting(framework, "timeout");
    const values = possibleValues(timeoutSec) ?? [];
    const [seconds] = values;
    const overCaller = timeOverCaller(declared);
    // Of what one expression makes, each function has its own time and its own caller.
    for (const one of overCaller === undefined ? (declared.madeAs ?? []) : []) {
      const data = timeOverCaller(one);
      if (data !== undefined)
        report({ place, messageId: "timeoutOverCaller", data: { id: one.id, ...data, name } });
    }
    if (seconds === undefined) return;
    const written = timeoutSec.k === "known" ? timeoutSec.place : place;
    const suggest = (times: readonly number[]) =>
      times.map((time) => ({
        messageId: "setTimeout" as const,
        data: { name, seconds: time },
        edits: [writeSetting(text, declared, "timeout", timeoutSec, time)],
        value: time,
      }));
    const caller = callerOf(declared);
    // Lambda Managed Instances run longer.
    const longest = concurrency?.perEnvironment === undefined ? max : Infinity;
    if (values.every((value) => value < min || value > longest)) {
      report({
        place: written,
        messageId: "timeoutOutOfRange",
        data: { id, seconds, min, max },
        suggest: timeoutSec.k === "known" ? suggest([seconds < min ? min : max]) : [],
      });
    } else if (overCaller !== undefined) {
      // Globals are also for functions that nobody waits for.
      const isShared = functions.some((other) => other !== declared && sharesTimeout(other, declared));
      report({
        place: isShared ? place : written,
        messageId: "timeoutOverCaller",
        data: { id, ...overCaller, name },
        suggest: isShared ? [] : suggest([Math.floor(overCaller.limit)]),
      });
    } else if (
      timeoutSec.k === "default" &&
      isFrameworkDefault(timeoutSec.of) &&
      seconds <= LONG_SECONDS &&
      !isAtEdge(declared)
    ) {
      report({
        place,
        messageId: seconds <= SHORT_SECONDS ? "chooseTimeout" : "chooseTimeoutForWork",
        unwritten: "timeout",
        data: { id, seconds, of: timeoutSec.of, name },
        suggest: suggest(OFFERED_SECONDS.filter((offered) => offered <= (caller?.limit ?? max))),
      });
    }
  },
});

/** For how long a function may run after its caller has gone; undefined where that is not known of all times that it may have. */
function timeOverCaller(
  fn: FunctionConfig,
): { readonly seconds: number; readonly caller: string; readonly limit: number } | undefined {
  const caller = callerOf(fn);
  const [seconds, ...others] = possibleValues(fn.timeoutSec) ?? [];
  if (caller === undefined || seconds === undefined) return undefined;
  const isOver = [seconds, ...others].every((value) => value > caller.limit + TOLERANCE_SECONDS);
  return isOver ? { seconds, ...caller } : undefined;
}

function sharesTimeout({ timeoutSec: one }: FunctionConfig, { timeoutSec: other }: FunctionConfig): boolean {
  return one.k === "known" && other.k === "known" && one.place.range?.[0] === other.place.range?.[0];
}

/** The caller that waits longest, where every one waits for the function, and says for how long. */
function callerOf({
  sources,
}: FunctionConfig): { readonly caller: string; readonly limit: number } | undefined {
  const limits = sources.map(({ integrationTimeoutMs: value }) => ({
    caller: value?.k === "default" ? value.of : "API Gateway",
    limit: Math.max(...(possibleValues(value) ?? [NaN])) / 1000,
  }));
  const [first, ...others] = limits;
  if (first === undefined || limits.some(({ limit }) => Number.isNaN(limit))) return undefined;
  return others.reduce((longest, one) => (one.limit > longest.limit ? one : longest), first);
}
