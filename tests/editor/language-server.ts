import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  ApplyWorkspaceEditRequest,
  CodeActionKind,
  CodeActionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentEdit,
  WorkspaceFoldersRequest,
  type ApplyWorkspaceEditParams,
  type CodeAction,
  type Diagnostic,
  type WorkspaceFolder,
} from "vscode-languageserver-protocol/node";

const serverPath = createRequire(import.meta.url).resolve(
  "vscode-langservers-extracted/bin/vscode-eslint-language-server",
);

/** What the server answers once the user has allowed it to run ESLint. */
const executionApproved = 4;

/** A file that is open in the editor. */
export interface EditorFile {
  readonly text: string;
  /** The squiggles of the text as it stands now. */
  readonly diagnostics: readonly Diagnostic[];
  /** The quick fixes offered on a squiggle: what the light bulb lists. */
  getQuickFixes(diagnostic: Diagnostic): Promise<readonly CodeAction[]>;
  /** Takes a quick fix as a click would, and lints the changed text again. Rejects when no edit arrives. */
  applyQuickFix(quickFix: CodeAction): Promise<void>;
}

export interface Editor {
  openFile(path: string): Promise<EditorFile>;
  close(): Promise<void>;
}

/** Starts the VS Code ESLint language server on a folder, as an editor does, and talks to it over stdio. */
export async function startEditor(folder: string): Promise<Editor> {
  const workspaceFolder = { uri: pathToFileURL(folder).href, name: basename(folder) };
  const server = spawn(process.execPath, [serverPath, "--stdio"], { cwd: folder });
  const serverLog: string[] = [];
  server.stderr.on("data", (chunk: Buffer) => serverLog.push(chunk.toString()));

  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  let receiveEdit: (params: ApplyWorkspaceEditParams) => void = () => undefined;
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => settings(workspaceFolder)));
  connection.onRequest(WorkspaceFoldersRequest.type, () => [workspaceFolder]);
  connection.onRequest("eslint/confirmESLintExecution", () => executionApproved);
  connection.onRequest(ApplyWorkspaceEditRequest.type, (params) => {
    receiveEdit(params);
    return { applied: true };
  });
  for (const trouble of ["eslint/noConfig", "eslint/noLibrary", "eslint/probeFailed"]) {
    connection.onRequest(trouble, (params: unknown) => {
      serverLog.push(`${trouble} ${JSON.stringify(params)}`);
      return {};
    });
  }
  connection.onNotification(LogMessageNotification.type, ({ message }) => {
    serverLog.push(message);
  });
  connection.listen();

  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the type still asks for it
    rootUri: workspaceFolder.uri,
    workspaceFolders: [workspaceFolder],
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        applyEdit: true,
        workspaceEdit: { documentChanges: true },
      },
      textDocument: {
        diagnostic: { dynamicRegistration: true },
        publishDiagnostics: { codeDescriptionSupport: true, dataSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [CodeActionKind.QuickFix] } } },
      },
    },
  });
  if (capabilities.diagnosticProvider === undefined) throw new Error("The server does not answer pulls.");
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidChangeConfigurationNotification.type, {
    settings: settings(workspaceFolder),
  });

  async function openFile(path: string): Promise<EditorFile> {
    const uri = pathToFileURL(path).href;
    let document = TextDocument.create(uri, languageOf(path), 1, await readFile(path, "utf8"));
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: {
        uri,
        languageId: document.languageId,
        version: document.version,
        text: document.getText(),
      },
    });
    let diagnostics = await pullDiagnostics(uri);

    return {
      get text() {
        return document.getText();
      },
      get diagnostics() {
        return diagnostics;
      },
      async getQuickFixes(diagnostic) {
        const actions = await connection.sendRequest(CodeActionRequest.type, {
          textDocument: { uri },
          range: diagnostic.range,
          context: { diagnostics: [diagnostic], only: [CodeActionKind.QuickFix] },
        });
        return (actions ?? []).filter((action): action is CodeAction => typeof action.command !== "string");
      },
      async applyQuickFix({ title, command }) {
        if (command === undefined) throw new Error(`"${title}" has no command.`);
        const editArrives = new Promise<ApplyWorkspaceEditParams>((resolve) => (receiveEdit = resolve));
        await connection.sendRequest(ExecuteCommandRequest.type, command);
        const { edit } = await editArrives;
        const edits =
          edit.documentChanges?.filter(TextDocumentEdit.is).flatMap((change) => change.edits) ?? [];
        const text = TextDocument.applyEdits(
          document,
          edits.filter((textEdit) => "newText" in textEdit),
        );
        document = TextDocument.update(document, [{ text }], document.version + 1);
        await connection.sendNotification(DidChangeTextDocumentNotification.type, {
          textDocument: { uri, version: document.version },
          contentChanges: [{ text }],
        });
        diagnostics = await pullDiagnostics(uri);
      },
    };
  }

  async function pullDiagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    if (report.kind !== "full") throw new Error(`No diagnostics of ${uri}: ${serverLog.join("\n")}`);
    return report.items;
  }

  async function close(): Promise<void> {
    const exited = once(server, "exit");
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    await exited;
    connection.dispose();
  }

  return { openFile, close };
}

/** What the editor calls the language of a file. */
function languageOf(path: string): string {
  const [, extension = ""] = /\.[cm]?(\w+)$/.exec(path) ?? [];
  const names: Readonly<Record<string, string>> = {
    ...{ ts: "typescript", tsx: "typescriptreact", js: "javascript", jsx: "javascriptreact" },
    ...{ yaml: "yaml", yml: "yaml", json: "json" },
  };
  return names[extension] ?? "plaintext";
}

/** The extension's settings, all of which some version of the server reads without a guard. */
function settings(workspaceFolder: WorkspaceFolder) {
  return {
    validate: "on",
    packageManager: "npm",
    useESLintClass: true,
    // `useFlatConfig: true` in here silences the server on ESLint 10.
    experimental: {},
    codeAction: {
      disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" },
      showDocumentation: { enable: true },
    },
    codeActionOnSave: { enable: false, mode: "all" },
    format: false,
    quiet: false,
    onIgnoredFiles: "off",
    options: {},
    rulesCustomizations: [],
    run: "onType",
    nodePath: null,
    problems: { shortenToSingleLine: false },
    workingDirectory: { mode: "location" },
    workspaceFolder,
  };
}
