import path from "node:path";
import type { CodeLog } from "../code/machine.js";
import { asText, property } from "../code/read-code.js";
import { onlyValue } from "../config-value.js";
import { classNameOf } from "./construct-name.js";
import { assetOf } from "./function-code.js";

/** The folders that code of the AWS CDK makes layers of: absolute paths. */
export function readCdkLayerFolders({ instances }: CodeLog, workingFolder: string): readonly string[] {
  return instances.flatMap((instance) => {
    if (classNameOf(instance) !== "aws-lambda.LayerVersion") return [];
    const asset = assetOf(property(instance.args[2], "code")?.value);
    const folder = asset === undefined || asset === "inline" ? undefined : onlyValue(asText(asset));
    return folder === undefined ? [] : [path.resolve(workingFolder, folder)];
  });
}
