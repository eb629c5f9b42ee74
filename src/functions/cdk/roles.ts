import type { CodeValue, Site } from "../code/code-value.js";
import { itemsOf, placeOf, property, stringOf } from "../code/read-code.js";
import type { PolicyStatement } from "../function-config.js";
import { statementOfManagedPolicy } from "../managed-policies.js";
import type { ConstructIndex } from "./construct-index.js";
import { cdkNameOf, classNameOf } from "./construct-name.js";

/**
 * What the code lets a role do, which a function is given: its policies, and what is added to them.
 *
 * @param readStatement reads a `new PolicyStatement(…)`
 */
export function readRole(
  role: CodeValue | undefined,
  index: ConstructIndex,
  readStatement: (value: CodeValue, site: Site) => PolicyStatement | undefined,
): readonly PolicyStatement[] {
  if (role?.kind !== "instance" || classNameOf(role) !== "aws-iam.Role") return [];
  const props = role.args[2];
  const policies = property(props, "inlinePolicies")?.value;
  const documents =
    policies?.kind === "object" ? [...policies.entries.values()].map(({ value }) => value) : [];
  const added = index.log.results.filter(({ receiver }) => receiver === role);
  const given = (...methods: readonly string[]): readonly CodeValue[] =>
    added.flatMap(({ method = "", args: [first] }) => (methods.includes(method) && first ? [first] : []));
  const statements = [
    ...[...documents, ...given("attachInlinePolicy")].flatMap(statementsIn),
    ...given("addToPolicy", "addToPrincipalPolicy"),
  ];
  const managed = [...itemsOf(property(props, "managedPolicies")?.value), ...given("addManagedPolicy")];
  return [
    ...statements.flatMap((value) => readStatement(value, value.site) ?? []),
    ...managed.flatMap((value) => managedStatement(value) ?? []),
  ];
}

/** Of `new PolicyDocument({ statements })`, and of `new Policy(this, "Policy", { statements })`. */
function statementsIn(value: CodeValue): readonly CodeValue[] {
  if (value.kind !== "instance") return [];
  const props = classNameOf(value) === "aws-iam.PolicyDocument" ? value.args[0] : value.args[2];
  return itemsOf(property(props, "statements")?.value);
}

/** `ManagedPolicy.fromAwsManagedPolicyName("AmazonS3FullAccess")` */
function managedStatement(value: CodeValue): PolicyStatement | undefined {
  const isNamed =
    value.kind === "result" && cdkNameOf(value.callee) === "aws-iam.ManagedPolicy.fromAwsManagedPolicyName";
  const name = isNamed ? stringOf(value.args[0]) : undefined;
  return name === undefined ? undefined : statementOfManagedPolicy(name, placeOf(value.site));
}
