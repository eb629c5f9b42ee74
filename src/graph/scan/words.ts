import { lazyGlobalNames } from "./lazy-globals.js";

/** Words that change what the tokens around them mean. */
export const enum Word {
  /** Any other name. */
  None,
  /** What follows is an expression. */
  Expression,
  /** What follows is a block, or a statement. */
  Block,
  /** A head in parentheses follows. */
  Control,
  Function,
  Class,
  Import,
  Export,
  From,
  Require,
  CreateRequire,
  /** `f.call(…)`, `f.apply(…)`. */
  Call,
  /** `globalThis`, or what programs call it. */
  GlobalObject,
  /** A variable, or several, is declared. */
  Declaration,
  /** No name, though the language lets it be one. */
  Async,
  /** As a method: it calls the function that it is given. */
  Visitor,
  /** A global that Node.js loads when it is first read. */
  WebGlobal,
  /** One too, but mostly the name of something else. */
  Crypto,
  /** As a member: what `crypto` is on Node.js, by another way. */
  WebCrypto,
  /** It reads a file, or a folder, while everything waits. */
  FileRead,
}

const texts: readonly (readonly [Word, string])[] = [
  [Word.Expression, "return typeof case in instanceof new void delete throw yield await of extends default"],
  [Word.Block, "do else try finally static"],
  [Word.Control, "if for while with switch catch"],
  [Word.Function, "function"],
  [Word.Class, "class"],
  [Word.Import, "import"],
  [Word.Export, "export"],
  [Word.From, "from"],
  [Word.Require, "require __require"],
  [Word.CreateRequire, "createRequire"],
  [Word.Call, "call apply"],
  [Word.GlobalObject, "globalThis global globalObject globalScope _global G"],
  [Word.Declaration, "var let const"],
  [Word.Async, "async"],
  [Word.Visitor, "forEach map reduce filter some every find flatMap sort"],
  [Word.WebGlobal, lazyGlobalNames],
  [Word.Crypto, "crypto"],
  [Word.WebCrypto, "webcrypto"],
  [Word.FileRead, "readFileSync readdirSync"],
];

interface KnownWord {
  readonly kind: Word;
  readonly bytes: Uint8Array;
}

const slots = 1024;
const bySlot: (readonly KnownWord[])[] = Array.from({ length: slots }, () => []);
/** 1 where there are words in a slot: most names are told apart by this. */
const isTaken = new Uint8Array(slots);
for (const [kind, list] of texts) {
  for (const text of list.split(" ")) {
    const bytes = Buffer.from(text);
    const slot = slotOf(bytes, 0, bytes.length);
    bySlot[slot] = [...(bySlot[slot] ?? []), { kind, bytes }];
    isTaken[slot] = 1;
  }
}

/** What the name between two positions of a text means. */
export function wordAt(code: Uint8Array, start: number, end: number): Word {
  const slot = slotOf(code, start, end);
  if (isTaken[slot] !== 1) return Word.None;
  for (const { kind, bytes } of bySlot[slot] ?? []) if (isAt(bytes, code, start, end)) return kind;
  return Word.None;
}

function slotOf(code: Uint8Array, start: number, end: number): number {
  return ((end - start) * 37 + (code[start] ?? 0) * 5 + (code[end - 1] ?? 0) * 131) & (slots - 1);
}

function isAt(bytes: Uint8Array, code: Uint8Array, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== code[start + index]) return false;
  return true;
}
