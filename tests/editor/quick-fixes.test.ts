import { afterAll, beforeAll, expect, test } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver-protocol";
import { rules } from "../../src/rules/index.js";
import { startEditor, type Editor, type EditorFile } from "./language-server.js";
import { buildWorkspace } from "./workspace.js";

interface Visit {
  readonly rule: string;
  /** A file of the fixtures; without it that of the first bad example of the rule's page. */
  readonly file?: string;
  /** The text that is underlined. */
  readonly squiggle: string;
  /** The suggestion; without it the finding has a fix. */
  readonly quickFix?: string;
  /** Lines that the fix adds or changes, as they stand afterwards. */
  readonly after: readonly string[];
  /** The squiggles of the rule that stay, for other places. */
  readonly left?: readonly string[];
}

const visits: readonly Visit[] = [
  {
    rule: "no-client-in-handler",
    file: "upload-receipt.ts",
    squiggle: "S3Client",
    quickFix: "Move `new S3Client()` to module scope.",
    after: ["const s3 = new S3Client({ maxAttempts: 2 });"],
  },
  {
    rule: "memory-size",
    file: "template.yaml",
    squiggle: "CreateOrder",
    quickFix: "Set `MemorySize` to 1024.",
    after: ["      MemorySize: 1024", "      Runtime: nodejs24.x # the newest"],
  },
  {
    rule: "function-timeout",
    file: "template.yaml",
    squiggle: "1200",
    quickFix: "Set `Timeout` to 900.",
    after: ["      Timeout: 900 # 20 minutes"],
  },
  {
    rule: "no-heavy-import",
    file: "export-orders.ts",
    squiggle: '"googleapis"',
    quickFix: "Load `googleapis` where it is used, which saves about 1100 ms where it is not.",
    after: ['  const { google } = await import("googleapis");'],
  },
  {
    rule: "no-broad-import",
    file: "group-orders.ts",
    squiggle: '"lodash"',
    after: ['import groupBy from "lodash/groupBy.js";'],
  },
  {
    rule: "require-remaining-time-check",
    file: "expire-sessions.ts",
    squiggle: "while (cursor !== undefined)",
    quickFix:
      "Return a continuation token once less than 10 s are left, a margin in which one pass has to fit.",
    after: ["      return { continuationToken: cursor };"],
  },
  {
    rule: "no-secret-in-env",
    file: "charge-card.ts",
    squiggle: "process.env.PAYMENTS_API_KEY",
    quickFix:
      "Fetch it from Secrets Manager with Powertools, cached for five minutes; `PAYMENTS_API_KEY_SECRET_NAME` then holds the secret's name.",
    after: ['import { getSecret } from "@aws-lambda-powertools/parameters/secrets";'],
  },
  {
    rule: "no-request-state-in-module-scope",
    file: "get-profile.ts",
    squiggle: "userId",
    quickFix: "Declare `userId` in the handler, so that every invocation begins without it.",
    after: ["  let userId: string | undefined;"],
  },
  {
    rule: "no-floating-work",
    file: "accept-order.ts",
    squiggle: "events.send",
    quickFix: "Await `events.send()`: the handler then returns when it is done, and fails when it fails.",
    after: [
      '  await events.send(new PutEventsCommand({ Entries: [{ Source: "shop", DetailType: "order", Detail }] }));',
    ],
  },
  {
    rule: "no-serial-await",
    file: "load-dashboard.ts",
    squiggle: "getFrom",
    quickFix:
      "Await all 2 in one `Promise.all`: they start together, and the first that fails fails the whole.",
    after: [
      '  const [user, team] = await Promise.all([getFrom("users", event.id), getFrom("teams", event.id)]);',
    ],
  },
  {
    rule: "no-sync-io-in-handler",
    file: "render-invoice.ts",
    squiggle: "fs.readFileSync",
    quickFix: "Await `fs.promises.readFile`, which lets other work of the invocation go on.",
    after: ['  const template = await fs.promises.readFile(event.template, "utf8");'],
  },
  {
    rule: "no-process-exit",
    file: "import-prices.ts",
    squiggle: "process.exit",
    quickFix: "Throw `error`: the invocation fails with it, and the execution environment is kept.",
    after: ["    throw error;"],
  },
  {
    rule: "batch-response-mismatch",
    squiggle: "Queue: arn:aws:sqs:eu-central-1:123456789012:orders",
    quickFix: "Add `FunctionResponseTypes`: Lambda then tries only the failed records again.",
    after: ["            FunctionResponseTypes: [ReportBatchItemFailures]"],
  },
  {
    rule: "callback-on-node24",
    squiggle: "callback: unknown",
    after: ["export const handler = async (event: object, context: Context) => context.awsRequestId;"],
  },
  {
    rule: "function-url-auth",
    squiggle: "NONE",
    quickFix: "Use `AWS_IAM`: callers then have to sign their requests.",
    after: ["      FunctionUrlConfig: { AuthType: AWS_IAM }"],
  },
  {
    rule: "log-format-and-retention",
    squiggle: "CreateOrder",
    quickFix: "Set the log format to `JSON`.",
    after: ["      LoggingConfig: { LogFormat: JSON }"],
    left: ["CreateOrder"],
  },
  {
    rule: "no-callback-handler",
    squiggle: "callback: unknown",
    after: ["export const handler = async (event: { id: string }, context: unknown) => {"],
  },
  {
    rule: "no-event-logging",
    squiggle: "event",
    quickFix: "Write `{ requestId: event.requestContext.requestId, path: event.rawPath }` in its place.",
    after: [
      '  console.log("Received", JSON.stringify({ requestId: event.requestContext.requestId, path: event.rawPath }));',
    ],
  },
  {
    rule: "no-inert-sdk-timeout",
    squiggle: "requestTimeout",
    quickFix: "Add `throwOnRequestTimeout: true`, so that a request fails when its time is over.",
    after: [
      "const client = new S3Client({ requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true } });",
    ],
  },
  {
    rule: "no-legacy-context-api",
    squiggle: "context.fail",
    quickFix: "Return and throw in an async function instead, which ends the invocation at the same place.",
    after: [
      "exports.handler = async (event, context) => {",
      '    throw new Error("The event has no id.");',
      "    return { id: event.id };",
    ],
    left: ["context.callbackWaitsForEmptyEventLoop"],
  },
  {
    rule: "no-swallowed-error",
    squiggle: "catch (error)",
    quickFix:
      "Throw the error again here; the invocation then fails, and is retried where its source retries.",
    after: ["    throw error;"],
  },
  {
    rule: "no-sync-lambda-invoke",
    squiggle: "InvokeCommand",
    quickFix:
      'Set `InvocationType: "Event"`: Lambda queues the payload, answers before the function has run, and retries it twice if it fails.',
    after: [
      '  await client.send(new InvokeCommand({ FunctionName: "send-invoice", Payload: JSON.stringify(event), InvocationType: "Event" }));',
    ],
  },
  {
    rule: "no-uncached-config-fetch",
    squiggle: "GetSecretValueCommand",
    quickFix: "Fetch it with `getSecret` of Powertools, which keeps the value for five minutes.",
    after: [
      'import { getSecret } from "@aws-lambda-powertools/parameters/secrets";',
      '  const SecretString = await getSecret<string>(process.env.DB_SECRET_ARN ?? "", { maxAge: 300 });',
    ],
  },
  {
    rule: "package-limits",
    squiggle: "20480",
    quickFix: "Set `EphemeralStorage` to 10240.",
    after: ["      EphemeralStorage: { Size: 10240 }"],
    left: ["AWS_REGION"],
  },
  {
    rule: "prefer-arm64",
    squiggle: "CreateOrder",
    quickFix: "Set `Architectures` to `arm64`.",
    after: ["      Architectures: [arm64]"],
  },
  {
    rule: "prefer-dispatch-map",
    squiggle: "switch (event.action)",
    quickFix: "Move the functions into a map in module scope, and look them up there.",
    after: [
      "const routes = {",
      "  if (Object.hasOwn(routes, event.action)) return routes[event.action as keyof typeof routes](event.id);",
    ],
  },
  {
    rule: "queue-visibility-timeout",
    squiggle: "60",
    quickFix: "Set the visibility timeout to 180 s.",
    after: ["  Orders: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 180 } }"],
  },
  {
    rule: "require-io-timeout",
    squiggle: "fetch",
    quickFix:
      "Add `signal: AbortSignal.timeout(5_000)`, which ends the request with an error after five seconds.",
    after: [
      "  const response = await fetch(`https://api.example.com/orders/${event.id}`, { signal: AbortSignal.timeout(5_000) });",
    ],
  },
  {
    rule: "require-pagination",
    squiggle: "QueryCommand",
    quickFix: "Read all pages with `paginateQuery`, in as many requests as that takes.",
    after: [
      "  for await (const page of paginateQuery({ client }, {",
      "    })) Items.push(...(page.Items ?? []));",
    ],
  },
  {
    rule: "require-partial-batch-response",
    squiggle: "event.Records.map",
    quickFix:
      "Return the records that fail, after all have ended; the event source needs `ReportBatchItemFailures`, without which they count as done.",
    after: ["  const results = await Promise.allSettled(", "      itemIdentifier: failed.messageId,"],
  },
  {
    rule: "require-structured-logging",
    squiggle: "`Saved order ${event.orderId} of ${event.amount}`",
    quickFix:
      "Pass `{ message: `Saved order ${event.orderId} of ${event.amount}`, orderId: event.orderId, amount: event.amount }`.",
    after: [
      "  console.log({ message: `Saved order ${event.orderId} of ${event.amount}`, orderId: event.orderId, amount: event.amount });",
    ],
  },
  {
    rule: "supported-runtime",
    squiggle: "nodejs16.x",
    quickFix: "Set `Runtime` to `nodejs24.x`.",
    after: ["      Runtime: nodejs24.x"],
  },
  {
    rule: "swallowed-error-by-source",
    squiggle: "catch (error)",
    quickFix:
      "Throw the error again here; the invocation then fails, and is retried where its source retries.",
    after: ["    throw error;"],
  },
  {
    rule: "tracing",
    squiggle: "CreateOrder",
    quickFix: "Set `Tracing` to `Active`.",
    after: ["      Tracing: Active"],
  },
  {
    rule: "valid-proxy-response",
    squiggle: "{ path: event.path }",
    after: ["  return { statusCode: 200, body: JSON.stringify({ path: event.path }) };"],
  },
];

const workspace = buildWorkspace();
let editor: Editor;

beforeAll(async () => {
  editor = await startEditor(workspace.folder);
}, 60_000);

afterAll(async () => {
  await editor.close();
  workspace.remove();
});

test("every rule with a fix or a suggestion is visited", () => {
  const withEdits = Object.entries(rules).filter(
    ([, { meta }]) => meta.fixable !== undefined || meta.hasSuggestions === true,
  );
  expect(visits.map(({ rule }) => rule).sort()).toEqual(withEdits.map(([rule]) => rule).sort());
});

test.each(visits)(
  "$rule: squiggle with a link, quick fix, squiggle gone",
  { timeout: 60_000 },
  async ({ rule, file: name, squiggle: underlined, quickFix: wanted, after, left = [] }) => {
    const file =
      name === undefined ? await openBadExample(rule) : await editor.openFile(workspace.fixture(name));

    const squiggle = findSquiggles(file, rule).find(({ range }) => textIn(file, range) === underlined);
    expect(squiggle, `underlined: ${listSquiggles(file, rule).join(", ")}`).toBeDefined();
    expectLink(squiggle!, rule);

    const title =
      wanted === undefined ? `Fix this aws-lambda/${rule} problem` : `${wanted} (aws-lambda/${rule})`;
    const quickFixes = await file.getQuickFixes(squiggle!);
    const quickFix = quickFixes.find((action) => action.title === title);
    expect(quickFix, `offered: ${listTitles(quickFixes)}`).toBeDefined();

    await file.applyQuickFix(quickFix!);
    expect(listSquiggles(file, rule)).toEqual(left);
    expect(file.text.split("\n")).toEqual(expect.arrayContaining([...after]));
  },
);

test.each(Object.keys(rules).filter((name) => visits.every(({ rule }) => rule !== name)))(
  "%s: squiggle with a link",
  { timeout: 60_000 },
  async (rule) => {
    const file = await openBadExample(rule);
    for (const squiggle of findSquiggles(file, rule)) expectLink(squiggle, rule);
  },
);

/** Opens the files of the first bad example on the page of a rule, up to the one that has a squiggle of the rule. */
async function openBadExample(rule: string): Promise<EditorFile> {
  for (const path of workspace.badExamples.get(rule)?.[0] ?? []) {
    const file = await editor.openFile(path);
    if (findSquiggles(file, rule).length > 0) return file;
  }
  throw new Error(`The first bad example of ${rule} has no squiggle in the editor.`);
}

function expectLink({ codeDescription }: Diagnostic, rule: string): void {
  expect(codeDescription?.href).toMatch(new RegExp(`^https://.+/rules-docs/${rule}\\.md$`));
}

function findSquiggles({ diagnostics }: EditorFile, rule: string): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code === `aws-lambda/${rule}`);
}

/** The texts that the squiggles of a rule underline. */
function listSquiggles(file: EditorFile, rule: string): readonly string[] {
  return findSquiggles(file, rule).map(({ range }) => textIn(file, range));
}

function textIn({ text }: EditorFile, { start, end }: Diagnostic["range"]): string {
  const lines = text.split("\n").slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.line === start.line ? end.character : undefined);
  return lines.join("\n").slice(start.character);
}

function listTitles(actions: readonly CodeAction[]): string {
  return actions.map(({ title }) => title).join(", ");
}
