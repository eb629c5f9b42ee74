import { createRequire } from "node:module";
import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from "js-yaml";
import type { ConfigNode, Scalar } from "./config-node.js";
import type { Place } from "./config-value.js";
import { callOf, intrinsicsByTag, mapOrCall } from "./yaml-nodes.js";

const require = createRequire(import.meta.url);

/**
 * Reads YAML and JSON as most templates are written, by the events of js-yaml, in a fraction of the time that a whole
 * document takes. Undefined for a text with anchors, keys that are no scalars, tags of others, several documents, or
 * mistakes: `readYaml` has another library for these. What this reads is what that one makes of it, to the place of every
 * node.
 *
 * @param file absolute path, for the places
 */
export function readPlainYaml(text: string, file: string): ConfigNode | undefined {
  if (UNUSUAL.test(text)) return undefined;
  const library = require("js-yaml") as typeof import("js-yaml");
  let events: readonly Event[];
  try {
    events = library.parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch {
    return undefined;
  }
  try {
    return new Builder(events, text, file, library).build();
  } catch (error) {
    if (error instanceof BeyondPlain) return undefined;
    throw error;
  }
}

/** A byte order mark, an end of line that is none in YAML, an explicit key, another document, a tab after a sign. */
const UNUSUAL = /^\uFEFF|\r(?!\n)|^[ \t-]*\?\s|^\s+---|[:-] *\t/m;
const MAX_DEPTH = 90;

/** Thrown where the text goes beyond what is read here. */
class BeyondPlain extends Error {}

type Library = typeof import("js-yaml");
type NodeEvent = MappingEvent | SequenceEvent | ScalarEvent;

/** Between an entry of a collection and what comes next: the next one, or the bracket that ends it. */
const BEFORE_NEXT = /(?:[\s,]|#.*)*/y;
/** The first line of a block: `|`, `>-`. */
const BLOCK_HEADER = /[|>][-+\d]*[ \t]*(?:#.*)?\r?\n$/;

class Builder {
  readonly #lineStarts: readonly number[];
  #next = 0;

  constructor(
    private readonly events: readonly Event[],
    private readonly text: string,
    private readonly file: string,
    private readonly library: Library,
  ) {
    this.#lineStarts = findLineStarts(text);
  }

  build(): ConfigNode {
    const { EVENT_ID } = this.library;
    const document = this.#take();
    if (document?.type !== EVENT_ID.DOCUMENT || document.directives.length > 0) throw new BeyondPlain();
    const root = this.#readNode(this.#takeNode(), undefined).node;
    // A scalar by itself is no template.
    if (this.#take()?.type !== EVENT_ID.POP || this.#next < this.events.length || root.kind === "scalar")
      throw new BeyondPlain();
    return root;
  }

  #take(): Event | undefined {
    return this.events[this.#next++];
  }

  #takeNode(): NodeEvent {
    const { EVENT_ID } = this.library;
    const event = this.#take();
    switch (event?.type) {
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.SCALAR:
        if (event.anchorStart >= 0) throw new BeyondPlain();
        return event;
      default:
        throw new BeyondPlain();
    }
  }

  get #isAtEnd(): boolean {
    return this.events[this.#next]?.type === this.library.EVENT_ID.POP;
  }

  /** @param signEnd where the colon or the dash ends behind which the node is written */
  #readNode(event: NodeEvent, signEnd: number | undefined): { node: ConfigNode; end: number } {
    const { EVENT_ID } = this.library;
    const name = this.#intrinsicOf(event);
    const tagStart = name === undefined ? undefined : event.tagStart;
    // The other library does not take the tag for a part of the node there.
    if (tagStart !== undefined && this.#hasComment(event)) throw new BeyondPlain();
    switch (event.type) {
      case EVENT_ID.MAPPING: {
        const { node, end } = this.#readMap(event, tagStart ?? event.start);
        return { node: called(name, node), end };
      }
      case EVENT_ID.SEQUENCE: {
        const { node, end } = this.#readList(event, tagStart ?? event.start);
        return { node: called(name, node), end };
      }
      default: {
        if (event.valueStart < 0) {
          if (signEnd === undefined || name !== undefined) throw new BeyondPlain();
          return { node: this.#emptyAt(signEnd), end: signEnd };
        }
        const [start, end] = this.#rangeOf(event);
        const value =
          name === undefined ? this.#valueOf(event) : this.library.getScalarValue(this.text, event);
        const place = this.#placeOf(tagStart ?? start, end);
        return { node: called(name, { kind: "scalar", value, place }), end };
      }
    }
  }

  /** Nothing, behind the blank after a sign. With more of them the other library sometimes sees it elsewhere. */
  #emptyAt(signEnd: number): ConfigNode {
    const at = this.text[signEnd] === " " ? signEnd + 1 : signEnd;
    if (/[ \t]/.test(this.text.charAt(at))) throw new BeyondPlain();
    return { kind: "scalar", value: null, place: this.#placeOf(at, at) };
  }

  #readMap(event: MappingEvent, start: number): { node: ConfigNode; end: number } {
    const entries = new Map<string, ConfigNode>();
    const keys = new Map<string, Place>();
    let end = event.start + 1;
    while (!this.#isAtEnd) {
      const key = this.#takeNode();
      if (key.type !== this.library.EVENT_ID.SCALAR || key.valueStart < 0 || key.tagStart >= 0)
        throw new BeyondPlain();
      const [keyStart, keyEnd] = this.#rangeOf(key);
      const name = String(this.#valueOf(key));
      if (name === "<<") throw new BeyondPlain();
      const value = this.#readNode(this.#takeNode(), this.#endOfColon(keyEnd, event));
      entries.set(name, value.node);
      keys.set(name, this.#placeOf(keyStart, keyEnd));
      end = value.end;
    }
    this.#next++;
    const isImplicit = event.style === this.library.COLLECTION_STYLE.FLOW && this.text[event.start] !== "{";
    if (!isImplicit) end = this.#endOfCollection(event, end);
    return { node: mapOrCall(entries, keys, this.#placeOf(start, end)), end };
  }

  #readList(event: SequenceEvent, start: number): { node: ConfigNode; end: number } {
    const items: ConfigNode[] = [];
    let end = event.start + 1;
    while (!this.#isAtEnd) {
      const dashEnd = this.#endOfDash(items.length === 0 ? event.start : end, event);
      const item = this.#readNode(this.#takeNode(), dashEnd);
      items.push(item.node);
      ({ end } = item);
    }
    this.#next++;
    end = this.#endOfCollection(event, end);
    return { node: { kind: "list", items, place: this.#placeOf(start, end) }, end };
  }

  /** What is in brackets ends with them, and everything else with its last entry. */
  #endOfCollection({ style }: MappingEvent | SequenceEvent, end: number): number {
    if (style !== this.library.COLLECTION_STYLE.FLOW) return end;
    BEFORE_NEXT.lastIndex = end;
    return end + (BEFORE_NEXT.exec(this.text)?.[0].length ?? 0) + 1;
  }

  #endOfColon(keyEnd: number, { style }: MappingEvent): number | undefined {
    return style === this.library.COLLECTION_STYLE.FLOW ? undefined : this.text.indexOf(":", keyEnd) + 1;
  }

  /** Of the item that comes next. */
  #endOfDash(end: number, { style }: SequenceEvent): number | undefined {
    if (style === this.library.COLLECTION_STYLE.FLOW) return undefined;
    BEFORE_NEXT.lastIndex = end;
    return this.text.indexOf("-", end + (BEFORE_NEXT.exec(this.text)?.[0].length ?? 0)) + 1;
  }

  /** The intrinsic function that the tag of a node stands for; undefined where it has no tag. */
  #intrinsicOf({ tagStart, tagEnd }: NodeEvent): string | undefined {
    if (tagStart < 0) return undefined;
    const name = intrinsicsByTag.get(this.text.slice(tagStart, tagEnd));
    if (name === undefined) throw new BeyondPlain();
    return name;
  }

  /** Whether a comment stands between the tag of a node and the node. */
  #hasComment(event: NodeEvent): boolean {
    const start = "start" in event ? event.start : event.valueStart;
    return /^[^'"|>]*#/.test(this.text.slice(event.tagEnd, start));
  }

  /** Where a scalar is written, with its quotes, or the sign that begins a block. */
  #rangeOf({ valueStart, valueEnd, style, chomping }: ScalarEvent): readonly [start: number, end: number] {
    const { CHOMPING_MODE, SCALAR_STYLE } = this.library;
    switch (style) {
      case SCALAR_STYLE.PLAIN:
        return [valueStart, this.#endOfText(valueStart, valueEnd)];
      case SCALAR_STYLE.SINGLE_QUOTED:
      case SCALAR_STYLE.DOUBLE_QUOTED:
        return [valueStart - 1, valueEnd + 1];
      default: {
        const lineStart = this.text.lastIndexOf("\n", valueStart - 2) + 1;
        const header = BLOCK_HEADER.exec(this.text.slice(lineStart, valueStart));
        const end = this.#endOfText(valueStart, valueEnd);
        const isKept = chomping === CHOMPING_MODE.KEEP;
        if (header === null || end === valueStart || isKept) throw new BeyondPlain();
        return [lineStart + header.index, end];
      }
    }
  }

  #endOfText(start: number, end: number): number {
    return start + this.text.slice(start, end).trimEnd().length;
  }

  /** What YAML's core schema makes of a scalar. (https://yaml.org/spec/1.2.2/#103-core-schema) */
  #valueOf(event: ScalarEvent): Scalar {
    const { getScalarValue, nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag } = this.library;
    const text = getScalarValue(this.text, event);
    if (event.style !== this.library.SCALAR_STYLE.PLAIN || !MAY_BE_NO_TEXT.test(text)) return text;
    for (const { resolve, tagName } of [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]) {
      const value = resolve(text, false, tagName);
      // A symbol says that it is none.
      if (typeof value !== "symbol") return value;
    }
    return text;
  }

  #placeOf(start: number, end: number): Place {
    const line = this.#lineAt(start);
    const column = start - (this.#lineStarts[line - 1] ?? 0) + 1;
    return { file: this.file, line, column, range: [start, end] };
  }

  /** From 1. */
  #lineAt(offset: number): number {
    let [low, high] = [0, this.#lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** How the numbers, truth values and nulls of the core schema begin. */
const MAY_BE_NO_TEXT = /^[-+.\d~nNtTfF]/;

function called(name: string | undefined, node: ConfigNode): ConfigNode {
  return name === undefined ? node : callOf(name, node, node.place);
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
