import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { ClientFact } from "../knowledge/client-fact.js";
import type { EventKind } from "../knowledge/handler-types.js";
import type { WrapperFact } from "../knowledge/wrapper-fact.js";
import { getLambdaModel, type LambdaModelOptions } from "../lambda/get-lambda-model.js";
import type { LambdaModel } from "../lambda/model.js";
import type { BackgroundWrapper } from "../lambda/promises/lost-work.js";
import { oncePer } from "../syntax/once-per.js";
import { getElsewhere } from "./get-elsewhere.js";
import {
  getConfiguredFunctions,
  getEventKindsOfExport,
  getFunctionFacts,
  kindsOfHandlers,
} from "./get-function-facts.js";
import { getFileSettings, type AnyRuleContext } from "./file-settings.js";
import { pluginNamespace } from "./package-info.js";
import type { ClientSetting, LambdaSettings, WrapperSetting } from "./settings.js";

/** The options for files of handlers, and for all others. */
type OptionsOfSettings = Record<"handlerFile" | "otherFile", LambdaModelOptions>;

const optionsBySettings = new WeakMap<LambdaSettings, OptionsOfSettings>();

const modelOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) =>
  getLambdaModel(context.sourceCode, getModelOptions(context)),
);

/** What the linted file says of Lambda, read with the user's settings. All rules share one model of a file. */
export function getLambda(context: AnyRuleContext): LambdaModel {
  return modelOf(context.sourceCode.ast, context);
}

function getModelOptions(context: AnyRuleContext): LambdaModelOptions {
  const { settings, isHandlerFile } = getFileSettings(context);
  const options = optionsOf(settings);
  return new OptionsOfFile(isHandlerFile ? options.handlerFile : options.otherFile, context);
}

/**
 * What the settings say is the same object for all files. Configuration is read when the model asks for it: most handlers
 * tell by themselves that they are handlers.
 */
class OptionsOfFile implements LambdaModelOptions {
  readonly handlerNames: LambdaModelOptions["handlerNames"];
  readonly wrappers: LambdaModelOptions["wrappers"];
  readonly clients: LambdaModelOptions["clients"];
  readonly isHandlerFile: boolean;
  readonly elsewhere: LambdaModelOptions["elsewhere"];

  constructor(
    ofSettings: LambdaModelOptions,
    private readonly context: AnyRuleContext,
  ) {
    this.handlerNames = ofSettings.handlerNames;
    this.wrappers = ofSettings.wrappers;
    this.clients = ofSettings.clients;
    this.isHandlerFile = ofSettings.isHandlerFile;
    this.elsewhere = getElsewhere(context, ofSettings);
  }

  get configured(): readonly string[] {
    return getConfiguredFunctions(this.context).flatMap(({ handler }) => handler.exportName ?? []);
  }

  get eventKinds(): LambdaModelOptions["eventKinds"] {
    return getFunctionFacts(this.context).eventSources ?? [];
  }

  eventKindsOfExport(name: string): readonly EventKind[] | undefined {
    return getEventKindsOfExport(name, this.context);
  }

  get eventKindsOfHolders(): readonly EventKind[] {
    const holders = [...(this.elsewhere?.handlers.values() ?? [])].flatMap((handler) => handler.holders);
    return kindsOfHandlers(holders) ?? [];
  }
}

/**
 * The model of a file that is not the linted one, by itself: nobody asks what other files do with it.
 *
 * @param exportNames of its handlers
 */
export function getLambdaOfOther(
  sourceCode: Readonly<TSESLint.SourceCode>,
  exportNames: readonly string[],
  context: AnyRuleContext,
): LambdaModel {
  const { settings } = getFileSettings(context);
  return getLambdaModel(sourceCode, { ...optionsOf(settings).otherFile, configured: exportNames });
}

function optionsOf(settings: LambdaSettings): OptionsOfSettings {
  let options = optionsBySettings.get(settings);
  if (options === undefined) {
    options = buildModelOptions(settings);
    optionsBySettings.set(settings, options);
  }
  return options;
}

function buildModelOptions({ handlerNames, wrappers, clients }: LambdaSettings): OptionsOfSettings {
  const common = {
    handlerNames,
    wrappers: wrappers.map(toWrapperFact),
    clients: clients.map(toClientFact),
    configured: [],
    eventKinds: [],
  };
  return { handlerFile: { ...common, isHandlerFile: true }, otherFile: { ...common, isHandlerFile: false } };
}

function toWrapperFact(wrapper: WrapperSetting): WrapperFact {
  return {
    module: toModulePattern(wrapper.module),
    export: wrapper.export,
    kind: wrapper.kind ?? "handler",
    argument: wrapper.argument ?? 0,
    ...statedInSettings,
  };
}

function toClientFact(client: ClientSetting): ClientFact {
  return {
    module: toModulePattern(client.module),
    export: client.export,
    construct: client.construct ?? "either",
    category: "other",
    closeMethods: client.closeMethods ?? [],
    ...statedInSettings,
  };
}

/** Facts from settings are the user's own, so no page states them and no date is kept. */
const statedInSettings = { source: `settings["${pluginNamespace}"]`, checked: "" };

/** The functions of the settings that finish what they are given after the handler has returned. */
export function getBackgroundWrappers(context: AnyRuleContext): readonly BackgroundWrapper[] {
  return getFileSettings(context).settings.backgroundWrappers.map(({ module, export: name }) => ({
    module: toModulePattern(module),
    export: name,
  }));
}

/** In a module setting only `*` is special: it stands for any characters. */
function toModulePattern(module: string): string | RegExp {
  if (!module.includes("*")) return module;
  const literals = module.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`);
}
