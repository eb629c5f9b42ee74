import { AMPLIFY_FUNCTIONS, readAmplifyFunctions } from "./amplify/read-amplify.js";
import { readCdkLayerFolders } from "./cdk/layer-folders.js";
import { readCdkFunctions } from "./cdk/read-infrastructure.js";
import type { CodeModule } from "./code/code-module.js";
import { interpret } from "./code/interpreter.js";
import type { CodeFiles } from "./code/machine.js";
import type { FunctionConfig } from "./function-config.js";
import { PULUMI_FUNCTIONS, readPulumiFunctions } from "./pulumi/read-pulumi.js";
import { sstFolderOf } from "./sst/app-folder.js";
import { SST_FUNCTIONS, SST_SUBSCRIPTIONS, readSstFunctions } from "./sst/read-sst.js";
import { withoutSharedProperties } from "./shared-properties.js";
import { isServerlessCode, readServerlessCode } from "./serverless/read-serverless-code.js";

const CDK_IMPORT = /["'](?:aws-cdk-lib|@aws-cdk\/)/;
/** Text that a file has which makes functions with the CDK. */
const CDK_FUNCTIONS = /\baws[-_]lambda\b|\baws-cloudfront\b/;

/** One look that spares the texts of most files the others. */
const FRAMEWORKS = /aws-cdk|\bsst\b|@serverless-stack|@pulumi\/|@aws-amplify\/backend/;

/** Whether code works with a framework of infrastructure, by its text: the stacks of a CDK app, and what starts it. */
export function isFrameworkCode(text: string): boolean {
  return FRAMEWORKS.test(text);
}

/** Whether a source file can make Lambda functions, by its text and name. Parses nothing. */
export function mayMakeFunctions(text: string, file: string): boolean {
  if (!isFrameworkCode(text)) return SST_SUBSCRIPTIONS.test(text) || isServerlessCode(text, file);
  return (
    (CDK_FUNCTIONS.test(text) && CDK_IMPORT.test(text)) ||
    SST_FUNCTIONS.test(text) ||
    SST_SUBSCRIPTIONS.test(text) ||
    PULUMI_FUNCTIONS.test(text) ||
    AMPLIFY_FUNCTIONS.test(text) ||
    isServerlessCode(text, file)
  );
}

/**
 * The Lambda functions that infrastructure code makes. The code is read and not run: constructs of classes, helper
 * functions and loops are found with the arguments that they are given, and what is not known is opaque. A class or function
 * that nothing in the code calls is read once, with nothing known of its arguments.
 *
 * @param isWhole whether the modules are all of a project that may add to the functions
 */
export function readCodeFunctions(
  modules: readonly CodeModule[],
  files: CodeFiles,
  isWhole: boolean,
): readonly FunctionConfig[] {
  return readInfrastructure(modules, files, isWhole).functions;
}

/** What infrastructure code makes. */
export interface Infrastructure {
  readonly functions: readonly FunctionConfig[];
  /** Absolute paths of the folders that layers are made of. */
  readonly layerFolders: readonly string[];
}

/** The same with the layers. */
export function readInfrastructure(
  modules: readonly CodeModule[],
  files: CodeFiles,
  isWhole: boolean,
): Infrastructure {
  const interpretation = interpret(modules, files);
  const { log } = interpretation;
  const functions = [
    ...readCdkFunctions(log, files.workingFolder, isWhole),
    ...readSstFunctions(interpretation, sstFolderOf(files.workingFolder), isWhole),
    ...readPulumiFunctions(log, files.workingFolder, isWhole),
    ...readAmplifyFunctions(log),
    ...modules
      .filter(({ file, sourceCode }) => isServerlessCode(sourceCode.text, file))
      .flatMap((module) => readServerlessCode(interpretation.defaultExportOf(module), module)),
  ];
  return {
    functions: withoutSharedProperties(functions),
    layerFolders: readCdkLayerFolders(log, files.workingFolder),
  };
}
