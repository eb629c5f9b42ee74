import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { oncePer } from "../syntax/once-per.js";
import { matchesAnyGlob } from "./globs.js";
import { defaultSettings, readSettings, type LambdaSettings, type SettingsProblem } from "./settings.js";
import { isTestCode } from "./test-code.js";

/** The settings, and what they say of the file that is being linted. */
export interface FileSettings {
  readonly settings: LambdaSettings;
  readonly problems: readonly SettingsProblem[];
  /** Every exported function of this file is a handler. */
  readonly isHandlerFile: boolean;
  /** The rules leave this file alone. */
  readonly isIgnored: boolean;
  /** Types can be written in this file. */
  readonly isTypeScript: boolean;
  /** How Node.js loads the file, where its ending says so; a `.ts` or `.js` file can be either. */
  readonly moduleFormat: "cjs" | "esm" | undefined;
}

export type AnyRuleContext = Readonly<TSESLint.RuleContext<string, readonly unknown[]>>;

const settingsOf = oncePer((_ast: TSESTree.Program, context: AnyRuleContext) => buildFileSettings(context));

/** Computed once for each syntax tree: Oxlint has one `sourceCode` object for all files. Never throws. */
export function getFileSettings(context: AnyRuleContext): FileSettings {
  return settingsOf(context.sourceCode.ast, context);
}

function buildFileSettings({
  settings: sharedSettings,
  filename,
  cwd,
  sourceCode,
}: AnyRuleContext): FileSettings {
  const { settings, problems } = readSettings(sharedSettings);
  const isHandlerFile = matchesAnyGlob(settings.handlerFiles, filename, cwd);
  const isIgnored =
    settings.ignoreTestFiles && (isTestFile(settings, filename, cwd) || isTestCode(sourceCode));
  return new SettingsOfFile(settings, problems, isHandlerFile, isIgnored, filename);
}

class SettingsOfFile implements FileSettings {
  constructor(
    readonly settings: LambdaSettings,
    readonly problems: readonly SettingsProblem[],
    readonly isHandlerFile: boolean,
    readonly isIgnored: boolean,
    private readonly filename: string,
  ) {}

  get isTypeScript(): boolean {
    return TYPESCRIPT.has(this.extension);
  }

  get moduleFormat(): "cjs" | "esm" | undefined {
    return FORMATS.get(this.extension);
  }

  private get extension(): string {
    return this.filename.slice(this.filename.lastIndexOf(".") + 1);
  }
}

const TYPESCRIPT = new Set(["ts", "tsx", "mts", "cts"]);
const FORMATS = new Map([
  ["cjs", "cjs"],
  ["cts", "cjs"],
  ["mjs", "esm"],
  ["mts", "esm"],
] as const) as ReadonlyMap<string, "cjs" | "esm">;

/** The words that a path must have to be matched by the default globs, as most paths have not. */
const DEFAULT_TEST_WORDS = /test|spec|mock|e2e|\.d\./;

/** True for a file that the settings name a test, mock or declaration. */
export function isTestFile({ testFiles }: LambdaSettings, filename: string, cwd: string): boolean {
  if (testFiles === defaultSettings.testFiles && !DEFAULT_TEST_WORDS.test(filename)) return false;
  return matchesAnyGlob(testFiles, filename, cwd);
}
