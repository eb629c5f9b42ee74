import type { TSESTree } from "@typescript-eslint/utils";
import { type HttpRequestFact, httpRequestFacts } from "../../knowledge/http-requests.js";
import { keyOf, pathOfExport } from "../../syntax/export-paths.js";
import type { OutsideCaller } from "../elsewhere.js";
import { collectExports } from "../handlers/exports.js";
import type { LambdaModel } from "../model.js";
import { isUnboundedInstance } from "./http-requests.js";

/** A client of HTTP that the file makes without a timeout, and with which other files send requests. */
export interface UnboundedInstance {
  readonly call: TSESTree.CallExpression;
  readonly fact: HttpRequestFact;
  /** A handler because of which a request is sent. */
  readonly caller: OutsideCaller;
}

/** The instances that other files get from this one, `export const shop = axios.create({ baseURL })`, and that bound no request. */
export function findUnboundedInstances(lambda: LambdaModel): readonly UnboundedInstance[] {
  const { facts, values } = lambda.syntax;
  const offered = httpRequestFacts.filter(({ factory }) => factory !== undefined && facts.words.has(factory));
  if (offered.length === 0) return [];
  return collectExports(facts).flatMap(({ name, value }): readonly UnboundedInstance[] => {
    const [call, ...others] = value === undefined ? [] : values.valuesOf(value);
    if (call?.type !== "CallExpression" || others.length > 0) return [];
    const fact = offered.find((one) => isUnboundedInstance(call, one, lambda));
    if (fact === undefined) return [];
    // Other files are read last.
    for (const method of Object.keys(fact.methods)) {
      const caller = lambda.otherFiles.callerOf(keyOf([...pathOfExport(name), method]));
      if (caller !== undefined) return [{ call, fact, caller }];
    }
    return [];
  });
}
