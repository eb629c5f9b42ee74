import path from "node:path";
import type { TSESLint } from "@typescript-eslint/utils";
import { codeFunctionsIn, workingFolderOf } from "./code-projects.js";
import { mayMakeFunctions, readCodeFunctions } from "./read-code-functions.js";
import { ProgramFiles } from "./code/code-files.js";
import { createCodeModule } from "./code/code-module.js";
import { type ConfigValue, onlyValue } from "./config-value.js";
import type { FunctionConfig } from "./function-config.js";

const CODE_FILE = /\.[cm]?[jt]sx?$/;

/** Whether a source file can make Lambda functions. Parses nothing. */
export function mayDeclareInCode(text: string, file: string): boolean {
  return CODE_FILE.test(file) && mayMakeFunctions(text, file);
}

/**
 * The functions that infrastructure code of a file makes, each once: what several constructs of one expression have in
 * common is known of it. What the file imports from others of the project is read too. Nothing is executed. Never throws.
 *
 * @param sourceCode of the file, as whoever asks has parsed it
 * @param file absolute path
 */
export function readDeclaredCode(
  sourceCode: Readonly<TSESLint.SourceCode>,
  file: string,
): readonly FunctionConfig[] {
  try {
    const found = codeFunctionsIn(file, sourceCode.text) ?? readAlone(sourceCode, file);
    const byPlace = new Map<string, FunctionConfig>();
    for (const fn of found) {
      if (fn.place.file !== file) continue;
      const key = `${fn.place.line}:${fn.place.column}`;
      const other = byPlace.get(key);
      byPlace.set(key, other === undefined ? fn : mergeFunctions(other, fn));
    }
    return [...byPlace.values()];
  } catch {
    // Strange code must not end a run.
    return [];
  }
}

/** What the file says without those that use it: it has changed since the project was read, or belongs to none. */
function readAlone(sourceCode: Readonly<TSESLint.SourceCode>, file: string): readonly FunctionConfig[] {
  const module = createCodeModule(file, sourceCode);
  const folder = path.isAbsolute(file) ? workingFolderOf(file) : path.dirname(file);
  return readCodeFunctions([module], new ProgramFiles(folder, [module]), false);
}

/** What two functions that one expression makes have in common. */
function mergeFunctions(one: FunctionConfig, other: FunctionConfig): FunctionConfig {
  const common = <T>(first: ConfigValue<T>, second: ConfigValue<T> | undefined): ConfigValue<T> =>
    second !== undefined && onlyValue(first) !== undefined && onlyValue(first) === onlyValue(second)
      ? first
      : { k: "opaque", text: "", place: one.place };
  const maybe = <T>(first: ConfigValue<T> | undefined, second: ConfigValue<T> | undefined) =>
    first === undefined && second === undefined ? undefined : common(first ?? unknownAt(one), second);
  return {
    ...one,
    id: one.id === other.id ? one.id : (one.id.split("/").at(-1) ?? one.id),
    handler:
      one.handler.file === other.handler.file && one.handler.exportName === other.handler.exportName
        ? one.handler
        : { raw: undefined, status: "opaque", file: undefined, exportName: undefined, tried: [] },
    runtime: maybe(one.runtime, other.runtime),
    architecture: maybe(one.architecture, other.architecture),
    memoryMb: common(one.memoryMb, other.memoryMb),
    timeoutSec: common(one.timeoutSec, other.timeoutSec),
    ephemeralStorageMb: maybe(one.ephemeralStorageMb, other.ephemeralStorageMb),
    tracing: maybe(one.tracing, other.tracing),
    env: { ...one.env, isComplete: false },
    layers: one.layers && { ...one.layers, isComplete: false },
    logging: undefined,
    vpc: one.vpc === undefined || other.vpc === undefined ? undefined : one.vpc,
    sources: [...one.sources, ...other.sources],
    failureSinks: undefined,
    permissions: one.permissions && { ...one.permissions, isComplete: false },
    isDurable: one.isDurable === other.isDurable ? one.isDurable : undefined,
  };
}

function unknownAt({ place }: FunctionConfig): ConfigValue<never> {
  return { k: "opaque", text: "", place };
}
