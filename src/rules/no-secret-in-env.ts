import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isSecretName, mayNameSecret } from "../knowledge/secret-names.js";
import { isFilled, variablesFilledIn } from "../lambda/secrets/filled-variables.js";
import { isReplacedWhenDeployed } from "../lambda/secrets/replaced-reads.js";
import { isSecretReference } from "../lambda/secrets/secret-reference.js";
import { isActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { type AnyRuleContext, getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { mayRunInLambda, runsInLambda } from "../rule-kit/runs-in-lambda.js";
import { getInlinedSecretReads, isKeyOfKms } from "../rule-kit/stated-by-configuration.js";
import { enclosingFunction, isFunction, unitOf } from "../syntax/ast.js";
import { buildImport } from "../syntax/edits.js";
import { environmentReadsOf } from "../lambda/secrets/environment-reads.js";
import { mayCallOthers } from "../lambda/taint/imported-code.js";
import { type EnvironmentRead, mayReadEnvironment } from "../syntax/environment.js";
import { type Syntax, getSyntax } from "../syntax/syntax.js";

interface Options {
  readonly allow: readonly string[];
}

export default createRule<"secretInEnv" | "secretFallback" | "fetchSecret", [Options]>({
  name: "no-secret-in-env",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow secrets in environment variables",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-09", "LESS-12"],
      concerns: ["security"],
    },
    messages: {
      secretInEnv:
        "`{{name}}` is a secret in an environment variable: everybody who may read the function's configuration sees it, and it changes only with a deployment. Keep it in Secrets Manager or Parameter Store and fetch it, cached outside the handler.",
      secretFallback:
        "This fallback for `{{name}}` is a secret in the source code, for everybody who can read the repository. Remove it, and fail when the secret is missing.",
      fetchSecret:
        "Fetch it from Secrets Manager with Powertools, cached for five minutes; `{{variable}}` then holds the secret's name.",
    },
    schema: [
      {
        type: "object",
        properties: {
          allow: {
            description: "Names of environment variables that may be read although they look like secrets.",
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ allow: [] }],
  },
  create(context, [{ allow }]) {
    const syntax = getSyntax(context.sourceCode);
    const readsItself = mayReadEnvironment(syntax.facts) && /\benv\b/.test(context.sourceCode.text);
    if (!readsItself && !mayCallOthers(syntax.facts)) return {};
    if (!mayReadSecret(context, syntax)) return {};
    return {
      "Program:exit"() {
        const reads = environmentReadsOf(
          getLambda(context),
          (name) => isSecretName(name) && !allow.includes(name),
        ).filter(({ node }) => !isSecretReference(node, syntax) && !isReplacedWhenDeployed(node, syntax));
        if (reads.length === 0 || !runsInLambda(context, syntax)) return;
        const isFilledByCode = filledByCode(context);
        for (const read of reads) {
          const { name, node, fallback } = read;
          if (isFilledByCode(name) || isKeyOfKms(read, context)) continue;
          if (!isOnlyChecked(read, reads) && !isReportedAsInlined(read, context)) {
            const fix = buildFetch(read, syntax, getFileSettings(context).isTypeScript);
            context.report({
              node,
              messageId: "secretInEnv",
              data: { name },
              suggest: fix
                ? [{ messageId: "fetchSecret", data: { variable: `${name}_SECRET_NAME` }, fix }]
                : [],
            });
          }
          if (fallback !== undefined && !isNothing(fallback) && !isPlaceholder(fallback, name))
            context.report({ node: fallback, messageId: "secretFallback", data: { name } });
        }
      },
    };
  },
});

/** False for what describes infrastructure, for tools, and for texts without secrets: it can be told without a walk. */
function mayReadSecret(context: AnyRuleContext, syntax: Syntax): boolean {
  // The walk is done anyway for a handler, and the members that it finds are fewer than the words of the text.
  if (getLambda(context).mayHaveEvidence) return true;
  return mayRunInLambda(context, syntax) && mayNameSecret(context.sourceCode.text);
}

/** Whether code sets a variable to a secret that it fetches: the function's configuration then has none of it. */
function filledByCode(context: AnyRuleContext): (name: string) => boolean {
  const own = variablesFilledIn(context.sourceCode.text);
  const { otherFiles } = getLambda(context);
  return (name) => isFilled(name, own) || otherFiles.fillsVariable(name);
}

/** True when `inlined-secret` reports the read, with the place in the configuration that writes the secret into it. */
function isReportedAsInlined({ node }: EnvironmentRead, context: AnyRuleContext): boolean {
  return isActive(context, "inlined-secret") && getInlinedSecretReads(context).has(node);
}

/** `if (!process.env.X)` beside another read of the same variable says nothing new. */
function isOnlyChecked(read: EnvironmentRead, reads: readonly EnvironmentRead[]): boolean {
  return read.isPresenceCheck && reads.some((other) => other.name === read.name && !other.isPresenceCheck);
}

type Fallback = NonNullable<EnvironmentRead["fallback"]>;

/** A JSON text without a value in it, for a variable that holds JSON: `process.env.DB_CREDENTIALS ?? "{}"`. */
function isNothing(fallback: Fallback): boolean {
  return /^\s*(?:\{\s*\}|\[\s*\]|null)?\s*$/.test(textOf(fallback));
}

/** What nobody else takes for a key of theirs: `"set-your-token"`. One that the code itself signs with works with any text. */
function isPlaceholder(fallback: Fallback, name: string): boolean {
  const isOfOthers = /(?:TOKEN|KEY)$/i.test(name) && !/JWT|SESSION|COOKIE|SIGN|CRYPT|HMAC|CIPHER/i.test(name);
  return (
    isOfOthers && /^<?(?:set|put|add|enter|insert|use|your|my|not|no|missing)[-_ ]/i.test(textOf(fallback))
  );
}

function textOf(fallback: Fallback): string {
  return (fallback.type === "Literal" ? fallback.value : fallback.quasis[0]?.value.cooked) ?? "";
}

/** Replaces a read in an async function by Powertools' `getSecret`. */
function buildFetch(
  read: EnvironmentRead,
  syntax: Syntax,
  isTypeScript: boolean,
): ((fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[]) | undefined {
  const { node, name } = read;
  if (read.kind !== "member" || node.type !== "MemberExpression" || read.isPresenceCheck) return undefined;
  if (read.fallback !== undefined || !mayAwait(node) || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const { sourceCode } = syntax.facts;
  const getSecret = buildImport(syntax, "@aws-lambda-powertools/parameters/secrets", "getSecret");
  const environment = sourceCode.getText(node.object);
  const call = isTypeScript ? `${getSecret.localName}<string>` : getSecret.localName;
  const secret = `${environment}.${name}_SECRET_NAME ?? ""`;
  return (fixer) => [
    ...getSecret.fix(fixer),
    fixer.replaceText(node, `(await ${call}(${secret}, { maxAge: 300 }))`),
  ];
}

/** True when the node stands in the body of an async function. */
function mayAwait(node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  return fn?.async === true && isFunction(unitOf(node)) && node.range[0] >= fn.body.range[0];
}
