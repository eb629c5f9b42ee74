import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { setAside } from "../syntax/set-aside.js";
import { getFileSettings, type AnyRuleContext } from "./file-settings.js";
import { type FileNeeds, hasWhatIsNeeded } from "./file-needs.js";
import { getRuleDocsUrl } from "./package-info.js";
import type { SettingsProblem } from "./settings.js";

export type Severity = "error" | "warn" | "off";

/** Configs of one concern, beside those of all: a team that cares about nothing else begins with one. */
export type Concern = "security" | "cold-start";

/** What `meta.docs` says of a rule beyond its description. The configs and the rules' table are derived from it. */
export interface LambdaRuleDocs {
  readonly description: string;
  /** Severity in `configs.recommended`. */
  readonly recommended: Severity;
  /** Severity in `configs.strict`. */
  readonly strict: "error" | "warn";
  /** The configs of one concern that the rule is part of, there as severe as in `recommended`, or at least a warning. */
  readonly concerns?: readonly Concern[];
  /** The entries of the project's catalogue that the rule answers (`LESS-16`). */
  readonly seed: readonly string[];
}

/** Any rule of this plugin. */
export type LambdaRule = Omit<
  TSESLint.RuleModule<string, readonly unknown[], LambdaRuleDocs>,
  "defaultOptions"
>;

type DocumentedRule<MessageIds extends string, Options extends readonly unknown[]> = TSESLint.RuleModule<
  MessageIds,
  Options,
  LambdaRuleDocs & { readonly url: string }
> & {
  readonly name: string;
};

export interface LambdaRuleDefinition<Options extends readonly unknown[], MessageIds extends string> {
  /** Kebab-case, as the file is named. */
  readonly name: string;
  readonly meta: Omit<TSESLint.RuleMetaData<MessageIds, LambdaRuleDocs, Options>, "docs"> & {
    readonly docs: LambdaRuleDocs;
  };
  /** What a file must have, or the rule costs nothing in it. Left out by a rule that has something to say of any file. */
  readonly needs?: FileNeeds;
  /**
   * Called for each file that has what the rule needs, and that the settings do not leave alone; `options` has the
   * defaults merged in.
   */
  readonly create: (
    context: Readonly<TSESLint.RuleContext<MessageIds, Options>>,
    options: Readonly<Options>,
  ) => TSESLint.RuleListener;
}

const settingsMessages = {
  invalidSettings: "{{path}} {{problem}} Until it is corrected the default is used.",
};

const NO_LISTENERS: TSESLint.RuleListener = {};

/**
 * What is longer was written by a tool: a bundle, a generated client, a compiler. Following its calls and values takes
 * minutes, and nobody would act on a finding there. In characters.
 */
const MAX_LENGTH = 2_000_000;

/** Trees whose file already has a finding about the settings. */
const astsWithSettingsReport = new WeakSet<TSESTree.Program>();

/**
 * Makes an ESLint rule of this plugin: adds the address of its page, leaves alone the files that the settings say and those
 * of more than two million characters, and reports wrong settings, once for each file, so that a spelling mistake does not
 * cost the findings of a whole run.
 */
export function createRule<MessageIds extends string, Options extends readonly unknown[] = []>({
  name,
  meta,
  needs,
  create,
}: LambdaRuleDefinition<Options, MessageIds>): DocumentedRule<
  MessageIds | keyof typeof settingsMessages,
  Options
> {
  // Completed in place: copies of what all rules say of themselves take longer than making it.
  const docs = Object.assign(meta.docs, { url: getRuleDocsUrl(name) });
  const messages = Object.assign(meta.messages, settingsMessages);
  // Not typescript-eslint's RuleCreator, which merges the default options once more for each file.
  return {
    name,
    meta: Object.assign(meta, { docs, messages }),
    create(context) {
      const { problems, isIgnored } = getFileSettings(context);
      if (problems.length > 0) reportSettingsProblems(context, problems);
      if (isIgnored || context.sourceCode.text.length > MAX_LENGTH) return NO_LISTENERS;
      if (meta.languages === undefined && !isCode(context)) return NO_LISTENERS;
      if (needs !== undefined && !hasWhatIsNeeded(needs, context)) return NO_LISTENERS;
      return withinStack(create(context, context.options));
    },
  };
}

/** False for a template, which has no scopes: a rule on code has nothing to say there, and must not end the run. */
export function isCode({ sourceCode }: AnyRuleContext): boolean {
  return (sourceCode as { readonly scopeManager?: unknown }).scopeManager != null;
}

type Listener = (node: never) => void;

/**
 * Code that a tool wrote can be nested deeper, or lead further from value to value, than the stack of Node.js holds. The
 * rule then says no more of that file: what it cannot follow is unknown, and the findings of all other files stay.
 */
function withinStack(listeners: TSESLint.RuleListener): TSESLint.RuleListener {
  const guarded: Record<string, Listener> = {};
  for (const selector in listeners) {
    const listener = listeners[selector] as Listener | undefined;
    if (listener === undefined) continue;
    guarded[selector] = (node) => {
      try {
        listener(node);
      } catch (error) {
        if (!(error instanceof RangeError && /call stack/.test(error.message))) throw error;
        setAside(error);
      }
    };
  }
  return guarded;
}

function reportSettingsProblems(context: AnyRuleContext, problems: readonly SettingsProblem[]): void {
  const { ast } = context.sourceCode;
  if (astsWithSettingsReport.has(ast)) return;
  astsWithSettingsReport.add(ast);
  for (const { path, problem } of problems) {
    context.report({ loc: { line: 1, column: 0 }, messageId: "invalidSettings", data: { path, problem } });
  }
}
