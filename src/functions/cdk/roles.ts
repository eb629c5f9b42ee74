import { oncePer } from "../../syntax/once-per.js";
import type { CodeLog } from "../code/machine.js";
import { type CodeValue, type InstanceValue, type ResultValue, variantsOf } from "../code/code-value.js";
import { itemsOf, property } from "../code/read-code.js";
import type { PolicyStatement } from "../function-config.js";
import { type ConstructIndex, type FunctionMaker, isRoleOf } from "./construct-index.js";
import { classNameOf } from "./construct-name.js";
import { readStatement, statementsOfPolicy } from "./policies.js";

/** What the code lets a role do that a function is given: its policies, and what is added to them. */
export function readGivenRole(
  role: CodeValue | undefined,
  index: ConstructIndex,
): readonly PolicyStatement[] {
  return variantsOf(role).flatMap((variant) =>
    variant.kind === "instance" && classNameOf(variant) === "aws-iam.Role"
      ? [...policiesOf(variant.args[2], index), ...addedTo((value) => value === variant, index)]
      : [],
  );
}

/** What is added to the role that a function has of its own: `fn.role?.addManagedPolicy(…)`. */
export function readOwnRole(fn: FunctionMaker, index: ConstructIndex): readonly PolicyStatement[] {
  return addedTo((value) => isRoleOf(value) && value.of === fn, index);
}

function policiesOf(props: CodeValue | undefined, index: ConstructIndex): readonly PolicyStatement[] {
  const inline = property(props, "inlinePolicies")?.value;
  const documents = inline?.kind === "object" ? [...inline.entries.values()].map(({ value }) => value) : [];
  const policies = [...documents, ...itemsOf(property(props, "managedPolicies")?.value)];
  return policies.flatMap((policy) => statementsOfPolicy(policy, index));
}

const ADDING = new Set([
  ...["addToPolicy", "addToPrincipalPolicy"],
  ...["attachInlinePolicy", "addManagedPolicy", "attachToRole"],
]);

/** The calls that may add to a role: each function asks for its own. */
const additionsIn = oncePer(({ results }: CodeLog): readonly ResultValue[] =>
  results.filter(({ method }) => method !== undefined && ADDING.has(method)),
);

const policiesIn = oncePer(({ instances }: CodeLog): readonly InstanceValue[] =>
  instances.filter((instance) => /^aws-iam\.(?:Managed)?Policy$/.test(classNameOf(instance) ?? "")),
);

function addedTo(isRole: (value: CodeValue) => boolean, index: ConstructIndex): readonly PolicyStatement[] {
  const added = additionsIn(index.log).flatMap(({ receiver, method, args: [first] }) => {
    if (receiver === undefined || first === undefined) return [];
    switch (isRole(receiver) ? method : undefined) {
      case "addToPolicy":
      case "addToPrincipalPolicy":
        return readStatement(first, first.site, index) ?? [];
      case "attachInlinePolicy":
      case "addManagedPolicy":
        return statementsOfPolicy(first, index);
      default:
        return method === "attachToRole" && isRole(first) ? statementsOfPolicy(receiver, index) : [];
    }
  });
  // `new Policy(this, "Read", { statements, roles: [role] })`
  const attached = policiesIn(index.log).filter(({ args }) =>
    itemsOf(property(args[2], "roles")?.value).some(isRole),
  );
  return [...added, ...attached.flatMap((policy) => statementsOfPolicy(policy, index))];
}
