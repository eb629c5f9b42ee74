import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { EventKind } from "../knowledge/handler-types.js";
import { eventKindOf } from "../lambda/bindings/lambda-types.js";
import { buildEventPick } from "../lambda/events/event-pick.js";
import { mayTakeWebRequests } from "../lambda/events/web-requests.js";
import { type LoggedData, loggedDataOf } from "../lambda/logs/logged-data.js";
import { findLoggingMiddlewares } from "../lambda/logs/logging-middlewares.js";
import type { LambdaModel } from "../lambda/model.js";
import { mayCallOthers } from "../lambda/taint/imported-code.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { isInside, keyName, memberName, unwrap } from "../syntax/ast.js";
import type { SyntaxFacts } from "../syntax/facts.js";
import { importPathsOf } from "../syntax/import-paths.js";

/** Events that hold names and times and nothing that a client sent. */
const HARMLESS: ReadonlySet<EventKind> = new Set<EventKind>(["scheduled", "s3"]);

/** What a file has that may write a secret without a request. */
const HOLDS_SECRETS =
  /process\.env\s*[,)}]|\bauthorization\b|secrets-manager|parameters\/secrets|client-sts/i;
const LOGS = /[lL]og|console|consola|pino|winston|bunyan/;

type MessageId =
  | "eventLogged"
  | "recordLogged"
  | "headersLogged"
  | "bodyLogged"
  | "credentialLogged"
  | "environmentLogged"
  | "secretLogged";

const MESSAGES: Readonly<Record<LoggedData["kind"], MessageId>> = {
  event: "eventLogged",
  record: "recordLogged",
  headers: "headersLogged",
  body: "bodyLogged",
  credential: "credentialLogged",
  environment: "environmentLogged",
  secret: "secretLogged",
};

export default createRule({
  name: "no-event-logging",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow logging whole events, headers, the environment and secrets",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-06", "LESS-09"],
      concerns: ["security"],
    },
    messages: {
      eventLogged:
        "{{writer}} writes the whole event to the log, with the tokens and personal data that it may bring, for everybody who reads logs. Write only the fields that you need.",
      recordLogged:
        "{{writer}} writes a whole record of the event to the log, with the personal data that its message or item may bring, for everybody who reads logs. Write its id, and only the fields that you need.",
      headersLogged:
        "{{writer}} writes the headers of the request to the log, and with them cookies and `Authorization` tokens. Write the single headers that you need.",
      bodyLogged:
        "{{writer}} writes the whole body of the request to the log, and with it the password or token that the code reads from it: whoever reads logs can act as the one who sent it. Write only the fields that you need.",
      credentialLogged:
        "{{writer}} writes a token, a password or an API key of the request to the log: whoever reads logs can act as the one who sent it. Write whether it is there, or a name that it belongs to.",
      environmentLogged:
        "{{writer}} writes the whole environment to the log, and with it `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, the function's own credentials. Write single variables by name.",
      secretLogged:
        "{{writer}} writes a secret to the log, where it stays for everybody who reads logs. Remove it from the entry, and replace the secret if it has run.",
      eventLogOption:
        "`logEvent` writes the whole event of every invocation to the log, with the tokens and personal data that it may bring. Remove it, and set `POWERTOOLS_LOGGER_LOG_EVENT` in the environments where you look for errors.",
      middlewareLogs:
        "This middleware writes the whole event of every invocation to the log, and the answer to it, with the tokens and personal data that they may bring. Write only the fields that you need, or list in `omitPaths` what is left out.",
      pickFields: "Write `{{fields}}` in its place.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code" },
  create(context) {
    const lambda = getLambda(context);
    const { facts } = lambda.syntax;
    const mayTake = lambda.mayHaveEvidence || mayTakeWebRequests(lambda.syntax) || lambda.isMadeHandler;
    const writes = LOGS.test(facts.wordList);
    // What is handed to a function of another file is logged there.
    const mayFind = mayTake
      ? writes || mayCallOthers(facts)
      : writes && HOLDS_SECRETS.test(facts.sourceCode.text);
    if (!mayFind) return {};
    return {
      "Program:exit"() {
        const takes = mayTake && lambda.mayTakeRequests;
        // `middyfy` and a client of another system have neither a handler nor an event in their files.
        const isOfHandlers = (node: TSESTree.Node): boolean => takes || lambda.phasesOf(node).size > 0;
        const logged = loggedDataOf(lambda).filter(({ node }) => isOfHandlers(node));
        const middlewares = mayTake ? findLoggingMiddlewares(lambda).filter(isOfHandlers) : [];
        // What sends the event is asked once there is something to say of it.
        const kind = logged.length > 0 || middlewares.length > 0 ? sourceOf(lambda) : undefined;
        for (const data of logged) {
          const isOfEvent = data.kind === "event" || data.kind === "record";
          if (isOfEvent && kind !== undefined && HARMLESS.has(kind)) continue;
          context.report({
            node: data.node,
            messageId: MESSAGES[data.kind],
            data: { writer: data.writer === undefined ? "This" : `\`${data.writer}()\` of another file` },
            suggest: buildSuggestions(data, kind, context.sourceCode),
          });
        }
        for (const node of mayTake ? findLogEventOptions(lambda) : [])
          if (isOfHandlers(node)) context.report({ node, messageId: "eventLogOption" });
        if (kind !== undefined && HARMLESS.has(kind)) return;
        for (const { callee } of middlewares) context.report({ node: callee, messageId: "middlewareLogs" });
      },
    };
  },
});

/** The one source of the file's events: of its handlers, or of the functions that say what they take. */
function sourceOf(lambda: LambdaModel): EventKind | undefined {
  const { handlers, syntax } = lambda;
  const kinds =
    handlers.length > 0
      ? handlers.flatMap((handler) => [...lambda.eventKindsOf(handler)])
      : syntax.facts.functions.flatMap(({ params }) =>
          params.flatMap((parameter) => eventKindOf(parameter, syntax) ?? []),
        );
  const [kind, ...others] = new Set(kinds);
  return others.length === 0 ? kind : undefined;
}

function buildSuggestions(
  { kind, node, isDirect }: LoggedData,
  source: EventKind | undefined,
  sourceCode: Readonly<TSESLint.SourceCode>,
): TSESLint.SuggestionReportDescriptor<"pickFields">[] {
  if (kind !== "event" || !isDirect || node.type !== "Identifier") return [];
  const fields = buildEventPick(source, node.name);
  const { parent } = node;
  if (fields === undefined || parent.type === "SpreadElement") return [];
  const isShorthand = parent.type === "Property" && parent.shorthand;
  const text = isShorthand ? `${sourceCode.getText(parent.key)}: ${fields}` : fields;
  return [
    {
      messageId: "pickFields",
      data: { fields },
      fix: (fixer) => fixer.replaceText(isShorthand ? parent : node, text),
    },
  ];
}

/** `request.event = withoutTokens(request.event)` in a middleware: what is logged after it is not what came in. */
function replacesEvent({ assignments }: SyntaxFacts): boolean {
  return assignments.some((node) => {
    const target = node.type === "AssignmentExpression" ? unwrap(node.left) : undefined;
    return target?.type === "MemberExpression" && memberName(target) === "event";
  });
}

/** `logEvent: true` of Powertools' middleware and decorator. */
function findLogEventOptions(lambda: LambdaModel): readonly TSESTree.Property[] {
  const { facts, resolveImport, values } = lambda.syntax;
  if (!facts.memberNames.has("logEvent") || replacesEvent(facts)) return [];
  return facts.calls.flatMap((call) => {
    const callee = unwrap(call.callee);
    const imported = resolveImport(callee);
    const isMiddleware =
      imported?.module.startsWith("@aws-lambda-powertools/logger") === true &&
      imported.path.at(-1) === "injectLambdaContext";
    const isDecorator =
      callee.type === "MemberExpression" &&
      facts.sourceCode.getText(callee.property) === "injectLambdaContext" &&
      isLogger(callee.object, lambda);
    if (!isMiddleware && !isDecorator) return [];
    return call.arguments.flatMap((argument) =>
      values
        .valuesOf(argument)
        .flatMap((value) =>
          value.type === "ObjectExpression" && isInside(value, facts.program) ? value.properties : [],
        )
        .filter(
          (property): property is TSESTree.Property =>
            property.type === "Property" &&
            keyName(property) === "logEvent" &&
            property.value.type === "Literal" &&
            property.value.value === true,
        ),
    );
  });
}

/** A logger of Powertools, which the file makes or has of another one. */
function isLogger(object: TSESTree.Node, { syntax, otherFiles }: LambdaModel): boolean {
  const { resolveImport, values } = syntax;
  const isMadeHere = values
    .valuesOf(object)
    .some((value) => value.type === "NewExpression" && resolveImport(value.callee)?.path[0] === "Logger");
  return (
    isMadeHere ||
    importPathsOf(object, syntax).some((imported) => {
      const made = otherFiles.sdkExportOf(imported);
      return made?.module === "@aws-lambda-powertools/logger" && made.path[0] === "Logger";
    })
  );
}
