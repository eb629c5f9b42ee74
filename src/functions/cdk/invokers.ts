import { principalKinds, principalSenders } from "../../knowledge/template-events.js";
import type { Permitted } from "../cloudformation/connected-sources.js";
import type { CodeValue, InstanceValue } from "../code/code-value.js";
import { asText, placeOf, property, stringOf } from "../code/read-code.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import type { Invoker } from "../function-config.js";
import { findOtherService } from "../permitted-service.js";
import type { ConstructIndex } from "./construct-index.js";
import { classNameOf } from "./construct-name.js";
import { referenceTo } from "./resources.js";

/** Who else may invoke a function, as `fn.addPermission(…)` and `fn.grantInvoke(…)` say. */
export function readInvokers(fn: InstanceValue, index: ConstructIndex): readonly Invoker[] {
  const added = index.callsOf(fn, "addPermission").flatMap(({ args }): readonly Invoker[] => {
    const [, options] = args;
    const written = property(options, "principal");
    const principal = written && principalOf(written.value);
    if (principal === undefined) return [];
    const source = property(options, "sourceArn");
    return [
      {
        principal,
        sourceArn: source && (stringOf(source.value) ?? ""),
        sourceType: source && referenceTo(source.value, source.site)?.type,
        hasAccount: ["sourceAccount", "organizationId"].some((name) => property(options, name) !== undefined),
        isForUrl: property(options, "functionUrlAuthType") !== undefined,
        place: written === undefined ? principal.place : placeOf(written.site),
      },
    ];
  });
  const granted = index.callsOf(fn, "grantInvoke").flatMap(({ args }): readonly Invoker[] => {
    const [grantee] = args;
    const principal = grantee && principalOf(grantee);
    return principal === undefined
      ? []
      : [
          {
            principal,
            sourceArn: undefined,
            sourceType: undefined,
            hasAccount: false,
            isForUrl: false,
            place: principal.place,
          },
        ];
  });
  return [...added, ...granted];
}

/** The permissions that say what kind of events comes, of which the construct that sends them may be of any level. */
export function permittedBy(invokers: readonly Invoker[]): readonly Permitted[] {
  return invokers.flatMap((invoker): readonly Permitted[] => {
    const principal = onlyValue(invoker.principal);
    if (principal === undefined || findOtherService(invoker, principal) !== undefined) return [];
    const kind = principalKinds.get(principal);
    const sender = principalSenders.get(principal);
    if (kind === undefined && sender === undefined) return [];
    const source = {
      kind,
      sender,
      place: invoker.place,
      batchSize: undefined,
      reportsBatchItemFailures: undefined,
    };
    return [{ principal, source }];
  });
}

/** `new ServicePrincipal("s3.amazonaws.com")`, `new AnyPrincipal()`; with conditions it is another class. */
function principalOf(value: CodeValue): Extract<ConfigValue<string>, { readonly k: "known" }> | undefined {
  const place = placeOf(value.site);
  const [first, options] = value.kind === "instance" ? value.args : [];
  switch (classNameOf(value)) {
    case "aws-iam.AnyPrincipal":
    case "aws-iam.StarPrincipal":
      return { k: "known", value: "*", place };
    case "aws-iam.ServicePrincipal": {
      const name = first && asText({ value: first, site: first.site });
      return name?.k === "known" && options === undefined ? { ...name, place } : undefined;
    }
    default:
      return undefined;
  }
}
