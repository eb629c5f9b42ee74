import { type ConfigValue, type Place, onlyValue } from "../functions/config-value.js";
import type { Invoker, PolicyStatement } from "../functions/function-config.js";
import { findOtherService, isPermittedByFramework } from "../functions/permitted-service.js";
import { hasStatement } from "../functions/policy-statements.js";
import { nameOfEvery, scopedActions } from "../knowledge/scoped-actions.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

export default createConfigRule({
  name: "least-privilege",
  meta: {
    type: "problem",
    docs: {
      description: "disallow permissions for every action of a service or for every resource",
      recommended: "warn",
      strict: "error",
      concerns: ["security"],
      seed: ["LESS-09"],
    },
    messages: {
      everyAction:
        "The role of `{{id}}` may do `{{action}}`: whoever gets the function to run code of theirs may do all of it too. Replace it with the actions that the code uses.",
      everyResource:
        "The role of `{{id}}` may do `{{action}}` on {{every}}, and the action can be allowed for a single one. Replace the `*` with the name of what the code works on.",
      otherService:
        "`{{principal}}` may invoke `{{id}}` for {{source}}, and it is `{{sender}}` that invokes functions for one: what it sends never arrives. Set the principal to `{{sender}}`.",
      anyAccount:
        "`{{principal}}` may invoke `{{id}}` for a bucket of any account: an ARN of S3 names no account, so somebody who makes a bucket of that name once it is gone can send events to the function. Add `SourceAccount`.",
    },
    schema: [],
  },
  check(declared, { report }) {
    const { permissions, invokers = [] } = declared;
    for (const invoker of invokers) {
      const principal = onlyValue(invoker.principal);
      if (principal === undefined) continue;
      const { place } = invoker;
      const service = findOtherService(invoker, principal);
      if (service !== undefined) {
        if (isPermittedByFramework(service, declared)) continue;
        const data = { id: declared.id, principal, source: service.words, sender: service.principal };
        report({ place, messageId: "otherService", data });
      } else if (isOfAnyAccount(invoker))
        report({ place, messageId: "anyAccount", data: { id: declared.id, principal } });
    }
    for (const statement of permissions?.statements ?? []) {
      if (statement.effect !== "Allow") continue;
      // Of several that one expression makes, only some may have it.
      const { id } = declared.madeAs?.find((fn) => hasStatement(fn, statement)) ?? declared;
      const wildcard = statement.actions.find((action) => isEveryAction(writtenText(action)));
      if (wildcard !== undefined) {
        report({
          place: placeOf(wildcard, statement),
          messageId: "everyAction",
          data: { id, action: writtenText(wildcard) ?? "" },
        });
      }
      const scoped = statement.actions.map(writtenText).find((action) => scopedActions.test(action ?? ""));
      // Conditions can narrow what a resource does not: a tag, a key, an endpoint.
      if (scoped === undefined || statement.hasConditions) continue;
      const everything = findEverything(statement);
      if (everything === undefined) continue;
      const { place, every } = everything;
      report({ place, messageId: "everyResource", data: { id, action: scoped, every } });
    }
  },
});

/** True where a bucket is all that the permission names. */
function isOfAnyAccount({ sourceArn, sourceType, hasAccount }: Invoker): boolean {
  const isBucket = sourceType === "AWS::S3::Bucket" || /^arn:[^:]*:s3:::/.test(sourceArn ?? "");
  return isBucket && !hasAccount;
}

/** What somebody wrote: policies of AWS are the framework's own. */
function writtenText(value: ConfigValue<string>): string | undefined {
  return value.k === "default" ? undefined : onlyValue(value);
}

/** Of an ARN with a part that only the deployment knows, the rest says enough. */
function textOf(value: ConfigValue<string>): string {
  return (value.k === "opaque" ? value.text : writtenText(value)) ?? "";
}

/** The first resource that stands for all of them. */
function findEverything(
  statement: PolicyStatement,
): { readonly place: Place; readonly every: string } | undefined {
  for (const resource of statement.resources) {
    const every = "k" in resource ? nameOfEvery(textOf(resource)) : undefined;
    if (every !== undefined && "k" in resource) return { place: placeOf(resource, statement), every };
  }
  return undefined;
}

function isEveryAction(action: string | undefined): boolean {
  return action !== undefined && /^(?:[\w-]+:)?\*$/.test(action);
}

function placeOf(value: ConfigValue<string>, statement: PolicyStatement) {
  return value.k === "known" || value.k === "opaque" ? value.place : statement.place;
}
