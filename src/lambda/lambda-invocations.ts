import type { TSESTree } from "@typescript-eslint/utils";
import { unwrap } from "../syntax/ast.js";
import { readStaticString } from "../syntax/static-value.js";
import type { LambdaModel } from "./model.js";
import type { SdkCall } from "./sdk-commands.js";

/** How a function is invoked: `Event` is put into a queue, `DryRun` runs nothing. */
export type InvocationType = "RequestResponse" | "Event" | "DryRun";

/** The invocation type of an `Invoke` call, with the default of the API; undefined when the file does not show it. */
export function invocationTypeOf({ input }: SdkCall, lambda: LambdaModel): InvocationType | undefined {
  switch (input.has("InvocationType")) {
    case "no":
      return "RequestResponse";
    case "unknown":
      return undefined;
    case "yes": {
      const types = new Set(input.valuesOf("InvocationType").map((value) => readType(value, lambda)));
      const [type] = types;
      return types.size === 1 ? type : undefined;
    }
  }
}

/** A string, or a member of the SDK's enumeration, whose names are its values: `InvocationType.Event`. */
function readType(expression: TSESTree.Node, lambda: LambdaModel): InvocationType | undefined {
  const node = unwrap(expression);
  const imported = lambda.syntax.resolveImport(node);
  const [name, member] = imported?.path ?? [];
  const text = name === "InvocationType" ? member : readStaticString(lambda.syntax.facts, node);
  return text === "RequestResponse" || text === "Event" || text === "DryRun" ? text : undefined;
}
