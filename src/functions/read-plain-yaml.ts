import type { ConfigNode, Scalar } from "./config-node.js";
import type { Place } from "./config-value.js";
import { callOf, intrinsicsByTag, mapOrCall } from "./yaml-nodes.js";
import { foldBlock, foldLines, resolveDoubleQuoted, resolvePlain } from "./yaml-scalars.js";

/**
 * Reads YAML and JSON as most templates are written: maps and lists in both styles, scalars of all kinds, comments, and the
 * tags of CloudFormation. Undefined for a text that has anything else (anchors, explicit keys, several documents), and for one that is no YAML: `readYaml` reads these with a library, which takes ten times as
 * long. What this reads is what the library makes of it, to the place of every node.
 *
 * @param file absolute path, for the places
 */
export function readPlainYaml(text: string, file: string): ConfigNode | undefined {
  if (UNUSUAL.test(text)) return undefined;
  try {
    return new PlainReader(text, file).readDocument();
  } catch (error) {
    if (error instanceof BeyondPlain) return undefined;
    throw error;
  }
}

/** Thrown where the text goes beyond what is read here. */
class BeyondPlain extends Error {}

/** A byte order mark, and an end of line that is none in YAML. */
const UNUSUAL = /^\uFEFF|\r(?!\n)/;
/** Where another document begins, or this one ends. */
const NEXT_DOCUMENT = /^(?:---|\.\.\.)/m;
const TAG = /![A-Za-z]+(?=[ \r\n])/y;
const BLOCK_HEADER = /[|>](-?) *\r?\n/y;
const MAX_DEPTH = 90;

const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
const HASH = 35;
const COLON = 58;
const COMMA = 44;
const DASH = 45;
const EXCLAMATION = 33;
const FOLDED = 62;
const LITERAL = 124;
const DOUBLE = 34;
const SINGLE = 39;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;
/** What a scalar without quotes cannot begin with. */
const INDICATORS = "[]{},#&*!|>'\"%@`";
/** What it can only begin with where something follows. */
const HALF_INDICATORS = "-?:";

/** Where a node begins. */
interface Mark {
  readonly at: number;
  readonly line: number;
  readonly column: number;
}

/** A scalar as it is written: without quotes `value` is not resolved, since a tag decides what it is. */
interface Written {
  readonly value: string;
  readonly isPlain: boolean;
  readonly start: Mark;
  readonly end: number;
}

class PlainReader {
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #depth = 0;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  readDocument(): ConfigNode {
    this.#skipToContent();
    if (this.text.startsWith("---", this.#at) && this.#column === 0) {
      this.#at += 3;
      this.#endLine();
    }
    if (this.#column !== 0 || this.#isAtEnd()) throw new BeyondPlain();
    if (NEXT_DOCUMENT.test(this.text.slice(this.#at))) throw new BeyondPlain();
    const root = this.#readContent(-1, this.#mark, undefined, true, true);
    // A scalar by itself is no template.
    if (!this.#isAtEnd() || root.kind === "scalar") throw new BeyondPlain();
    return root;
  }

  // ── block style ─────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * What comes after the colon of a key, or the dash of an item. It ends at what comes next, on a line of its own: so does
   * every method of this part.
   *
   * @param indent columns before the map or the list that it is in
   */
  #readValue(indent: number, isInMap: boolean): ConfigNode {
    while (this.#code === SPACE) this.#at++;
    const start = this.#mark;
    const isOwnLine = this.#isLineEnd;
    if (isOwnLine) {
      this.#skipToContent();
      if (!this.#isWithin(indent, isInMap))
        return { kind: "scalar", value: null, place: this.#placeOf(start, start.at) };
    }
    return this.#code === EXCLAMATION
      ? this.#readTagged(indent, isInMap && !isOwnLine)
      : this.#readContent(indent, isOwnLine ? this.#mark : start, undefined, isInMap, isOwnLine);
  }

  /** Whether what comes next is a part of the collection. The lists of a map may stand below their keys. */
  #isWithin(indent: number, isInMap: boolean): boolean {
    const column = this.#column;
    return !this.#isAtEnd() && (column > indent || (isInMap && column === indent && this.#isDash));
  }

  #readTagged(indent: number, isInMap: boolean): ConfigNode {
    const start = this.#mark;
    const name = this.#readTag();
    const isOwnLine = this.#isLineEnd;
    if (isOwnLine) {
      const tagEnd = this.#at;
      this.#skipToContent();
      const hasComment = this.text.slice(tagEnd, this.#at).includes("#");
      if (hasComment || !this.#isWithin(indent, isInMap)) throw new BeyondPlain();
    }
    const argument = this.#readContent(indent, start, name, isInMap, isOwnLine);
    return callOf(name, argument, argument.place);
  }

  /** @param start where the node's place begins: at its tag, where it has one */
  #readContent(
    indent: number,
    start: Mark,
    tag: string | undefined,
    isInMap: boolean,
    isOwnLine: boolean,
  ): ConfigNode {
    if (this.#depth++ > MAX_DEPTH) throw new BeyondPlain();
    const node = this.#readUntagged(indent, start, tag, isInMap, isOwnLine);
    this.#depth--;
    return node;
  }

  #readUntagged(
    indent: number,
    start: Mark,
    tag: string | undefined,
    isInMap: boolean,
    isOwnLine: boolean,
  ): ConfigNode {
    const mayBeBlock = isOwnLine || (!isInMap && tag === undefined);
    const code = this.#code;
    if (code === OPEN_MAP || code === OPEN_LIST) {
      const node = this.#readFlow(start, indent + 1, 1);
      this.#endLine();
      return node;
    }
    if (this.#isDash) {
      if (!mayBeBlock) throw new BeyondPlain();
      return this.#readList(this.#column, start);
    }
    if (code === LITERAL || code === FOLDED) {
      if (isOwnLine) throw new BeyondPlain();
      return this.#readBlockScalar(indent, start);
    }
    const scalar = this.#readScalar(false, indent + 1);
    if (this.#skipToColon(scalar)) {
      if (!mayBeBlock) throw new BeyondPlain();
      return this.#readMap(start, scalar);
    }
    const written = scalar.isPlain ? this.#readOtherLines(scalar, indent + 1) : scalar;
    const place = this.#placeOf(start, written.end);
    this.#endLine();
    return { kind: "scalar", value: valueOf(written, tag), place };
  }

  /** @param first its first key, which has been read */
  #readMap(start: Mark, first: Written): ConfigNode {
    const indent = first.start.column;
    const entries = new Map<string, ConfigNode>();
    const keys = new Map<string, Place>();
    let key = first;
    let end: number;
    for (;;) {
      const name = nameOf(key);
      const keyPlace = this.#placeOf(key.start, key.end);
      end = ++this.#at;
      const value = this.#readValue(indent, true);
      entries.set(name, value);
      keys.set(name, keyPlace);
      end = endOf(value) ?? end;
      if (this.#column !== indent || this.#isAtEnd()) break;
      key = this.#readScalar(false, indent);
      if (!this.#skipToColon(key)) throw new BeyondPlain();
    }
    this.#expectOutside(indent);
    return mapOrCall(entries, keys, this.#placeOf(start, end));
  }

  #readList(indent: number, start: Mark): ConfigNode {
    const items: ConfigNode[] = [];
    let end: number;
    do {
      end = ++this.#at;
      const item = this.#readValue(indent, false);
      items.push(item);
      end = endOf(item) ?? end;
    } while (this.#column === indent && this.#isDash);
    this.#expectOutside(indent);
    return { kind: "list", items, place: this.#placeOf(start, end) };
  }

  /** What follows belongs to a collection around, or is none of this reader's. */
  #expectOutside(indent: number): void {
    if (this.#column > indent && !this.#isAtEnd()) throw new BeyondPlain();
  }

  #readBlockScalar(indent: number, start: Mark): ConfigNode {
    BLOCK_HEADER.lastIndex = this.#at;
    const header = BLOCK_HEADER.exec(this.text);
    if (header === null) throw new BeyondPlain();
    const isFolded = this.#code === FOLDED;
    const lines: string[] = [];
    let [depth, leading, blanks, end] = [-1, 0, 0, 0];
    this.#startLine(this.#at + header[0].length);
    for (;;) {
      const stop = this.#findLineEnd();
      let at = this.#at;
      while (at < stop && this.text.charCodeAt(at) === SPACE) at++;
      const spaces = at - this.#at;
      if (at === stop && (depth === -1 || spaces <= depth)) {
        if (depth === -1) leading = Math.max(leading, spaces);
        blanks++;
      } else {
        if (depth === -1) depth = spaces;
        if (spaces < depth || depth <= indent) break;
        for (; blanks > 0; blanks--) lines.push("");
        lines.push(this.text.slice(this.#at + depth, stop));
        end = stop;
      }
      const next = this.text.indexOf("\n", stop);
      if (next === -1) {
        this.#at = this.text.length;
        break;
      }
      this.#startLine(next + 1);
    }
    if (lines.length === 0 || leading > depth) throw new BeyondPlain();
    const content = isFolded ? foldBlock(lines) : lines.join("\n");
    const place = this.#placeOf(start, end);
    this.#skipToContent();
    return { kind: "scalar", value: header[1] === "-" ? content : `${content}\n`, place };
  }

  // ── flow style ──────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * `[a, b]`, `{ a: b }`. It ends right behind the bracket.
   *
   * @param indent columns that each of its lines has to have before it
   */
  #readFlow(start: Mark, indent: number, level: number): ConfigNode {
    if (this.#depth++ > MAX_DEPTH) throw new BeyondPlain();
    const isList = this.#code === OPEN_LIST;
    const close = isList ? CLOSE_LIST : CLOSE_MAP;
    const items: ConfigNode[] = [];
    const entries = new Map<string, ConfigNode>();
    const keys = new Map<string, Place>();
    this.#at++;
    this.#skipInFlow(indent, level);
    while (this.#code !== close) {
      if (isList) items.push(this.#readFlowItem(indent, level));
      else {
        const key = this.#readScalar(true, indent);
        if (!this.#skipToFlowColon(key)) throw new BeyondPlain();
        entries.set(nameOf(key), this.#readFlowValue(indent, level));
        keys.set(nameOf(key), this.#placeOf(key.start, key.end));
      }
      this.#skipInFlow(indent, level);
      if (this.#code === close) break;
      if (this.#code !== COMMA) throw new BeyondPlain();
      this.#at++;
      this.#skipInFlow(indent, level);
    }
    this.#at++;
    this.#depth--;
    const place = this.#placeOf(start, this.#at);
    return isList ? { kind: "list", items, place } : mapOrCall(entries, keys, place);
  }

  /** An item of a list: `[a, b: c]` is short for `[a, { b: c }]`. */
  #readFlowItem(indent: number, level: number): ConfigNode {
    if (this.#code === EXCLAMATION || this.#code === OPEN_LIST || this.#code === OPEN_MAP)
      return this.#readFlowNode(indent, level);
    const scalar = this.#readScalar(true, indent);
    const place = this.#placeOf(scalar.start, scalar.end);
    if (!this.#skipToFlowColon(scalar)) return { kind: "scalar", value: valueOf(scalar, undefined), place };
    const name = nameOf(scalar);
    const value = this.#readFlowValue(indent, level);
    const [, end = scalar.end] = value.place.range ?? [];
    return mapOrCall(new Map([[name, value]]), new Map([[name, place]]), this.#placeOf(scalar.start, end));
  }

  #readFlowValue(indent: number, level: number): ConfigNode {
    this.#at++;
    this.#skipInFlow(indent, level);
    return this.#readFlowNode(indent, level);
  }

  #readFlowNode(indent: number, level: number): ConfigNode {
    const start = this.#mark;
    if (this.#code !== EXCLAMATION) return this.#readFlowContent(start, undefined, indent, level);
    const name = this.#readTag();
    const argument = this.#readFlowContent(start, name, indent, level);
    return callOf(name, argument, argument.place);
  }

  #readFlowContent(start: Mark, tag: string | undefined, indent: number, level: number): ConfigNode {
    if (this.#code === OPEN_LIST || this.#code === OPEN_MAP) return this.#readFlow(start, indent, level + 1);
    const scalar = this.#readScalar(true, indent);
    return { kind: "scalar", value: valueOf(scalar, tag), place: this.#placeOf(start, scalar.end) };
  }

  // ── scalars ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * A scalar in quotes, or the first line of one without: a key, or a value. It ends right behind it.
   *
   * @param indent columns that other lines of it have to have before them
   */
  #readScalar(isInFlow: boolean, indent: number): Written {
    const start = this.#mark;
    const code = this.#code;
    if (code === DOUBLE || code === SINGLE) {
      const value = this.#readQuoted(code, indent);
      return { value, isPlain: false, start, end: this.#at };
    }
    const next = this.text.charCodeAt(this.#at + 1);
    const character = this.text.charAt(this.#at);
    const isIndicator =
      INDICATORS.includes(character) ||
      (HALF_INDICATORS.includes(character) &&
        (isBlank(next) || (isInFlow && (code !== DASH || isFlowIndicator(next)))));
    if (isIndicator) throw new BeyondPlain();
    this.#skipPlain(isInFlow);
    if (this.#at === start.at) throw new BeyondPlain();
    return { value: this.text.slice(start.at, this.#at), isPlain: true, start, end: this.#at };
  }

  /** Goes behind the last character of what is written here without quotes. */
  #skipPlain(isInFlow: boolean): void {
    const { text } = this;
    let end = this.#at;
    for (let at = this.#at; ; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE) {
        if (text.charCodeAt(at + 1) === HASH) break;
        continue;
      }
      if (code === TAB) throw new BeyondPlain();
      if (code === LF || code === CR || Number.isNaN(code)) break;
      if (code === COLON) {
        const next = text.charCodeAt(at + 1);
        if (isBlank(next) || (isInFlow && isFlowIndicator(next))) break;
      } else if (isInFlow && isFlowIndicator(code)) break;
      end = at + 1;
    }
    this.#at = end;
  }

  /** The lines after the first one of a scalar without quotes, which are indented at least so far. */
  #readOtherLines(scalar: Written, indent: number): Written {
    const lines = [scalar.value];
    let { end } = scalar;
    for (;;) {
      const [at, line, lineStart] = [this.#at, this.#line, this.#lineStart];
      const blanks = this.#skipBlankLines();
      const isContinued = blanks >= 0 && this.#column >= indent && this.#code !== HASH && !this.#isAtEnd();
      if (!isContinued) {
        [this.#at, this.#line, this.#lineStart] = [at, line, lineStart];
        return lines.length === 1 ? scalar : { ...scalar, value: foldLines(lines), end };
      }
      for (let blank = 0; blank < blanks; blank++) lines.push("");
      const start = this.#at;
      this.#skipPlain(false);
      if (this.#at === start || this.#skipToColon(scalar)) throw new BeyondPlain();
      lines.push(this.text.slice(start, this.#at));
      end = this.#at;
    }
  }

  #readQuoted(code: number, indent: number): string {
    const start = this.#at + 1;
    const end = code === DOUBLE ? this.#findDoubleQuote(start) : this.#findSingleQuote(start);
    if (end === -1) throw new BeyondPlain();
    const inner = this.text.slice(start, end);
    const written = inner.includes("\n") ? this.#foldQuoted(inner, start, indent) : inner;
    this.#at = end + 1;
    if (code === SINGLE) return written.includes("'") ? written.replaceAll("''", "'") : written;
    const value = resolveDoubleQuoted(written);
    if (value === undefined) throw new BeyondPlain();
    return value;
  }

  /** The lines of a text in quotes as one. */
  #foldQuoted(inner: string, start: number, indent: number): string {
    const [first = "", ...others] = inner.split("\n");
    let at = start + first.length;
    others.forEach((line, index) => {
      const isBlankLine = index < others.length - 1 && /^ *\r?$/.test(line);
      const hasTab = /^ *\t/.test(line);
      if (!isBlankLine && (hasTab || line.search(/[^ ]|$/) < indent)) throw new BeyondPlain();
      this.#startLine(at + 1);
      at += 1 + line.length;
    });
    // An end of line that is escaped is none.
    if (/\\[ \t]*\r?\n/.test(inner)) throw new BeyondPlain();
    const last = others.pop() ?? "";
    return foldLines([
      first.replace(/[ \t\r]+$/, ""),
      ...others.map((line) => line.replace(/^ +|[ \t\r]+$/g, "")),
      last.replace(/^[ \t]+/, ""),
    ]);
  }

  #findDoubleQuote(start: number): number {
    let end = this.text.indexOf('"', start);
    while (end !== -1 && this.#isEscaped(end)) end = this.text.indexOf('"', end + 1);
    return end;
  }

  #findSingleQuote(start: number): number {
    let end = this.text.indexOf("'", start);
    while (end !== -1 && this.text.charCodeAt(end + 1) === SINGLE) end = this.text.indexOf("'", end + 2);
    return end;
  }

  #isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.text.charAt(at - 1 - backslashes) === "\\") backslashes++;
    return backslashes % 2 === 1;
  }

  /** The long name of a tag, and the blanks after it. */
  #readTag(): string {
    TAG.lastIndex = this.#at;
    const [tag = ""] = TAG.exec(this.text) ?? [];
    const name = intrinsicsByTag.get(tag);
    if (name === undefined) throw new BeyondPlain();
    this.#at += tag.length;
    while (this.#code === SPACE) this.#at++;
    return name;
  }

  // ── blanks and lines ────────────────────────────────────────────────────────────────────────────────────────────

  /** Goes over blanks, comments and ends of lines. */
  #skipToContent(): void {
    for (;;) {
      while (this.#code === SPACE) this.#at++;
      if (this.#code === HASH) this.#skipComment();
      if (this.#code === CR) this.#at++;
      if (this.#code !== LF) break;
      this.#startLine(this.#at + 1);
    }
    // Tabs are no indentation.
    if (this.#code === TAB) throw new BeyondPlain();
  }

  #skipInFlow(indent: number, level: number): void {
    const line = this.#line;
    for (;;) {
      while (this.#code === SPACE || (this.#code === TAB && indent === 0)) this.#at++;
      if (this.#code === HASH) this.#skipComment();
      if (this.#code === CR) this.#at++;
      if (this.#code !== LF) break;
      this.#startLine(this.#at + 1);
    }
    if (this.#line === line || this.#column >= indent) return;
    const isLast = level === 1 && (this.#code === CLOSE_LIST || this.#code === CLOSE_MAP);
    if (!isLast || this.#column < indent - 1) throw new BeyondPlain();
  }

  #skipComment(): void {
    if (this.#at > 0 && !isBlank(this.text.charCodeAt(this.#at - 1))) throw new BeyondPlain();
    this.#at = this.#findLineEnd();
  }

  /** Goes to the first character of the next line that has any, and says how many have none; -1 in the middle of a line. */
  #skipBlankLines(): number {
    let lines = -1;
    for (;;) {
      while (this.#code === SPACE) this.#at++;
      if (this.#code === CR) this.#at++;
      if (this.#code !== LF) return lines;
      this.#startLine(this.#at + 1);
      lines++;
    }
  }

  /** Nothing but a comment may follow on the line. */
  #endLine(): void {
    const line = this.#line;
    this.#skipToContent();
    if (this.#line === line && !this.#isAtEnd()) throw new BeyondPlain();
  }

  #startLine(at: number): void {
    this.#at = at;
    this.#lineStart = at;
    this.#line++;
  }

  #findLineEnd(): number {
    const end = this.text.indexOf("\n", this.#at);
    if (end === -1) return this.text.length;
    return end > this.#at && this.text.charCodeAt(end - 1) === CR ? end - 1 : end;
  }

  // ── where it is ─────────────────────────────────────────────────────────────────────────────────────────────────

  get #code(): number {
    return this.text.charCodeAt(this.#at);
  }
  get #column(): number {
    return this.#at - this.#lineStart;
  }

  get #mark(): Mark {
    return { at: this.#at, line: this.#line, column: this.#column };
  }

  #isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  get #isLineEnd(): boolean {
    const code = this.#code;
    return code === LF || code === CR || code === HASH || Number.isNaN(code);
  }

  /** Whether an item of a list begins here. */
  get #isDash(): boolean {
    return this.#code === DASH && isBlank(this.text.charCodeAt(this.#at + 1));
  }

  /** Goes to the colon that makes a key of what was read; stays where there is none. */
  #skipToColon(key: Written): boolean {
    const at = this.#findColon();
    if (at === undefined || !isBlank(this.text.charCodeAt(at + 1))) return false;
    if (key.start.line !== this.#line) throw new BeyondPlain();
    this.#at = at;
    return true;
  }

  /** The same between brackets, where the colon after a quote needs no blank. */
  #skipToFlowColon(key: Written): boolean {
    const at = this.#findColon();
    if (at === undefined) return false;
    if (key.start.line !== this.#line) throw new BeyondPlain();
    this.#at = at;
    return true;
  }

  #findColon(): number | undefined {
    let at = this.#at;
    while (this.text.charCodeAt(at) === SPACE) at++;
    return this.text.charCodeAt(at) === COLON ? at : undefined;
  }

  #placeOf({ at, line, column }: Mark, end: number): Place {
    return { file: this.file, line, column: column + 1, range: [at, this.#trimEnd(at, end)] };
  }

  /** White space is no part of what stands before it. */
  #trimEnd(start: number, end: number): number {
    const last = this.text.charCodeAt(end - 1);
    return last > SPACE && last < 128 ? end : start + this.text.slice(start, end).trimEnd().length;
  }
}

/** A blank, the end of a line, or that of the text. */
function isBlank(code: number): boolean {
  return code === SPACE || code === LF || code === CR || code === TAB || Number.isNaN(code);
}

function isFlowIndicator(code: number): boolean {
  return (
    code === COMMA || code === OPEN_LIST || code === CLOSE_LIST || code === OPEN_MAP || code === CLOSE_MAP
  );
}

function nameOf({ value, isPlain }: Written): string {
  if (value === "<<") throw new BeyondPlain();
  return isPlain ? String(resolvePlain(value)) : value;
}

/** With a tag of CloudFormation every scalar is a text. */
function valueOf({ value, isPlain }: Written, tag: string | undefined): Scalar {
  return isPlain && tag === undefined ? resolvePlain(value) : value;
}

/** Where a node ends; undefined for one that is not written. */
function endOf({ place: { range } }: ConfigNode): number | undefined {
  return range === undefined || range[0] === range[1] ? undefined : range[1];
}
