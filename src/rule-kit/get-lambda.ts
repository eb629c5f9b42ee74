import type { TSESTree } from "@typescript-eslint/utils";
import type { ClientFact } from "../knowledge/client-fact.js";
import type { WrapperFact } from "../knowledge/wrapper-fact.js";
import { getLambdaModel, type LambdaModelOptions } from "../lambda/get-lambda-model.js";
import type { LambdaModel } from "../lambda/model.js";
import { oncePer } from "../syntax/once-per.js";
import { getConfiguredFunctions, getFunctionFacts } from "./get-function-facts.js";
import { getFileSettings, type AnyRuleContext, type FileSettings } from "./file-settings.js";
import { pluginNamespace } from "./package-info.js";
import type { ClientSetting, LambdaSettings, WrapperSetting } from "./settings.js";

const factsBySettings = new WeakMap<LambdaSettings, Pick<LambdaModelOptions, "wrappers" | "clients">>();

const modelOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) => {
  const { eventSources } = getFunctionFacts(context);
  return getLambdaModel(context.sourceCode, {
    ...getModelOptions(getFileSettings(context)),
    configured: getConfiguredFunctions(context).flatMap(({ handler }) => handler.exportName ?? []),
    eventKinds: eventSources ?? [],
  });
});

/** What the linted file says of Lambda, read with the user's settings. All rules share one model of a file. */
export function getLambda(context: AnyRuleContext): LambdaModel {
  return modelOf(context.sourceCode.ast, context);
}

function getModelOptions({
  settings,
  isHandlerFile,
}: FileSettings): Omit<LambdaModelOptions, "configured" | "eventKinds"> {
  let facts = factsBySettings.get(settings);
  if (facts === undefined) {
    facts = { wrappers: settings.wrappers.map(toWrapperFact), clients: settings.clients.map(toClientFact) };
    factsBySettings.set(settings, facts);
  }
  return { handlerNames: settings.handlerNames, isHandlerFile, ...facts };
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

/** In a module setting only `*` is special: it stands for any characters. */
function toModulePattern(module: string): string | RegExp {
  if (!module.includes("*")) return module;
  const literals = module.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`);
}
