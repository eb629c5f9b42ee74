import type { TSESTree } from "@typescript-eslint/utils";
import type { AttributeValue, CodeValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { isClosed, property, valuesIn } from "../code/read-code.js";

/** What is called of Amplify's backend: `defineAuth`, `a.handler.function`. */
export function amplifyCalleeOf({ callee }: ResultValue): string | undefined {
  return callee !== undefined && /^@aws-amplify\/backend(?:-\w+)?$/.test(callee.specifier)
    ? callee.path.join(".")
    : undefined;
}

/**
 * The call of `defineFunction` that made the function which a member of the backend is, as the CDK's construct:
 * `backend.orders.resources.lambda`.
 * (https://docs.amplify.aws/react/build-a-backend/add-aws-services/overriding-resources/)
 */
export function functionOfBackend({ name, of: resources }: AttributeValue): ResultValue | undefined {
  if (name !== "lambda" || resources.kind !== "attribute" || resources.name !== "resources") return undefined;
  return memberOfBackend(resources.of);
}

/** The call of `defineFunction` that made a member of the backend: `backend.orders`. */
export function memberOfBackend(member: CodeValue | undefined): ResultValue | undefined {
  if (member?.kind !== "attribute" || member.of.kind !== "result") return undefined;
  const backend = member.of;
  if (amplifyCalleeOf(backend) !== "defineBackend") return undefined;
  const made: CodeValue | undefined = property(backend.args[0], member.name)?.value;
  return made?.kind === "result" && amplifyCalleeOf(made) === "defineFunction" ? made : undefined;
}

/**
 * Leaves out what nothing deploys: the functions that `defineBackend` does not name, and that no schema, trigger or permission is
 * given. All of them are deployed where no backend is seen, or one that may have more than is seen.
 */
export function onlyDeployed(made: readonly ResultValue[], log: CodeLog): readonly ResultValue[] {
  const backends = log.results.filter((result) => amplifyCalleeOf(result) === "defineBackend");
  const isKnown =
    log.isComplete &&
    backends.length > 0 &&
    backends.every(({ args: [members] }) => members?.kind === "object" && isClosed(members));
  if (!isKnown) return made;
  const given = new Set<TSESTree.Node>();
  for (const { args } of [...log.results, ...log.instances])
    for (const argument of args)
      for (const value of valuesIn(argument)) if (value.kind === "result") given.add(value.site.node);
  return made.filter(({ site }) => given.has(site.node));
}
