import path from "node:path";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import { foundIn } from "../cdk/function-code.js";
import { buildCodeFunction, readVariables } from "../code/code-function.js";
import type { ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  type Reading,
  asNumber,
  asText,
  convert,
  placeOf,
  primitiveOf,
  property,
} from "../code/read-code.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import type { FunctionConfig, HandlerReference } from "../function-config.js";
import { statFile } from "../stat-file.js";

/** Text that a file has which makes functions with Amplify. */
export const AMPLIFY_FUNCTIONS = /@aws-amplify\/backend[\s\S]*\bdefineFunction\b/;

/** (https://docs.amplify.aws/react/build-a-backend/functions/configure-functions/) */
export function readAmplifyFunctions(log: CodeLog): readonly FunctionConfig[] {
  return log.results.flatMap((result) => {
    const { callee, args } = result;
    const isDefinition =
      callee !== undefined &&
      /^@aws-amplify\/backend(?:-function)?$/.test(callee.specifier) &&
      callee.path.join(".") === "defineFunction";
    // With a function as its first argument it is the CDK that makes it.
    return isDefinition && args[0]?.kind !== "function" ? [readFunction(result)] : [];
  });
}

function readFunction({ args, site }: ResultValue): FunctionConfig {
  const [props] = args;
  const folder = path.dirname(site.module.file);
  const entry = property(props, "entry");
  const written = asText(entry);
  const file = written === undefined ? "./handler.ts" : onlyValue(written);
  const name = onlyValue(asText(property(props, "name")));
  const ofEntry = file === undefined ? undefined : path.basename(file).replace(/\.[^.]*$/, "");
  const fn = buildCodeFunction({
    id: name ?? (entry === undefined ? path.basename(folder) : (ofEntry ?? path.basename(folder))),
    framework: "amplify",
    name: site,
    props,
    handler: readHandler(file === undefined ? undefined : path.resolve(folder, file)),
    runtime: asRuntime(property(props, "runtime")),
    memoryMb: asNumber(property(props, "memoryMB")),
    timeoutSec: asNumber(property(props, "timeoutSeconds")),
    defaults: functionDefaults.amplify,
    // Amplify adds variables for the resources that the function may access.
    env: readVariables(property(props, "environment"), false),
  });
  const schedule = property(props, "schedule");
  return {
    ...fn,
    ephemeralStorageMb: asNumber(property(props, "ephemeralStorageSizeMB")),
    sources:
      schedule === undefined
        ? []
        : [
            {
              kind: "scheduled",
              place: placeOf(schedule.site),
              batchSize: undefined,
              reportsBatchItemFailures: undefined,
            },
          ],
  };
}

function readHandler(file: string | undefined): HandlerReference {
  const common = { raw: undefined, exportName: "handler" };
  if (file === undefined) return { ...common, status: "opaque", file, tried: [] };
  return statFile(file)?.isFile() === true
    ? foundIn(file, undefined, common.exportName)
    : { ...common, status: "file-missing", file: undefined, tried: [file] };
}

/** `runtime: 22` */
function asRuntime(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) => {
    const version = primitiveOf(value);
    return typeof version === "number" ? `nodejs${version}.x` : undefined;
  });
}
