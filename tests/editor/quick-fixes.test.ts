import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver-protocol";
import { startEditor, type Editor, type EditorFile } from "./language-server.js";

const project = join(import.meta.dirname, "../fixtures/editor");

interface Visit {
  readonly rule: string;
  readonly file: string;
  /** The text that is underlined. */
  readonly squiggle: string;
  /** The suggestion; without it the finding has a fix. */
  readonly quickFix?: string;
  /** Lines that the fix adds or changes, as they stand afterwards. */
  readonly after: readonly string[];
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
];

let editor: Editor;

beforeAll(async () => {
  editor = await startEditor(project);
}, 60_000);

afterAll(async () => {
  await editor.close();
});

test.each(visits)(
  "$rule: squiggle with a link, quick fix, squiggle gone",
  { timeout: 60_000 },
  async (visit) => {
    const file = await editor.openFile(join(project, "src", visit.file));

    const squiggles = findSquiggles(file, visit.rule);
    expect(squiggles.map(({ range }) => textIn(file, range))).toEqual([visit.squiggle]);
    const [squiggle] = squiggles;
    expect(squiggle?.codeDescription?.href).toMatch(new RegExp(`^https://.+/rules-docs/${visit.rule}\\.md$`));

    const quickFixes = await file.getQuickFixes(squiggle!);
    const name =
      visit.quickFix === undefined
        ? `Fix this aws-lambda/${visit.rule} problem`
        : `${visit.quickFix} (aws-lambda/${visit.rule})`;
    const quickFix = quickFixes.find(({ title }) => title === name);
    expect(quickFix, `offered: ${listTitles(quickFixes)}`).toBeDefined();

    await file.applyQuickFix(quickFix!);
    expect(findSquiggles(file, visit.rule)).toEqual([]);
    expect(file.text.split("\n")).toEqual(expect.arrayContaining([...visit.after]));
  },
);

function findSquiggles({ diagnostics }: EditorFile, rule: string): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code === `aws-lambda/${rule}`);
}

function textIn({ text }: EditorFile, { start, end }: Diagnostic["range"]): string {
  const lines = text.split("\n").slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.line === start.line ? end.character : undefined);
  return lines.join("\n").slice(start.character);
}

function listTitles(actions: readonly CodeAction[]): string {
  return actions.map(({ title }) => title).join(", ");
}
