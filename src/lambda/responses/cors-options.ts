import type { TSESTree } from "@typescript-eslint/utils";
import { type CorsOptionsFact, corsOptionsFacts } from "../../knowledge/cors-options.js";
import { type CallNode, memberName, unwrap } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { TracedObject } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import { packageOf } from "../bindings/package-of.js";
import type { LambdaModel } from "../model.js";
import { nameOfCallee } from "../taint/text-passage.js";
import { isFallbackOfEnvironment, isWildcard } from "./cors-headers.js";

/** Options of a package with which it lets sites that nobody has named send credentials along. */
export interface OpenCorsOptions {
  readonly node: TSESTree.Node;
  /** `*` goes out; only where a setting is missing; or the origin of the request does. */
  readonly kind: "wildcard" | "fallback" | "reflection";
}

/** In source order. */
export const openCorsOptionsOf = oncePer((lambda: LambdaModel): readonly OpenCorsOptions[] => {
  const imports = [...lambda.syntax.facts.specifiers];
  const facts = corsOptionsFacts.filter(({ module }) => imports.some((name) => module.test(name)));
  if (facts.length === 0) return [];
  return lambda.syntax.facts.calls.flatMap((call) => {
    for (const fact of facts) {
      const options = isCallOf(fact, call, lambda) ? optionsOf(fact, call, lambda) : undefined;
      if (options !== undefined) return openIn(options, fact, lambda) ?? [];
    }
    return [];
  });
});

function isCallOf(fact: CorsOptionsFact, call: CallNode, { syntax }: LambdaModel): boolean {
  if (fact.method === undefined) {
    const name = nameOfCallee(call.callee, syntax);
    return name !== undefined && fact.module.test(name.module) && fact.export?.test(name.path) === true;
  }
  const callee = unwrap(call.callee);
  return (
    callee.type === "MemberExpression" &&
    memberName(callee) === fact.method &&
    fact.module.test(packageOf(callee.object, syntax)?.module ?? "")
  );
}

/** Undefined where the file does not show all of the options. */
function optionsOf(fact: CorsOptionsFact, call: CallNode, { syntax }: LambdaModel): TracedObject | undefined {
  const argument = call.arguments[fact.argument];
  if (argument === undefined || argument.type === "SpreadElement") return undefined;
  const tracer = getValueTracer(syntax);
  const only = (values: ReturnType<typeof tracer.trace> = []): TracedObject | undefined => {
    const [value, ...others] = values;
    return value === undefined || others.length > 0 ? undefined : tracer.readObject(value);
  };
  const names = fact.property?.split(".") ?? [];
  return names.reduce(
    (holder, name) => only(holder?.properties.get(name)?.values),
    only(tracer.trace(argument)),
  );
}

function openIn(
  { properties, isComplete }: TracedObject,
  fact: CorsOptionsFact,
  lambda: LambdaModel,
): OpenCorsOptions | undefined {
  const credentials = properties.get("credentials");
  const [allowed, ...others] = credentials?.values ?? [];
  const isAllowed = allowed?.node.type === "Literal" && allowed.node.value === true && others.length === 0;
  if (credentials === undefined || !isAllowed) return undefined;
  const origins = properties.get("origin")?.values.map(({ node }) => node);
  if (origins === undefined)
    return isComplete && fact.isOpenByDefault ? { node: credentials.node, kind: "wildcard" } : undefined;
  const [origin, ...further] = origins;
  const fallback = origins.find((node) => isWildcard(node) && isFallbackOfEnvironment(node, lambda));
  if (fallback !== undefined) return { node: fallback, kind: "fallback" };
  if (origin === undefined || further.length > 0) return undefined;
  if (isWildcard(origin))
    return { node: origin, kind: fact.reflectsWildcard === true ? "reflection" : "wildcard" };
  const isTrue = origin.type === "Literal" && origin.value === true;
  return isTrue && fact.reflectsOnTrue ? { node: origin, kind: "reflection" } : undefined;
}
