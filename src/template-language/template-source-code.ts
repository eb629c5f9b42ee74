import { createRequire } from "node:module";
import type { ConfigNode } from "../functions/config-node.js";

const require = createRequire(import.meta.url);

/** Lines count from 1, columns from 0, as in ESLint's JavaScript. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

export interface SourceSpan {
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

/** A piece of the text. */
interface TextNode {
  readonly range: readonly [start: number, end: number];
  readonly loc: SourceSpan;
}

/** The root of a template, and the only node that rules can listen to: they work from text, offsets and `config`. */
export interface TemplateRoot extends TextNode {
  readonly type: "Program";
  /** What the text says; undefined where it declares no functions, and has not been parsed. */
  readonly config: ConfigNode | undefined;
}

/** A comment that speaks to ESLint: `# eslint-disable-next-line aws-lambda/tracing -- why`. */
interface DirectiveComment extends TextNode {
  readonly type: "Directive";
  readonly label: string;
  readonly value: string;
  readonly justification: string;
}

/**
 * `#` begins a comment at the start of a line and after a blank; JSON has no comments. `eslint` alone sets rules, so a rule
 * and a colon have to follow: the word is also prose.
 */
const DIRECTIVE =
  /(?:^|[\t ])(#[\t ]*(eslint(?=[\t ]+[\w@/-]+[\t ]*:)|eslint-enable|eslint-disable(?:-next-line|-line)?)(?:[\t ]+(.*))?)$/gm;

const STEP_VISIT = 1;
const ENTER = 1;
const EXIT = 2;

/** A template as ESLint asks for it. */
export class TemplateSourceCode {
  readonly visitorKeys = { Program: [] };
  readonly #lines: LineIndex;
  #directives: readonly DirectiveComment[] | undefined;

  constructor(
    readonly text: string,
    readonly ast: TemplateRoot,
    readonly hasBOM: boolean,
  ) {
    this.#lines = new LineIndex(text);
  }

  get lines(): readonly string[] {
    return this.text.split(/\r?\n/);
  }

  getText(): string {
    return this.text;
  }

  getLoc(node: TextNode): SourceSpan {
    return node.loc;
  }

  getRange(node: TextNode): readonly [number, number] {
    return node.range;
  }

  getLocFromIndex(index: number): SourcePosition {
    return this.#lines.positionOf(index);
  }

  getAncestors(): readonly TemplateRoot[] {
    return [];
  }

  *traverse(): Iterable<object> {
    const step = { type: "visit", kind: STEP_VISIT, target: this.ast, args: [this.ast] };
    yield { ...step, phase: ENTER };
    yield { ...step, phase: EXIT };
  }

  getInlineConfigNodes(): readonly DirectiveComment[] {
    return this.#directiveComments;
  }

  getDisableDirectives() {
    const directives = this.#directiveComments
      .filter(({ label }) => label !== "eslint")
      .map((node) => ({
        type: node.label.slice("eslint-".length),
        node,
        value: node.value,
        justification: node.justification,
      }));
    return { directives, problems: [] };
  }

  /** `# eslint aws-lambda/tracing: "off"`: what is after `eslint` is the inside of a map. */
  applyInlineConfig() {
    const configs: { config: { rules: unknown }; loc: SourceSpan }[] = [];
    const problems: { ruleId: null; message: string; loc: SourceSpan }[] = [];
    for (const { label, value, loc } of this.#directiveComments) {
      if (label !== "eslint") continue;
      try {
        const { parse } = require("yaml") as typeof import("yaml");
        configs.push({ config: { rules: parse(`{${value}}`) }, loc });
      } catch (error) {
        problems.push({ ruleId: null, message: `Failed to parse the comment: ${String(error)}`, loc });
      }
    }
    return { configs, problems };
  }

  get #directiveComments(): readonly DirectiveComment[] {
    this.#directives ??= this.text.includes("eslint")
      ? [...this.text.matchAll(DIRECTIVE)].map((match) => this.#toDirective(match))
      : [];
    return this.#directives;
  }

  #toDirective({ 0: matched, 1: comment = "", 2: label = "", 3: rest = "", index }: RegExpExecArray) {
    const start = index + matched.length - comment.length;
    const range = [start, start + comment.length] as const;
    const [value = "", ...justification] = rest.split(/\s-{2,}\s/);
    return {
      type: "Directive" as const,
      label,
      value: value.trim(),
      justification: justification.join(" -- ").trim(),
      range,
      loc: this.#lines.spanOf(range),
    };
  }
}

/** Positions of offsets in a text. */
export class LineIndex {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  positionOf(index: number): SourcePosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: index - (this.#starts[low] ?? 0) };
  }

  spanOf([start, end]: readonly [number, number]): SourceSpan {
    return { start: this.positionOf(start), end: this.positionOf(end) };
  }
}
