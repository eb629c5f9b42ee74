import { areUnused } from "../callers/unused-permissions.js";
import type { ConfigValue, Place } from "../functions/config-value.js";
import { codeFunctionsAround } from "../functions/code-projects.js";
import type { FunctionConfig, PolicyStatement, ResourceReference } from "../functions/function-config.js";
import { foldersOfLayers } from "../functions/layer-folders.js";
import { grantsOf, hasStatement, mayAllow } from "../functions/policy-statements.js";
import { actionOf } from "../knowledge/iam-actions.js";
import { resourceOfAction } from "../knowledge/iam-resources.js";
import { needsNone } from "../knowledge/quiet-packages.js";
import type { LambdaModel } from "../lambda/model.js";
import { namedResourceOf } from "../lambda/clients/named-resource.js";
import { type SdkCall, sdkCallsOf } from "../lambda/clients/sdk-commands.js";
import {
  type CallerOfCode,
  describeFunctionOf,
  getCallersOfCode,
  isSharedCode,
} from "../rule-kit/callers-of-code.js";
import { describePlace } from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

interface Options {
  readonly unusedPermissions: boolean;
}

export default createConfigRule<"notAllowed" | "otherResource" | "unusedPermission", [Options]>({
  name: "iam-difference",
  meta: {
    type: "problem",
    docs: {
      description: "require the permissions that the code's AWS requests need, and no others",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-09"],
    },
    messages: {
      notAllowed:
        "This request needs `{{action}}`, and none of the policies of {{fn}} allows it: it fails with `AccessDenied`. Add the permission for the one resource that it is about.",
      otherResource:
        "This request needs `{{action}}` on `{{resource}}`, which `{{variable}}` names, and {{fn}} may do it on `{{allowed}}` only ({{place}}): it fails with `AccessDenied`. Add a permission for the resource that the code asks.",
      unusedPermission:
        "Nothing that {{functions}} uses of {{handler}}, and of what that loads, asks for {{actions}}, which this allows: whoever gets code of theirs to run in it may do it all the same. Remove the permission.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          unusedPermissions: {
            type: "boolean",
            description: "Whether permissions that no code uses are reported in the configuration.",
          },
        },
      },
    ],
    defaultOptions: [{ unusedPermissions: true }],
  },
  check(declared, { options: [{ unusedPermissions }], functions, report, context }) {
    const { permissions } = declared;
    if (!unusedPermissions || permissions?.isShared === true) return;
    for (const statement of permissions?.statements ?? []) {
      if (statement.effect !== "Allow") continue;
      // What functions share must be unused by all of them, which is asked with the first.
      const sharing = functions.filter((fn) => hasStatement(fn, statement));
      const others = findElsewhere(declared, statement);
      if (sharing[0] !== declared || others.some(({ place }) => place.file < declared.place.file)) continue;
      // Of what one expression makes, each function has code of its own.
      const made = [...sharing, ...others]
        .flatMap((fn) => fn.madeAs ?? [fn])
        .filter((fn) => hasStatement(fn, statement));
      const file = made[0]?.handler.file;
      if (file === undefined) continue;
      for (const { place, actions } of grantsOf(statement)) {
        if (
          !made.every((fn) =>
            areUnused(
              actions,
              fn,
              foldersOfLayers(fn, (layer) => needsNone(layer, actions)),
            ),
          )
        )
          continue;
        report({
          place,
          messageId: "unusedPermission",
          data: {
            handler: describePlace({ file, line: 1, column: 1 }, context),
            actions: describeActions(actions),
            functions: [...new Set(made.map(({ id }) => `\`${id}\``))].join(", "),
          },
        });
      }
    }
  },
  code(context) {
    if (!/@aws-sdk\/|aws-sdk/.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence && !lambda.mayServeHandlers) return {};
    if (OTHER_CREDENTIALS.test(lambda.syntax.facts.wordList)) return {};
    return {
      "Program:exit"() {
        const calls = sdkCallsOf(lambda);
        if (calls.length === 0) return;
        const reported = new Set<string>();
        for (const call of calls) {
          const action = actionOf(call.service, call.operation);
          if (action === undefined || reported.has(action)) continue;
          for (const caller of findJudgeable(getCallersOfCode([call.node], context), action)) {
            const { functions } = caller;
            const fn = describeFunctionOf(caller, context);
            if (functions.some((one) => mayDo(action, one))) {
              const others = functions.map((one) => findOtherResource(call, action, one, lambda));
              const [other] = others;
              if (other === undefined || others.includes(undefined)) continue;
              const place = describePlace(other.place, context);
              context.report({
                node: call.node,
                messageId: "otherResource",
                data: { action, fn, ...other, place },
              });
            } else context.report({ node: call.node, messageId: "notAllowed", data: { action, fn } });
            reported.add(action);
            break;
          }
        }
      },
    };
  },
});

/** Functions of other files that have a statement, where it stands in none of them: a helper gives it to all. */
function findElsewhere(
  { place, framework }: FunctionConfig,
  statement: PolicyStatement,
): readonly FunctionConfig[] {
  if (statement.place.file === place.file || framework !== "amplify") return [];
  return codeFunctionsAround(place.file).filter(
    (fn) => fn.place.file !== place.file && hasStatement(fn, statement),
  );
}

/** The handlers whose permissions are all known. Code that other files share is judged where none of them may do it. */
function findJudgeable(callers: readonly CallerOfCode[], action: string): readonly CallerOfCode[] {
  const known = callers.filter(({ functions }) =>
    functions.every(({ permissions }) => permissions?.isComplete === true),
  );
  if (!isSharedCode(callers)) return known;
  const isDenied = known.every(({ functions }) => !functions.some((fn) => mayDo(action, fn)));
  return isDenied && known.length === callers.length ? known : [];
}

/** Words of requests with the permissions of another role or user. Comments and messages that speak of such are none. */
const OTHER_CREDENTIALS = /AssumeRole|^credentials$|fromTemporaryCredentials|accessKeyId/m;

function mayDo(action: string, { permissions }: FunctionConfig): boolean {
  return permissions?.statements.some((statement) => mayAllow(statement, action)) ?? true;
}

interface OtherResource {
  readonly variable: string;
  readonly resource: string;
  readonly allowed: string;
  readonly place: Place;
}

/** The resource of the request, where every statement that allows the action is about other ones of the same template. */
function findOtherResource(
  call: SdkCall,
  action: string,
  { env, permissions }: FunctionConfig,
  lambda: LambdaModel,
): OtherResource | undefined {
  const kind = resourceOfAction(action);
  if (kind === undefined || permissions === undefined) return undefined;
  const { variables, isCertain, names } = namedResourceOf(call, kind.input, lambda);
  const [variable] = variables;
  const wanted = variable === undefined ? undefined : env.references.get(variable);
  if (!isCertain || names.length > 0 || variables.length !== 1 || wanted?.id === undefined) return undefined;
  const isOfKind = ({ type }: ResourceReference): boolean => type !== undefined && kind.types.includes(type);
  if (variable === undefined || !isOfKind(wanted)) return undefined;
  const allowing = permissions.statements.filter((statement) => mayAllow(statement, action));
  const allowed = allowing.flatMap(({ resources }) => resources);
  // A name that is written out, or a wildcard, may be that of the resource.
  const others = allowed.filter(isReference).filter((one) => one.id !== undefined && isOfKind(one));
  const [first] = others;
  if (first?.id === undefined || others.length < allowed.length) return undefined;
  if (others.some(({ id }) => id === wanted.id)) return undefined;
  return { variable, resource: wanted.id, allowed: first.id, place: first.place };
}

function isReference(resource: ConfigValue<string> | ResourceReference): resource is ResourceReference {
  return !("k" in resource);
}

function describeActions(actions: readonly string[]): string {
  const [first = "", ...others] = actions;
  return others.length === 0 ? `\`${first}\`` : `any of \`${first}\` and what is allowed with it`;
}
