import { cdkFunctionClasses } from "../../knowledge/cdk-constructs.js";
import type { AttributeValue, CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { property, valuesIn } from "../code/read-code.js";
import { functionOfBackend } from "../amplify/backend-functions.js";
import { cdkNameOf, classNameOf, isFriendly, isUndeclared } from "./construct-name.js";
import { givenToPattern, madeByPattern } from "./solutions-constructs.js";

/** Attributes and methods of a function that stand for it, or for a version of it. */
const VERSIONS = new Set(["addAlias", "currentVersion", "latestVersion"]);

/** Something that code did with a function: made a construct of it, or called with it. */
export interface Use {
  readonly by: InstanceValue | ResultValue;
  /** `aws-apigateway.LambdaIntegration`, `core.Tags.of`; undefined where it is not of the CDK. */
  readonly name: string | undefined;
}

/** What makes a function: a construct of the CDK, or Amplify's `defineFunction(…)`. */
export type FunctionMaker = InstanceValue | ResultValue;

/** What the code did, by the function that it did it to. */
export class ConstructIndex {
  /** Calls of methods of a function, an alias of it or a version. */
  readonly #calls = new Map<FunctionMaker, ResultValue[]>();
  /** Constructs and calls that are given a function, an alias of it or a version. */
  readonly #uses = new Map<FunctionMaker, Use[]>();
  /** Constructs and calls that are given the role of a function, and not the function itself. */
  readonly #usesOfRole = new Map<FunctionMaker, Use[]>();
  /** Functions that patterns of several constructs make, by the pattern. */
  readonly #ofPatterns = new Map<CodeValue, InstanceValue>();
  readonly functions: readonly InstanceValue[];

  constructor(readonly log: CodeLog) {
    this.functions = log.instances.flatMap((instance) => {
      const made = kindOfFunction(instance) === undefined ? madeByPattern(instance) : instance;
      if (made !== undefined && made !== instance) this.#ofPatterns.set(instance, made);
      return made ?? [];
    });
    for (const result of log.results) {
      const owner = result.receiver && this.functionOf(result.receiver);
      if (owner !== undefined) append(this.#calls, owner, result);
      this.#addUses(result, result.args);
    }
    for (const instance of log.instances) this.#addUses(instance, instance.args);
  }

  #addUses(by: InstanceValue | ResultValue, args: readonly CodeValue[]): void {
    const name = cdkNameOf(by.kind === "instance" ? by.base : by.callee);
    const found = new Set<FunctionMaker>();
    const roles = new Set<FunctionMaker>();
    for (const argument of args)
      for (const value of valuesIn(argument)) {
        const owner = this.functionOf(value);
        if (owner !== undefined && owner !== by) found.add(owner);
        const ofRole = isRoleOf(value) ? this.functionOf(value.of) : undefined;
        if (ofRole !== undefined) roles.add(ofRole);
      }
    for (const owner of found) append(this.#uses, owner, { by, name });
    for (const owner of roles) append(this.#usesOfRole, owner, { by, name });
  }

  callsOf(fn: FunctionMaker, method: string): readonly ResultValue[] {
    return (this.#calls.get(fn) ?? []).filter((call) => call.method === method);
  }

  allCallsOf(fn: FunctionMaker): readonly ResultValue[] {
    return this.#calls.get(fn) ?? [];
  }

  usesOf(fn: FunctionMaker): readonly Use[] {
    return this.#uses.get(fn) ?? [];
  }

  usesOfRole(fn: FunctionMaker): readonly Use[] {
    return this.#usesOfRole.get(fn) ?? [];
  }

  /** The function that a value is, or is an alias or a version of. */
  functionOf(value: CodeValue, depth = 0): FunctionMaker | undefined {
    if (depth > 8) return undefined;
    switch (value.kind) {
      case "instance": {
        if (kindOfFunction(value) !== undefined) return value;
        const name = classNameOf(value);
        if (name !== "aws-lambda.Alias" && name !== "aws-lambda.Version") return undefined;
        const version = property(value.args[2], name === "aws-lambda.Alias" ? "version" : "lambda");
        return version && this.functionOf(version.value, depth + 1);
      }
      case "attribute":
        if (VERSIONS.has(value.name)) return this.functionOf(value.of, depth + 1);
        return this.#ofPattern(value, depth) ?? functionOfBackend(value);
      case "result":
        return value.receiver !== undefined && VERSIONS.has(value.method ?? "")
          ? this.functionOf(value.receiver, depth + 1)
          : undefined;
      default:
        return undefined;
    }
  }

  /** The function of `pattern.lambdaFunction`. */
  #ofPattern({ name, of: pattern }: AttributeValue, depth: number): FunctionMaker | undefined {
    if (name !== "lambdaFunction" || pattern.kind !== "instance") return undefined;
    const given = givenToPattern(pattern);
    return this.#ofPatterns.get(pattern) ?? (given && this.functionOf(given, depth + 1));
  }

  /** The pattern that makes a function, and does more with it than is read. */
  patternOf(fn: FunctionMaker): InstanceValue | undefined {
    const pattern = fn.kind === "instance" ? fn.args[0] : undefined;
    return pattern?.kind === "instance" && this.#ofPatterns.get(pattern) === fn ? pattern : undefined;
  }

  /** The construct or call of the name that is given a value. */
  givenTo(value: CodeValue): readonly Use[] {
    const isGiven = (args: readonly CodeValue[]): boolean =>
      args.some((argument) => valuesIn(argument).has(value));
    return [...this.log.instances, ...this.log.results]
      .filter((by) => by !== value && isGiven(by.args))
      .map((by) => ({ by, name: cdkNameOf(by.kind === "instance" ? by.base : by.callee) }));
  }

  /** Whether code that nobody sees may change the function: it was given to a package that is not known, or to no one knows what. */
  isHandedOver(fn: FunctionMaker): boolean {
    if (this.patternOf(fn) !== undefined) return true;
    return this.usesOf(fn).some(({ by }) => {
      if (by.kind === "instance") return by.isUnknown || (by.base !== undefined && !isFriendly(by.base));
      if (by.callee !== undefined) return !isFriendly(by.callee);
      return by.receiver === undefined || isUndeclared(by.receiver);
    });
  }
}

export function kindOfFunction(value: CodeValue): (typeof cdkFunctionClasses)[string] | undefined {
  return cdkFunctionClasses[classNameOf(value) ?? ""];
}

/** `fn.role`, `fn.grantPrincipal` */
export function isRoleOf(value: CodeValue): value is AttributeValue {
  return value.kind === "attribute" && (value.name === "role" || value.name === "grantPrincipal");
}

function append<Value>(lists: Map<FunctionMaker, Value[]>, key: FunctionMaker, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
