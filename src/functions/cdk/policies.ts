import { append } from "../../syntax/append.js";
import { oncePer } from "../../syntax/once-per.js";
import type { CodeValue, InstanceValue, ResultValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { convert, isClosedList, itemsOf, placeOf, property, stringOf } from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { PolicyStatement, ResourceReference } from "../function-config.js";
import { statementOfManagedPolicy } from "../managed-policies.js";
import type { ConstructIndex } from "./construct-index.js";
import { cdkNameOf, classNameOf } from "./construct-name.js";
import { referenceTo } from "./resources.js";

/** Lists of a statement; undefined where some of their items are not known, or where there are none. */
interface StatementParts {
  readonly actions: readonly CodeValue[] | undefined;
  readonly resources: readonly CodeValue[] | undefined;
  readonly isDenied: boolean;
  readonly hasConditions: boolean;
}

/**
 * `new PolicyStatement({ actions: ["s3:GetObject"], resources: [bucket.arnForObjects("*")] })` with what is added to it later,
 * and `PolicyStatement.fromJson({ Action: "s3:GetObject", Resource: "*" })`. Undefined where it is not all known.
 *
 * @param site where the statement is used
 */
export function readStatement(
  value: CodeValue,
  site: Site,
  index: ConstructIndex,
): PolicyStatement | undefined {
  const parts =
    value.kind === "instance" && classNameOf(value) === "aws-iam.PolicyStatement"
      ? partsOfInstance(value, index)
      : partsOfJson(value);
  if (parts?.actions === undefined || parts.resources === undefined) return undefined;
  return {
    effect: parts.isDenied ? "Deny" : "Allow",
    actions: parts.actions.map(readText),
    resources: parts.resources.map((item) => readResource(item)),
    hasConditions: parts.hasConditions,
    place: placeOf(value.site.node === site.node ? site : value.site),
  };
}

/** Statements and policies ask for their own calls, one after the other. */
const callsByReceiver = oncePer(({ results }: CodeLog): ReadonlyMap<CodeValue, readonly ResultValue[]> => {
  const calls = new Map<CodeValue, ResultValue[]>();
  for (const result of results) if (result.receiver !== undefined) append(calls, result.receiver, result);
  return calls;
});

function partsOfInstance(statement: InstanceValue, index: ConstructIndex): StatementParts {
  const [props] = statement.args;
  const calls = callsByReceiver(index.log).get(statement) ?? [];
  const added = (method: string): readonly CodeValue[] =>
    calls.flatMap((call) => (call.method === method ? call.args : []));
  const everything = calls.flatMap(({ method, site }): readonly CodeValue[] =>
    method === "addAllResources" ? [{ kind: "scalar", value: "*", site }] : [],
  );
  const list = (name: string, more: readonly CodeValue[]): readonly CodeValue[] | undefined => {
    const written = property(props, name)?.value;
    if (written === undefined) return more.length === 0 ? undefined : more;
    return isClosedList(written) ? [...itemsOf(written), ...more] : undefined;
  };
  const effect = property(props, "effect");
  return {
    actions: list("actions", added("addActions")),
    resources: list("resources", [...added("addResources"), ...everything]),
    isDenied: effect?.value.kind === "imported" && cdkNameOf(effect.value) === "aws-iam.Effect.DENY",
    hasConditions:
      property(props, "conditions") !== undefined ||
      calls.some(({ method = "" }) => /^add\w*Conditions?$/.test(method)),
  };
}

function partsOfJson(value: CodeValue): StatementParts | undefined {
  const isJson = value.kind === "result" && cdkNameOf(value.callee) === "aws-iam.PolicyStatement.fromJson";
  const document = isJson ? value.args[0] : undefined;
  if (document?.kind !== "object" || document.isOpen) return undefined;
  const list = (name: string): readonly CodeValue[] | undefined => {
    const written = property(document, name)?.value;
    if (written?.kind !== "list") return written && [written];
    return isClosedList(written) ? itemsOf(written) : undefined;
  };
  return {
    actions: list("Action"),
    resources: list("Resource"),
    isDenied: stringOf(property(document, "Effect")?.value) === "Deny",
    hasConditions: property(document, "Condition") !== undefined,
  };
}

function readText(value: CodeValue): ConfigValue<string> {
  const place = placeOf(value.site);
  return convert({ value, site: value.site }, stringOf) ?? { k: "opaque", text: "", place };
}

function readResource(value: CodeValue): ConfigValue<string> | ResourceReference {
  const text = readText(value);
  return text.k === "opaque" ? (referenceTo(value, value.site) ?? text) : text;
}

/**
 * What is known of a policy: of a document of statements, of one that is attached to roles, and of a managed one, be it the
 * code's own or one of AWS.
 */
export function statementsOfPolicy(value: CodeValue, index: ConstructIndex): readonly PolicyStatement[] {
  if (value.kind === "result") return statementsOfImported(value.callee, value.args, value.site);
  if (value.kind !== "instance") return [];
  const name = classNameOf(value);
  if (name !== "aws-iam.PolicyDocument" && name !== "aws-iam.Policy" && name !== "aws-iam.ManagedPolicy")
    return [];
  const props = name === "aws-iam.PolicyDocument" ? value.args[0] : value.args[2];
  const document = property(props, "document")?.value;
  const calls = callsByReceiver(index.log).get(value) ?? [];
  const added = calls.flatMap(({ method, args }) => (method === "addStatements" ? args : []));
  const statements = [...itemsOf(property(props, "statements")?.value), ...added];
  return [
    ...statements.flatMap((one) => readStatement(one, one.site, index) ?? []),
    ...(document !== undefined && classNameOf(document) === "aws-iam.PolicyDocument"
      ? statementsOfPolicy(document, index)
      : []),
  ];
}

/** `ManagedPolicy.fromAwsManagedPolicyName("AmazonS3FullAccess")`, `ManagedPolicy.fromManagedPolicyArn(this, "S3", arn)` */
function statementsOfImported(
  callee: Parameters<typeof cdkNameOf>[0],
  args: readonly CodeValue[],
  site: Site,
): readonly PolicyStatement[] {
  const name = cdkNameOf(callee);
  const named =
    name === "aws-iam.ManagedPolicy.fromAwsManagedPolicyName"
      ? stringOf(args[0])
      : name === "aws-iam.ManagedPolicy.fromManagedPolicyArn"
        ? stringOf(args[2])
        : undefined;
  const statement = named === undefined ? undefined : statementOfManagedPolicy(named, placeOf(site));
  return statement === undefined ? [] : [statement];
}
