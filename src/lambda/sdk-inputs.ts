import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, memberName, unwrap } from "../syntax/ast.js";
import type { Syntax } from "../syntax/syntax.js";
import { packageOf } from "./package-of.js";

/** An operation of an AWS service and the expression that is its input. */
export interface SdkCommand {
  /** The operation as the API calls it: `PutItem`; of the document clients what the SDK calls it: `Put`. */
  readonly operation: string;
  /** The module of SDK v3, or the class of SDK v2. */
  readonly service: string;
  readonly version: 2 | 3;
  readonly input: TSESTree.Node;
  /** As the code has it: `PutItemCommand`, `documentClient.put()`. */
  readonly name: string;
}

const SDK_V3 = /^@aws-sdk\/(?:client-[a-z\d-]+|lib-dynamodb)$/;
const SDK_V2 = /^aws-sdk(?:\/|$)/;
/** Methods of clients that are no operation. */
const NO_OPERATIONS = new Set([
  "send",
  "destroy",
  "from",
  "promise",
  "on",
  "use",
  "middlewareStack",
  "config",
]);

/** `new PutItemCommand(input)`, `dynamodb.putItem(input)` of an aggregated client, `documentClient.put(input)` of SDK v2. */
export function commandOf(call: CallNode, syntax: Syntax): SdkCommand | undefined {
  const [input] = call.arguments;
  if (input === undefined || input.type === "SpreadElement") return undefined;
  const callee = unwrap(call.callee);
  if (call.type === "NewExpression") {
    const imported = syntax.resolveImport(callee);
    const name = imported?.path.at(-1) ?? "";
    if (imported === undefined || !SDK_V3.test(imported.module) || !name.endsWith("Command"))
      return undefined;
    const operation = name.slice(0, -"Command".length);
    return { operation, service: imported.module, version: 3, input, name };
  }
  const method = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (callee.type !== "MemberExpression" || method === undefined || NO_OPERATIONS.has(method))
    return undefined;
  if (![...syntax.facts.specifiers].some((specifier) => SDK_V3.test(specifier) || SDK_V2.test(specifier)))
    return undefined;
  const made = packageOf(callee.object, syntax);
  if (made === undefined || !isClient(callee.object, syntax)) return undefined;
  const name = `${syntax.facts.sourceCode.getText(callee.object).split(".").at(-1) ?? ""}.${method}()`;
  const operation = method.charAt(0).toUpperCase() + method.slice(1);
  if (SDK_V3.test(made.module)) return { operation, service: made.module, version: 3, input, name };
  if (!SDK_V2.test(made.module)) return undefined;
  return { operation, service: [made.module, ...made.path].join("."), version: 2, input, name };
}

/** True for a client itself, not for what one of its calls gave. */
function isClient(receiver: TSESTree.Node, syntax: Syntax): boolean {
  return syntax.values.valuesOf(receiver).every((value) => {
    if (value.type === "NewExpression" || value.type === "Identifier") return true;
    if (value.type === "MemberExpression") return true;
    if (value.type !== "CallExpression") return false;
    // `DynamoDBDocument.from(client)`, `captureAWSClient(new AWS.DynamoDB())`
    const callee = unwrap(value.callee);
    return callee.type !== "MemberExpression" || /^(?:from|captureAWS\w*)$/.test(memberName(callee) ?? "");
  });
}
