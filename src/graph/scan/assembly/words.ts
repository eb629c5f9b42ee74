import { lazyGlobalNames } from "../lazy-global-names";
import { byteAt } from "./source";

/** Words that change what the tokens around them mean. */
export const enum Word {
  /** Any other name. */
  None,
  /** What follows is an expression. */
  Expression,
  /** The same, and the function ends. */
  Return,
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

/** The letters of the words, one byte each, after one another. */
const letters = memory.data(2048);
let lettersEnd: usize = letters;

/** A word that is known. */
@unmanaged
class KnownWord {
  kind: Word;
  length: i32;
  letters: usize;
  /** The next one in the same slot; 0 for none. */
  next: usize;
}

const words = memory.data(128 * offsetof<KnownWord>());
let wordsEnd: usize = words;

const slots: i32 = 1024;
/** Addresses of the first word in each slot; 0 for none: most names are told apart by this. */
const firstWords = memory.data(1024 * sizeof<usize>());

add(Word.Return, "return");
add(Word.Expression, "typeof case in instanceof new void delete throw yield await of extends default");
add(Word.Block, "do else try finally static");
add(Word.Control, "if for while with switch catch");
add(Word.Function, "function");
add(Word.Class, "class");
add(Word.Import, "import");
add(Word.Export, "export");
add(Word.From, "from");
add(Word.Require, "require __require");
add(Word.CreateRequire, "createRequire");
add(Word.Call, "call apply");
add(Word.GlobalObject, "globalThis global globalObject globalScope _global G");
add(Word.Declaration, "var let const");
add(Word.Async, "async");
add(Word.Visitor, "forEach map reduce filter some every find flatMap sort");
add(Word.WebGlobal, lazyGlobalNames);
add(Word.Crypto, "crypto");
add(Word.WebCrypto, "webcrypto");
add(Word.FileRead, "readFileSync readdirSync");

/** Adds words, between which there are spaces. */
function add(kind: Word, texts: string): void {
  let start = lettersEnd;
  for (let index = 0; index <= texts.length; index++) {
    const letter = index < texts.length ? texts.charCodeAt(index) : 0x20;
    if (letter !== 0x20) store<u8>(lettersEnd++, <u8>letter);
    else {
      addWord(kind, start, <i32>(lettersEnd - start));
      start = lettersEnd;
    }
  }
}

function addWord(kind: Word, start: usize, length: i32): void {
  const slot = firstWords + sizeof<usize>() * slotOf(load<u8>(start), load<u8>(start + length - 1), length);
  const word = changetype<KnownWord>(wordsEnd);
  wordsEnd += offsetof<KnownWord>();
  word.kind = kind;
  word.length = length;
  word.letters = start;
  word.next = load<usize>(slot);
  store<usize>(slot, changetype<usize>(word));
}

/** What the name between two positions of the text means. */
export function wordAt(start: i32, end: i32): Word {
  const length = end - start;
  const slot = slotOf(byteAt(start), byteAt(end - 1), length);
  let address = load<usize>(firstWords + sizeof<usize>() * slot);
  while (address !== 0) {
    const word = changetype<KnownWord>(address);
    if (word.length === length && isAt(word.letters, start, length)) return word.kind;
    address = word.next;
  }
  return Word.None;
}

function slotOf(first: i32, last: i32, length: i32): i32 {
  return (length * 37 + first * 5 + last * 131) & (slots - 1);
}

function isAt(word: usize, start: i32, length: i32): bool {
  for (let index = 0; index < length; index++) {
    if (<i32>load<u8>(word + <usize>index) !== byteAt(start + index)) return false;
  }
  return true;
}
