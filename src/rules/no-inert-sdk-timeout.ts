import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { findInstalledPackage, isAtLeast, mentions } from "../functions/installed-package.js";
import { nodeHttpHandler } from "../knowledge/sdk-timeouts.js";
import type { LambdaModel } from "../lambda/model.js";
import { readShape } from "../lambda/clients/sdk-input.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { runsInLambda } from "../rule-kit/runs-in-lambda.js";
import { type CallNode, keyName } from "../syntax/ast.js";
import { readStatic } from "../syntax/static-value.js";

/** The options of a handler, and the packages by way of which it is installed. */
interface HandlerOptions {
  readonly options: TSESTree.Node;
  readonly chain: readonly string[];
  /** The package of a client that chooses the handler itself. */
  readonly client: string | undefined;
}

export default createRule({
  name: "no-inert-sdk-timeout",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow request timeouts of the AWS SDK that only warn",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-04"],
    },
    messages: {
      inertTimeout:
        "This `requestTimeout` ends nothing: @smithy/node-http-handler {{version}}, which is installed here, writes a warning when it has passed and goes on waiting. Set `throwOnRequestTimeout: true` beside it.",
      throwOnTimeout: "Add `throwOnRequestTimeout: true`, so that a request fails when its time is over.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!mayHoldOptions(lambda) || !context.sourceCode.text.includes("requestTimeout")) return {};
    return {
      "Program:exit"() {
        const inert = findHandlerOptions(lambda).flatMap(({ options, chain, client }) =>
          timeoutsIn(options, lambda).map((timeout) => ({ timeout, chain, client })),
        );
        if (inert.length === 0 || !runsInLambda(context, lambda.syntax)) return;
        const reported = new Set<TSESTree.Node>();
        for (const { timeout, chain, client } of inert) {
          const version = warningVersion(context.filename, chain, client);
          if (version === undefined || reported.has(timeout)) continue;
          reported.add(timeout);
          context.report({
            node: timeout.key,
            messageId: "inertTimeout",
            data: { version },
            suggest: [{ messageId: "throwOnTimeout", fix: addThrow(timeout) }],
          });
        }
      },
    };
  },
});

/** A look at the imports alone. */
function mayHoldOptions({ mayCreateClients, syntax: { facts } }: LambdaModel): boolean {
  const { module, formerModule } = nodeHttpHandler;
  return mayCreateClients || facts.specifiers.has(module) || facts.specifiers.has(formerModule);
}

function findHandlerOptions(lambda: LambdaModel): readonly HandlerOptions[] {
  const { facts } = lambda.syntax;
  const made = facts.calls.flatMap((call) => ofHandler(call, lambda) ?? []);
  const given = lambda.clients.flatMap(({ node, fact, imported }) => {
    const [config] = node.arguments;
    if (fact.category !== "aws-sdk-v3" || config === undefined) return [];
    const client = imported.module;
    return readShape(config, lambda.syntax)
      .valuesOf("requestHandler")
      .map((options) => ({ options, chain: [client, nodeHttpHandler.module], client }));
  });
  return [...made, ...given];
}

/** `new NodeHttpHandler(options)`, `NodeHttpHandler.create(options)` */
function ofHandler(call: CallNode, { syntax }: LambdaModel): HandlerOptions | undefined {
  const imported = syntax.resolveImport(call.callee);
  const [name, method, ...others] = imported?.path ?? [];
  const [options] = call.arguments;
  if (imported === undefined || name !== nodeHttpHandler.export || options === undefined) return undefined;
  const isMade = call.type === "NewExpression" ? method === undefined : method === "create";
  if (!isMade || others.length > 0) return undefined;
  const { module, formerModule } = nodeHttpHandler;
  if (imported.module === module) return { options, chain: [module], client: undefined };
  return imported.module === formerModule
    ? { options, chain: [formerModule, module], client: undefined }
    : undefined;
}

/** The timeouts of handler options that nothing beside them makes an error. */
function timeoutsIn(options: TSESTree.Node, lambda: LambdaModel): readonly TSESTree.Property[] {
  const { facts } = lambda.syntax;
  const shape = readShape(options, lambda.syntax);
  // With a socket timeout a silent connection ends, and the warning may be meant as one.
  if (shape.has("requestTimeout") !== "yes") return [];
  if (["throwOnRequestTimeout", "socketTimeout"].some((name) => shape.has(name) !== "no")) return [];
  return shape.valuesOf("requestTimeout").flatMap((value) => {
    const read = readStatic(facts, value);
    const { parent } = value;
    const isOff = read.k === "known" && (read.value === 0 || read.value === undefined);
    return parent?.type === "Property" && keyName(parent) === "requestTimeout" && !isOff ? [parent] : [];
  });
}

/** The version of the handler, if it only warns; undefined where it is not installed, or ends the request. */
function warningVersion(
  filename: string,
  chain: readonly string[],
  client: string | undefined,
): string | undefined {
  const installed = findInstalledPackage(filename, chain);
  if (installed === undefined || isAtLeast(installed.version, nodeHttpHandler.warnsSince) !== true)
    return undefined;
  if (client !== undefined) {
    const owner = findInstalledPackage(filename, [client]);
    const isHttp2 = owner && mentions(owner, nodeHttpHandler.clientFiles, nodeHttpHandler.http2Export);
    if (isHttp2 !== false) return undefined;
  }
  return installed.version;
}

function addThrow(timeout: TSESTree.Property): TSESLint.ReportFixFunction {
  return (fixer) => fixer.insertTextAfter(timeout, ", throwOnRequestTimeout: true");
}
