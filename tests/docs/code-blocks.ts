/** A fenced code block of a page in rules-docs. */
export interface CodeBlock {
  readonly code: string;
  /** What the block is for. `bad` has a finding of the page's rule, `good` has none, `config` is not linted. */
  readonly tag: "bad" | "good" | "config" | undefined;
  /** The name under which the code is linted: `filename=` of the info string, or `src/handler.` and the language. */
  readonly filename: string;
  /** `settings["aws-lambda"]`, from `settings={…}` of the info string. */
  readonly settings: unknown;
  /** The line of the opening fence, from 1. */
  readonly line: number;
}

/**
 * The JavaScript and TypeScript blocks of a Markdown text. The info string of a fence is `ts bad`, `ts good`,
 * `js good filename=src/handler.cjs settings={"handlerNames":["main"]}` and so on. Options of the rule are written in the
 * code, as ESLint's own comment: `eslint aws-lambda/no-heavy-import: ["warn", { "maxMs": 5 }]`.
 */
export function collectCodeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\w+)(.*)\n([^]*?)^```$/gm)].flatMap(
    ({ 1: language = "", 2: info = "", 3: code = "", index }) => {
      if (!/^[cm]?[jt]sx?$/.test(language)) return [];
      const settings = / settings=(\{.*\})$/.exec(info)?.[1];
      return {
        code,
        tag: / (bad|good|config)\b/.exec(info)?.[1] as CodeBlock["tag"],
        filename: / filename=(\S+)/.exec(info)?.[1] ?? `src/handler.${language}`,
        settings: settings === undefined ? undefined : (JSON.parse(settings) as unknown),
        line: markdown.slice(0, index).split("\n").length,
      };
    },
  );
}
