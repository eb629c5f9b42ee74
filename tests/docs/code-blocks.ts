/** A fenced code block of a page in rules-docs. */
export interface CodeBlock {
  readonly code: string;
  /** What the block is for. `bad` has a finding of the page's rule, `good` has none, `config` is not linted. */
  readonly tag: "bad" | "good" | "config" | undefined;
  /** The name under which the code is linted: `filename=` or `file=` of the info string, or `src/handler.` (a template: `template.`) and the language. */
  readonly filename: string;
  /** `settings["aws-lambda"]`, from `settings={…}` of the info string. */
  readonly settings: unknown;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /**
   * Blocks with `file=` that follow each other are the files of one project, which is written into a folder: they have
   * this number in common. Undefined for a block that is linted by itself.
   */
  readonly project: number | undefined;
}

const LANGUAGES = /^(?:[cm]?[jt]sx?|ya?ml|json)$/;

/**
 * The JavaScript, TypeScript and YAML blocks of a Markdown text, and those of JSON that are tagged. The info string of a
 * fence is `ts bad`, `yaml good`, `js good filename=src/handler.cjs settings={"handlerNames":["main"]}` and so on; of files
 * that belong together it is `yaml bad file=template.yaml`, and `ts bad file=src/app.ts` right after it. Options of the rule are written in the
 * code, as ESLint's own comment: `eslint aws-lambda/no-heavy-import: ["warn", { "maxMs": 5 }]`.
 */
export function collectCodeBlocks(markdown: string): CodeBlock[] {
  let project = 0;
  let lastEnd = 0;
  return [...markdown.matchAll(/^```(\w+)(.*)\n([^]*?)^```$/gm)].flatMap(
    ({ 0: block, 1: language = "", 2: info = "", 3: code = "", index }) => {
      if (!LANGUAGES.test(language) || (language === "json" && !/ (?:bad|good)\b/.test(info))) return [];
      const file = / file=(\S+)/.exec(info)?.[1];
      if (file !== undefined && markdown.slice(lastEnd, index).trim() !== "") project++;
      lastEnd = index + block.length;
      const settings = / settings=(\{.*\})$/.exec(info)?.[1];
      return {
        code,
        tag: / (bad|good|config)\b/.exec(info)?.[1] as CodeBlock["tag"],
        filename: file ?? / filename=(\S+)/.exec(info)?.[1] ?? defaultName(language),
        settings: settings === undefined ? undefined : (JSON.parse(settings) as unknown),
        line: markdown.slice(0, index).split("\n").length,
        project: file === undefined ? undefined : project,
      };
    },
  );
}

/** The blocks with a tag: each by itself, or with the other files of its project. */
export function collectExamples(
  blocks: readonly CodeBlock[],
  tag: CodeBlock["tag"],
): readonly (readonly CodeBlock[])[] {
  const examples = new Map<number | CodeBlock, CodeBlock[]>();
  for (const block of blocks) {
    if (block.tag !== tag) continue;
    const key = block.project ?? block;
    examples.set(key, [...(examples.get(key) ?? []), block]);
  }
  return [...examples.values()];
}

function defaultName(language: string): string {
  return `${/^(?:ya?ml|json)$/.test(language) ? "template" : "src/handler"}.${language}`;
}
