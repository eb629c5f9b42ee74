import type { TSESLint } from "@typescript-eslint/utils";
import type { TextEdit } from "../functions/config-edits.js";
import type { Place } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { type Setting, nameInProvider, writeInherited } from "../functions/setting-names.js";
import { LineIndex } from "../template-language/template-source-code.js";
import { describePlace } from "./configured-handlers.js";
import { createRule, isCode, type LambdaRuleDefinition } from "./create-rule.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getDeclaredFunctions, getDeclaringFile } from "./get-declared-functions.js";

/** The languages in which functions are declared; the names are those of the plugins that have them. */
const configLanguages = ["aws-lambda/template", "js/js", "yml/yaml", "json/json"];

export interface ConfigFinding<MessageIds extends string> {
  /**
   * What the finding is about: one finding of a kind for each place. What is written in another file is reported at the
   * function's name, and the message then ends with the place.
   */
  readonly place: Place;
  readonly messageId: MessageIds;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly suggest?: readonly ConfigSuggestion<MessageIds>[];
  /**
   * The setting that nobody wrote, where that is all: functions that could inherit it and do not are reported once, where they
   * inherit from.
   */
  readonly unwritten?: Setting | undefined;
}

/** A finding with the function that it is about. */
interface FoundAt<MessageIds extends string> {
  readonly declared: FunctionConfig;
  readonly finding: ConfigFinding<MessageIds>;
}

export interface ConfigSuggestion<MessageIds extends string> {
  readonly messageId: MessageIds;
  readonly data?: Readonly<Record<string, string | number>>;
  /** Changes of the linted file. Without any the suggestion is left out: it cannot be written where the value stands. */
  readonly edits: readonly (TextEdit | undefined)[];
  /** What the edits set the finding's `unwritten` setting to. */
  readonly value?: number | string;
}

/** What a rule on configuration gets for each function. */
export interface ConfigCheck<Options extends readonly unknown[], MessageIds extends string> {
  readonly options: Readonly<Options>;
  /** Of the linted file, for its edits. */
  readonly text: string;
  /** All functions of the file. */
  readonly functions: readonly FunctionConfig[];
  readonly report: (finding: ConfigFinding<MessageIds>) => void;
  readonly context: Readonly<TSESLint.RuleContext<MessageIds, Options>>;
}

interface ConfigRuleDefinition<Options extends readonly unknown[], MessageIds extends string> extends Omit<
  LambdaRuleDefinition<Options, MessageIds>,
  "create"
> {
  /** Called for each function that the linted file declares. */
  readonly check: (declared: FunctionConfig, check: ConfigCheck<Options, MessageIds>) => void;
  /** What the rule has to say of code as well: of a file with a handler that the configuration names. */
  readonly code?: LambdaRuleDefinition<Options, MessageIds>["create"];
}

/**
 * Makes a rule on the configuration of functions: of those that the linted file itself declares, be it a template or
 * TypeScript. It works from text and offsets, whatever language of ESLint has parsed the file.
 */
export function createConfigRule<MessageIds extends string, Options extends readonly unknown[] = []>({
  name,
  meta,
  check,
  code,
}: ConfigRuleDefinition<Options, MessageIds>) {
  return createRule<MessageIds, Options>({
    name,
    meta: { ...meta, languages: configLanguages },
    create(context, options) {
      const functions = getDeclaredFunctions(context);
      const listeners = code !== undefined && isCode(context) ? code(context, options) : {};
      if (functions.length === 0) return listeners;
      const checkAll = (): void => {
        const seen = new Set<string>();
        const found: FoundAt<MessageIds>[] = [];
        for (const declared of functions) {
          const report = (finding: ConfigFinding<MessageIds>): void => {
            // What functions share (globals, the provider's settings, a queue) is wrong once. Functions of an included file
            // share no more than the place where it is included.
            const { file, line, column } = finding.place;
            const isIncluded = declared.framework === "serverless" && declared.properties === undefined;
            const own = isIncluded && finding.place === declared.place ? declared.id : "";
            const key = `${finding.messageId} ${file}:${line}:${column} ${own}`;
            if (seen.has(key)) return;
            seen.add(key);
            found.push({ declared, finding });
          };
          check(declared, { options, text: context.sourceCode.text, functions, report, context });
        }
        for (const { declared, finding, others } of joinUnwritten(found, context.sourceCode.text))
          reportFinding(context, declared, finding, meta.messages, others);
      };
      // The root of JSON is a `Document`, that of all others a `Program`.
      return {
        ...listeners,
        "Program:exit"(program) {
          listeners["Program:exit"]?.(program);
          checkAll();
        },
        "Document:exit": checkAll,
      };
    },
  });
}

/** So many others are reported where they stand themselves, each with its edits. */
const FEW = 2;

/** One cause is one finding: a setting that several functions could inherit, and that nobody wrote, is the provider's to say. */
function joinUnwritten<MessageIds extends string>(
  found: readonly FoundAt<MessageIds>[],
  text: string,
): readonly (FoundAt<MessageIds> & { readonly others: number })[] {
  const groups = new Map<string, FoundAt<MessageIds>[]>();
  for (const one of found) {
    const { unwritten, messageId } = one.finding;
    // Whatever has no others is a group of its own.
    const isInherited = unwritten !== undefined && one.declared.inherits !== undefined;
    const key = isInherited ? `${messageId} ${unwritten}` : `${groups.size}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length - 1 < FEW) return group.map((one) => ({ ...one, others: 0 }));
    return [{ ...first, finding: inherited(group, first, text), others: group.length - 1 }];
  });
}

/** The same at the settings that all of them inherit. It suggests what is suggested for each of them. */
function inherited<MessageIds extends string>(
  group: readonly FoundAt<MessageIds>[],
  { declared: { inherits }, finding }: FoundAt<MessageIds>,
  text: string,
): ConfigFinding<MessageIds> {
  const { unwritten, suggest = [] } = finding;
  if (inherits === undefined || unwritten === undefined) return finding;
  // An edit is made with offsets of the linted file.
  const map = inherits.map?.file === inherits.place.file ? inherits.map : undefined;
  const suitsAll = (value: number | string): boolean =>
    group.every(({ finding: { suggest = [] } }) => suggest.some((one) => one.value === value));
  const suggestions = suggest.flatMap((one): readonly ConfigSuggestion<MessageIds>[] => {
    if (one.value === undefined || !suitsAll(one.value)) return [];
    const data = { ...one.data, name: nameInProvider(unwritten) };
    return [{ ...one, data, edits: [writeInherited(text, map, unwritten, one.value)] }];
  });
  return { ...finding, place: inherits.place, suggest: suggestions };
}

function reportFinding<MessageIds extends string, Options extends readonly unknown[]>(
  context: Readonly<TSESLint.RuleContext<MessageIds, Options>>,
  declared: FunctionConfig,
  { place, messageId, data = {}, suggest = [], unwritten }: ConfigFinding<MessageIds>,
  messages: Readonly<Record<MessageIds, string>>,
  others: number,
): void {
  const linted = getDeclaringFile(context);
  const report = (at: Place, more: string, suggestions: typeof suggest): void => {
    context.report({
      loc: locate(context, at),
      message: `${messages[messageId]} ${more}`,
      data,
      suggest: suggestions.flatMap(buildSuggestion),
    } as Omit<TSESLint.ReportDescriptor<MessageIds>, "messageId"> as TSESLint.ReportDescriptor<MessageIds>);
  };
  if (place.file !== linted) {
    const here = declared.place.file === linted ? declared.place : { file: linted, line: 1, column: 1 };
    // An edit is made with offsets of the linted file: what stands in another file has others.
    report(here, `See ${describePlace(place, context)}.`, []);
  } else if (others > 0 && unwritten !== undefined) {
    const name = nameInProvider(unwritten);
    report(
      place,
      `So it is with ${others} more functions of this service: \`${name}\` sets it for all of them.`,
      suggest,
    );
  } else {
    const loc = locate(context, place);
    context.report({ loc, messageId, data, suggest: suggest.flatMap(buildSuggestion) });
  }
}

function buildSuggestion<MessageIds extends string>({
  messageId,
  data,
  edits,
}: ConfigSuggestion<MessageIds>): TSESLint.SuggestionReportDescriptor<MessageIds>[] {
  const changes = edits.filter((edit) => edit !== undefined);
  if (changes.length === 0 || changes.length < edits.length) return [];
  return [
    {
      messageId,
      data: data ?? {},
      fix: (fixer) =>
        changes.map(({ range: [start, end], text }) => fixer.replaceTextRange([start, end], text)),
    },
  ];
}

/** From the place to the end of its value, or of its first line where it has several: a whole map would be underlined else. */
function locate({ sourceCode }: AnyRuleContext, { line, column, range }: Place): TSESLint.AST.SourceLocation {
  if (range === undefined) {
    const position = { line, column: column - 1 };
    return { start: position, end: position };
  }
  const [start, end] = range;
  const firstLine = sourceCode.text.slice(start, end).split(/\r?\n/, 1)[0] ?? "";
  const positionOf = positionsIn(sourceCode);
  return { start: positionOf(start), end: positionOf(start + firstLine.length) };
}

/** What all languages of ESLint have, and what only some have. */
interface AnySourceCode {
  readonly text: string;
  readonly ast: object;
  getLoc(root: object): TSESLint.AST.SourceLocation;
  readonly getLocFromIndex?: (this: object, index: number) => TSESLint.AST.SourceLocation["start"];
}

/** Positions in the language's own base: columns of JSON count from 1, all others from 0. */
function positionsIn(sourceCode: unknown): (index: number) => TSESLint.AST.SourceLocation["start"] {
  const code = sourceCode as AnySourceCode;
  const { getLocFromIndex } = code;
  if (getLocFromIndex !== undefined) return (index) => getLocFromIndex.call(code, index);
  const lines = new LineIndex(code.text);
  const { column: base } = code.getLoc(code.ast).start;
  return (index) => {
    const { line, column } = lines.positionOf(index);
    return { line, column: column + base };
  };
}
