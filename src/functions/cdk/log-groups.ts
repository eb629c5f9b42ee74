import path from "node:path";
import { managedLogGroupFlag, mayKeepAnyLog } from "../../knowledge/cdk-logs.js";
import type { InstanceValue } from "../code/code-value.js";
import { property, stringOf } from "../code/read-code.js";
import { readText } from "../read-text.js";
import { givesConstructsAway } from "./alarms.js";
import type { ConstructIndex } from "./construct-index.js";
import { cdkNameOf } from "./construct-name.js";

/**
 * Whether Lambda itself makes the log groups of all functions that are told none, as far as the code of a whole app says: no log
 * group has a name that may be that of a function's.
 * (https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda-readme.html#log-group)
 *
 * @param workingFolder that of the app's `cdk.json`, which switches groups of the CDK's own on
 */
export function hasNoOtherLogGroups(index: ConstructIndex, workingFolder: string): boolean {
  const { instances } = index.log;
  const modules = new Set(instances.map(({ site }) => site.module));
  return (
    !givesConstructsAway(index) &&
    !readText(path.join(workingFolder, "cdk.json")).includes(managedLogGroupFlag) &&
    ![...modules].some(({ sourceCode }) => sourceCode.text.includes(managedLogGroupFlag)) &&
    !instances.some(
      (instance) => mayKeepAnyLog.test(cdkNameOf(instance.base) ?? "") || mayBeOfFunction(instance),
    )
  );
}

function mayBeOfFunction({ base, args }: InstanceValue): boolean {
  const name = cdkNameOf(base);
  if (name !== "aws-logs.LogGroup" && name !== "aws-logs.CfnLogGroup") return false;
  const written = property(args[2], "logGroupName");
  if (written === undefined) return false;
  const text = stringOf(written.value);
  return text === undefined || /^\/aws\/lambda\//.test(text);
}
