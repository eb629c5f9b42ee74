import { expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import { onlyValue } from "../../../src/functions/config-value.js";
import { temporaryProject } from "../../support/temporary-project.js";

const WIDE = `new iam.PolicyStatement({ actions: ["s3:*"], resources: ["*"] })`;

function permissionsWith(before: string, props: string, after: string) {
  const directory = temporaryProject({
    "cdk.json": "{}",
    "src/app.ts": "export const handler = async () => {};",
    "lib/stack.ts": `
import * as cdk from "aws-cdk-lib";
import { Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    ${before}
    const fn = new NodejsFunction(this, "Create", { entry: "src/app.ts", ${props} });
    ${after}
  }
}`,
  });
  return codeFunctionsOfProject(directory)[0]?.permissions;
}

function describeStatements(permissions: ReturnType<typeof permissionsWith>) {
  return permissions?.statements.map(({ effect, actions, resources, hasConditions }) => [
    effect,
    actions.map((action) => onlyValue(action)),
    resources.map((resource) => ("k" in resource ? onlyValue(resource) : resource.id)),
    hasConditions,
  ]);
}

const all = [["Allow", ["s3:*"], ["*"], false]];

test.each([
  ["a policy", `fn.role?.attachInlinePolicy(new iam.Policy(this, "P", { statements: [${WIDE}] }));`],
  [
    "a policy of a document",
    `fn.role?.attachInlinePolicy(new iam.Policy(this, "P", { document: new iam.PolicyDocument({ statements: [${WIDE}] }) }));`,
  ],
  [
    "a policy that gets its statement later",
    `const policy = new iam.Policy(this, "P"); policy.addStatements(${WIDE}); policy.attachToRole(fn.role!);`,
  ],
  ["a policy that names it", `new iam.Policy(this, "P", { statements: [${WIDE}], roles: [fn.role!] });`],
  [
    "a policy of AWS",
    `fn.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName("AmazonS3FullAccess"));`,
  ],
  [
    "a policy of AWS by its ARN",
    `fn.role?.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(this, "M", "arn:aws:iam::aws:policy/AmazonS3FullAccess"));`,
  ],
  ["a statement", `fn.role!.addToPrincipalPolicy(${WIDE});`],
  ["a statement for its principal", `fn.grantPrincipal.addToPrincipalPolicy(${WIDE});`],
])("reads what is added to the role that a function has of its own: %s", (_, after) => {
  const permissions = permissionsWith("", "", after);
  expect(describeStatements(permissions)).toEqual(all);
  expect(permissions?.isComplete).toBe(false);
  expect(permissions?.isShared).toBeUndefined();
});

test.each([
  ["policies that name it", `new iam.Policy(this, "P", { statements: [${WIDE}], roles: [role] });`],
  ["managed policies", `new iam.ManagedPolicy(this, "P", { statements: [${WIDE}], roles: [role] });`],
  ["what is added to it", `role.addToPolicy(${WIDE});`],
])("reads a role that a function is given: %s", (_, before) => {
  const permissions = permissionsWith(`const role = new iam.Role(this, "R", {}); ${before}`, "role", "");
  expect(describeStatements(permissions)).toEqual(all);
  expect(permissions?.isShared).toBe(true);
});

it("reads a managed policy of the code that a role has", () => {
  const role = `const role = new iam.Role(this, "R", { managedPolicies: [new iam.ManagedPolicy(this, "M", { statements: [${WIDE}] })] });`;
  expect(describeStatements(permissionsWith(role, "role", ""))).toEqual(all);
});

test.each([
  [
    "what is added later",
    `const own = new iam.PolicyStatement(); own.addActions("s3:*"); own.addAllResources();`,
    all,
  ],
  [
    "what is added to what it has",
    `const own = new iam.PolicyStatement({ actions: ["s3:GetObject"], resources: ["a"] }); own.addActions("s3:PutObject"); own.addResources("b");`,
    [["Allow", ["s3:GetObject", "s3:PutObject"], ["a", "b"], false]],
  ],
  [
    "conditions that are added",
    `const own = ${WIDE}; own.addCondition("StringEquals", {});`,
    [["Allow", ["s3:*"], ["*"], true]],
  ],
  [
    "JSON",
    `const own = iam.PolicyStatement.fromJson({ Effect: "Deny", Action: "s3:*", Resource: ["*"], Condition: {} });`,
    [["Deny", ["s3:*"], ["*"], true]],
  ],
])("reads a statement with %s", (_, before, expected) => {
  expect(describeStatements(permissionsWith(before, "", "fn.addToRolePolicy(own);"))).toEqual(expected);
});

test.each([
  ["JSON from elsewhere", "iam.PolicyStatement.fromJson(props.statement)"],
  ["actions from elsewhere", `new iam.PolicyStatement({ actions: props.actions, resources: ["*"] })`],
  ["nothing yet", "new iam.PolicyStatement()"],
])("says that not all is known with %s", (_, statement) => {
  const permissions = permissionsWith("", "", `fn.addToRolePolicy(${statement});`);
  expect(permissions).toMatchObject({ statements: [], isComplete: false });
});

test.each(["fn.role!", "fn.grantPrincipal"])("reads what a grant gives to the role: %s", (role) => {
  const table = `const table = new cdk.aws_dynamodb.Table(this, "T", {});`;
  const permissions = permissionsWith(table, "", `table.grantWriteData(${role});`);
  expect(permissions?.statements[0]?.resources).toMatchObject([{ id: "T" }]);
  expect(permissions?.isComplete).toBe(true);
  expect(permissionsWith("", "", `props.table.grantWriteData(${role});`)?.isComplete).toBe(false);
});

it("takes nothing of another role", () => {
  const other = `const other = new iam.Role(this, "O", {}); other.addToPolicy(${WIDE}); new iam.Policy(this, "P", { statements: [${WIDE}], roles: [other] });`;
  expect(permissionsWith("", "", other)).toMatchObject({ statements: [], isComplete: true });
});
