import {
  cdkGivingProperties,
  cdkGivingNothing,
  cdkInvokingMethods,
} from "../../knowledge/cdk-permissions.js";
import { oncePer } from "../../syntax/once-per.js";
import type { CodeLog } from "../code/machine.js";
import type { CodeValue, InstanceValue, ResultValue, Site } from "../code/code-value.js";
import { isClosedList, itemsOf, property } from "../code/read-code.js";
import type { Permissions, PolicyStatement } from "../function-config.js";
import { type ConstructIndex, type FunctionMaker, kindOfFunction } from "./construct-index.js";
import { readConnections } from "./connection-grants.js";
import { grantedBy } from "./grants.js";
import { readStatement } from "./policies.js";
import { readGivenRole, readOwnRole } from "./roles.js";

/** What the role of a function may do: the statements that it is given, and what `grant…` methods are known to allow. */
export function readPermissions(
  fn: FunctionMaker,
  props: CodeValue | undefined,
  index: ConstructIndex,
  isSeen: boolean,
): Permissions {
  const statements: PolicyStatement[] = [];
  let isComplete = isSeen && property(props, "role") === undefined;
  const add = (value: CodeValue, site: Site): void => {
    const statement = readStatement(value, site, index);
    if (statement === undefined) isComplete = false;
    else statements.push(statement);
  };
  const initial = property(props, "initialPolicy");
  if (initial !== undefined) {
    isComplete &&= isClosedList(initial.value);
    for (const value of itemsOf(initial.value)) add(value, value.site);
  }
  if (cdkGivingProperties.some((name) => property(props, name) !== undefined)) isComplete = false;
  for (const call of index.allCallsOf(fn)) {
    const [first] = call.args;
    if (call.method === "addToRolePolicy" && first) add(first, call.site);
  }
  // `fn.role?.addManagedPolicy(…)` goes by way of an attribute.
  if (
    callsOfAttributes(index.log).some(({ receiver }) =>
      isPartOf(receiver, fn, ["role", "grantPrincipal", "node"]),
    )
  )
    isComplete = false;
  const granted = readGrants(fn, index);
  const connected = readConnections(fn, props, index);
  isComplete &&= granted.isComplete && connected.isComplete;
  const ofRole = readGivenRole(property(props, "role")?.value, index);
  // Others may have the role as well, which need what this function does not.
  return {
    statements: [
      ...statements,
      ...granted.statements,
      ...connected.statements,
      ...readOwnRole(fn, index),
      ...ofRole,
    ],
    isComplete,
    isShared: ofRole.length > 0 ? true : undefined,
  };
}

/** Those of `fn.role` among them. */
const callsOfAttributes = oncePer(({ results }: CodeLog): readonly ResultValue[] =>
  results.filter(({ receiver }) => receiver?.kind === "attribute"),
);

/** What is granted to a function, or to its role. */
function readGrants(fn: FunctionMaker, index: ConstructIndex): Permissions {
  const statements: PolicyStatement[] = [];
  let isComplete = true;
  const add = (call: ResultValue): void => {
    const granted = readGrant(call);
    if (granted === undefined) isComplete = false;
    else statements.push(...granted);
  };
  for (const { by, name } of index.usesOf(fn)) {
    if (by.kind === "result" && by.method?.startsWith("grant") === true && by.callee === undefined) {
      // Who may invoke the function is no permission of its own.
      if (index.functionOf(by.receiver ?? by) !== fn) add(by);
    } else if (by.kind === "result" ? mayGrantAs(name, by) : mayGrant(name, by)) isComplete = false;
  }
  for (const { by } of index.usesOfRole(fn))
    if (by.kind === "result" && by.callee === undefined) add(by);
    else isComplete = false;
  return { statements, isComplete };
}

/** Whether a construct that is given a function may add to its role. */
function mayGrant(name: string | undefined, by: InstanceValue): boolean {
  if (kindOfFunction(by) !== undefined) return true;
  // It lets the function read nothing: only sending what failed somewhere is granted with it.
  if (name === "aws-lambda.EventSourceMapping") return property(by.args[2], "onFailure") !== undefined;
  return by.base?.specifier !== "constructs" && (name === undefined || !cdkGivingNothing.test(name));
}

/** The same of a method or a function of the CDK. */
function mayGrantAs(name: string | undefined, { callee, method }: ResultValue): boolean {
  if (callee !== undefined) return !/^core\.(?:Tags|Annotations|Stack)\.of$/.test(name ?? "");
  return method === undefined || !cdkInvokingMethods.test(method);
}

/** True for `fn.role`, `fn.role.node`. */
export function isPartOf(value: CodeValue | undefined, fn: FunctionMaker, names: readonly string[]): boolean {
  for (let current = value; current?.kind === "attribute"; current = current.of)
    if (current.of === fn) return names.includes(current.name);
  return false;
}

/** `table.grantReadData(fn)` */
function readGrant({ method, receiver, args, site }: ResultValue): readonly PolicyStatement[] | undefined {
  // A second argument narrows what is granted: a prefix of a bucket's keys.
  return args.length > 1 ? undefined : grantedBy(receiver, method, site);
}
