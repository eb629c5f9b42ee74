import { type InvokingService, invokingServices } from "../knowledge/invoking-services.js";
import { kindsOfPrincipals, principalKinds } from "../knowledge/template-events.js";
import type { FunctionConfig, Invoker } from "./function-config.js";

/**
 * The service whose resource a permission names, where it is for another one: `events.amazonaws.com` for an API. Nothing comes
 * by such a permission.
 */
export function findOtherService(
  { sourceArn = "", sourceType }: Pick<Invoker, "sourceArn" | "sourceType">,
  principal: string,
): InvokingService | undefined {
  if (!/^[\w.-]+\.amazonaws\.com$/.test(principal)) return undefined;
  const [, inArn] = /^arn:[^:]*:([\w-]+):/.exec(sourceArn) ?? [];
  // An ARN that is put together of several parts says itself whose it is.
  const isReference = sourceArn === "" || /^\$\{[\w.]+\}$/.test(sourceArn);
  const service = invokingServices.find(
    ({ inArns, types }) => inArns === inArn || (isReference && types.includes(sourceType ?? "")),
  );
  const isOwn = service?.principal === principal || service?.others?.test(principal) === true;
  return isOwn ? undefined : service;
}

/** Whether an event of the service is among the function's own settings: AWS SAM adds the permission for it. */
export function isPermittedByFramework(
  { principal }: InvokingService,
  { framework, properties, sources }: FunctionConfig,
): boolean {
  const [start = 0, end = 0] = properties?.range ?? [];
  return (
    framework === "sam" &&
    sources.some(({ kind, place }) => {
      const isSent =
        kind !== undefined &&
        (principalKinds.get(principal) === kind || kindsOfPrincipals.get(principal)?.test(kind) === true);
      const [at = -1] = place.file === properties?.file ? (place.range ?? []) : [];
      return isSent && at >= start && at < end;
    })
  );
}
