import type { TSESTree } from "@typescript-eslint/utils";
import { packagesPassedOn } from "../knowledge/sdk-operations.js";
import type { CallNode } from "../syntax/ast.js";
import { INSTANCE } from "../syntax/export-paths.js";
import { type ImportPath, importPathsOf } from "../syntax/import-paths.js";
import type { Syntax } from "../syntax/syntax.js";
import { isConstantOfContext } from "./events/constant-context.js";
import type { GivenArgument, RequestOrigin } from "./elsewhere.js";
import { argumentsOfExports, partsOf } from "./handlers/export-arguments.js";
import type { LambdaModel } from "./model.js";
import { hasPromiseMethods } from "./promises/package-methods.js";

/** True for a package whose clients have methods that a table knows. */
export function makesClients(module: string): boolean {
  return packagesPassedOn.test(module) || hasPromiseMethods(module);
}

/**
 * The clients and the data of requests that a file hands to code of other files: `load(event.id, documentClient)`,
 * `new Store({ db })`.
 *
 * @param isOfProject whether a specifier of the file names another file of the project
 */
export function findGivenArguments(
  lambda: LambdaModel,
  isOfProject: (module: string) => boolean,
): readonly GivenArgument[] {
  const { syntax } = lambda;
  const mayBeClient = ({ module }: ImportPath): boolean => isOfProject(module) || makesClients(module);
  const originsOf = (node: TSESTree.Node): readonly GivenArgument["from"][] => [
    ...importPathsOf(node, syntax).filter(mayBeClient),
    ...argumentsOfExports(node, syntax),
    ...requestOriginsOf(node, lambda),
  ];
  return syntax.facts.calls.flatMap((call) =>
    (call.arguments.length === 0 ? [] : codeCalledBy(call, syntax))
      .filter(({ module }) => isOfProject(module))
      .flatMap((to) =>
        call.arguments.flatMap((node, argument) =>
          partsOf(node, syntax).flatMap(({ path, value }) =>
            originsOf(value).map((from) => ({ to, argument, path, from })),
          ),
        ),
      ),
  );
}

function requestOriginsOf(node: TSESTree.Node, lambda: LambdaModel): readonly RequestOrigin[] {
  const origins = lambda.originsOf(node);
  if (origins.has("event")) return ["event"];
  return origins.has("context") && !isConstantOfContext(node) ? ["context"] : [];
}

function codeCalledBy(call: CallNode, syntax: Syntax): readonly ImportPath[] {
  const code = importPathsOf(call.callee, syntax);
  if (call.type === "CallExpression") return code;
  return code.map(({ module, path }) => ({ module, path: [...path, INSTANCE] }));
}
