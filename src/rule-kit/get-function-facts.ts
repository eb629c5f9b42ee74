import type { TSESTree } from "@typescript-eslint/utils";
import { onlyValue, possibleValues, type ConfigValue } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { functionsOfFile } from "../functions/functions-of-file.js";
import { defaultBatchSizes } from "../knowledge/function-defaults.js";
import type { EventKind } from "../knowledge/handler-types.js";
import { oncePer } from "../syntax/once-per.js";
import { getSyntax } from "../syntax/syntax.js";
import { type AnyRuleContext, getFileSettings } from "./file-settings.js";
import type { FunctionSettings } from "./settings.js";

/** What is known of the configuration of all functions whose handler is in a file. What is undefined is unknown. */
export interface FunctionFacts {
  /** Lambda's name of the runtime: `nodejs22.x`. */
  readonly runtime: string | undefined;
  readonly memoryMb: number | undefined;
  readonly timeoutSec: number | undefined;
  /** Every kind of event that the functions get; undefined where one of them is not known. */
  readonly eventSources: readonly EventKind[] | undefined;
  /** How many records one event has at most. */
  readonly batchSize: number | undefined;
}

/**
 * Code that deploys functions is none of them, nor is a resolver that AppSync runs, and most of both exports: looking for
 * its configuration would be in vain.
 */
const NO_FUNCTION =
  /^(?:(?:aws-cdk-lib|@aws-cdk|sst\/constructs|@pulumi)\b|@aws-amplify\/backend$|@aws-appsync\/utils$)/;

const configuredOf = oncePer((_ast: TSESTree.Program, { sourceCode, filename }: AnyRuleContext) => {
  const { facts } = getSyntax(sourceCode);
  // Without an export there is no handler to be found.
  if (!facts.mayExport || [...facts.specifiers].some((specifier) => NO_FUNCTION.test(specifier))) return [];
  return functionsOfFile(filename);
});

const factsOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) => buildFacts(context));

/** The functions whose handler the project's configuration finds in the linted file. */
export function getConfiguredFunctions(context: AnyRuleContext): readonly FunctionConfig[] {
  return configuredOf(context.sourceCode.ast, context);
}

/**
 * The one place where rules ask for configuration. The settings say it, or else the functions whose handler is in the
 * file, where they agree.
 */
export function getFunctionFacts(context: AnyRuleContext): FunctionFacts {
  return factsOf(context.sourceCode.ast, context);
}

/**
 * The kinds of event that the handler of an exported name gets, where it does not get those that the settings state for all
 * files. Empty where they are not known, undefined where no function is configured under that name.
 */
export function getEventKindsOfExport(
  exportName: string,
  context: AnyRuleContext,
): readonly EventKind[] | undefined {
  if (getFileSettings(context).settings.functions.eventSource !== undefined) return undefined;
  const own = getConfiguredFunctions(context).filter(({ handler }) => handler.exportName === exportName);
  return own.length === 0 ? undefined : (kindsOf(own) ?? []);
}

/** What the settings alone say is the same for every file. */
const statedFacts = oncePer((stated: FunctionSettings) => joinFacts(stated, []));

function buildFacts(context: AnyRuleContext): FunctionFacts {
  const { functions: stated } = getFileSettings(context).settings;
  const configured = getConfiguredFunctions(context);
  return configured.length === 0 ? statedFacts(stated) : joinFacts(stated, configured);
}

function joinFacts(stated: FunctionSettings, configured: readonly FunctionConfig[]): FunctionFacts {
  return {
    runtime: stated.runtime ?? agreed(configured.map(({ runtime }) => runtime)),
    memoryMb: stated.memoryMb ?? agreed(configured.map(({ memoryMb }) => memoryMb)),
    timeoutSec: stated.timeoutSec ?? agreed(configured.map(({ timeoutSec }) => timeoutSec)),
    eventSources: stated.eventSource === undefined ? kindsOf(configured) : [stated.eventSource],
    batchSize: stated.batchSize ?? batchSizeOf(configured),
  };
}

function agreed<T>(values: readonly (ConfigValue<T> | undefined)[]): T | undefined {
  const [first, ...rest] = values.map(onlyValue);
  return rest.every((value) => value === first) ? first : undefined;
}

/** The kinds of event that handlers of other files get; undefined where one of them is not known. */
export function kindsOfHandlers(
  handlers: readonly { readonly file: string; readonly name: string | undefined }[],
): readonly EventKind[] | undefined {
  const functions = handlers.map(({ file, name }) =>
    functionsOfFile(file).filter(({ handler: { exportName } }) => name === undefined || exportName === name),
  );
  return functions.every((ofHandler) => ofHandler.length > 0) ? kindsOf(functions.flat()) : undefined;
}

/** The kinds of all sources, where every function has some and each source has one. */
export function kindsOf(functions: readonly FunctionConfig[]): readonly EventKind[] | undefined {
  const kinds = functions.flatMap(({ sources }) =>
    sources.length === 0
      ? [undefined]
      : // What a schedule hands over is written in the configuration, by whichever input.
        sources.map(({ kind, sender }) => kind ?? (sender === "scheduled" ? sender : undefined)),
  );
  const known = kinds.filter((kind) => kind !== undefined);
  return kinds.length > 0 && known.length === kinds.length ? [...new Set(known)] : undefined;
}

/**
 * The largest batch that any source hands over, where each that has batches says how large they are. What is not known to be
 * a source, as a construct that is given the function, is no evidence for larger ones.
 */
function batchSizeOf(functions: readonly FunctionConfig[]): number | undefined {
  const sizes = functions.flatMap(({ sources }) =>
    sources.flatMap(({ kind, batchSize }) =>
      kind !== undefined && defaultBatchSizes.has(kind) ? [possibleValues(batchSize)] : [],
    ),
  );
  const known = sizes.filter((values) => values !== undefined);
  return sizes.length > 0 && known.length === sizes.length ? Math.max(...known.flat()) : undefined;
}
