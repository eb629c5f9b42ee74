import path from "node:path";
import { readText } from "../read-text.js";

/**
 * The words of the command that runs the CDK app of a folder: what `app` says in its `cdk.json`. None where it says nothing.
 */
export function wordsOfApp(folder: string): readonly string[] {
  const command = /"app"\s*:\s*"([^"]*)"/.exec(readText(path.join(folder, "cdk.json")))?.[1] ?? "";
  return command.split(/\s+/).filter((word) => word !== "");
}
