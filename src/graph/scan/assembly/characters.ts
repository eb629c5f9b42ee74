import { byteAt, sourceLength } from "./source";

/** Classes of the bytes of a text in UTF-8, by what a token that begins with one of them is. */
export const enum CharClass {
  /** Brackets, `.`, `,`, `;`, `:`, `/`, backquotes and control characters. */
  Other,
  Space,
  Newline,
  Name,
  Digit,
  Quote,
  Operator,
  /** The first byte of a character that may be white space, and is a letter otherwise. */
  Wide,
}

/** The class of each byte, and whether it goes on a name. */
const classes = memory.data(256);
const nameParts = memory.data(256);

memory.fill(classes + 128, <u8>CharClass.Name, 128);
assign(" \t\v\f", CharClass.Space);
assign("\n\r", CharClass.Newline);
assign("\"'", CharClass.Quote);
assign("+-*%=&|<>!?^~", CharClass.Operator);
assign("0123456789", CharClass.Digit);
assign("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_#@\\", CharClass.Name);
assign("\u00C2\u00E2\u00EF", CharClass.Wide);

function assign(characters: string, kind: CharClass): void {
  for (let index = 0; index < characters.length; index++) {
    store<u8>(classes + characters.charCodeAt(index), <u8>kind);
  }
}

for (let byte: usize = 0; byte < 256; byte++) {
  const kind: i32 = load<u8>(classes + byte);
  if (kind === CharClass.Name || kind === CharClass.Digit) store<u8>(nameParts + byte, 1);
}

export function classOf(byte: i32): CharClass {
  return load<u8>(classes + byte);
}

function isNamePart(byte: i32): bool {
  return load<u8>(nameParts + byte) !== 0;
}

/** Length of a space or a line end that takes more than one byte; 0 where there is none. */
export function wideBlankLength(at: i32): i32 {
  switch (byteAt(at)) {
    case 0xc2: // no-break space
      return byteAt(at + 1) === 0xa0 ? 2 : 0;
    case 0xef: // byte order mark
      return byteAt(at + 1) === 0xbb && byteAt(at + 2) === 0xbf ? 3 : 0;
    case 0xe2:
      return isWideNewline(at) ? 3 : 0;
    default:
      return 0;
  }
}

/** Whether U+2028 or U+2029, which end lines, stand there. */
export function isWideNewline(at: i32): bool {
  if (byteAt(at) !== 0xe2 || byteAt(at + 1) !== 0x80) return false;
  const last = byteAt(at + 2);
  return last === 0xa8 || last === 0xa9;
}

/** The position after the name, the number or the flags that go on at a position. */
export function endOfName(from: i32): i32 {
  let at = from;
  while (true) {
    while (isNamePart(byteAt(at))) at++;
    if (classOf(byteAt(at)) !== CharClass.Wide || wideBlankLength(at) > 0) return at;
    at++;
  }
}

/** The position after the indentation that begins at a position. */
export function endOfSpaces(from: i32): i32 {
  let at = from;
  while (byteAt(at) === 0x20) at++;
  return at;
}

/** The position after the line that a position is in. */
export function endOfLine(from: i32): i32 {
  const length = sourceLength();
  let at = from;
  while (at < length && byteAt(at) !== 0x0a) at++;
  return min(at + 1, length);
}

/** The position after the block comment whose inside begins at a position. */
export function endOfComment(from: i32): i32 {
  const length = sourceLength();
  let at = from;
  while (at < length && !(byteAt(at) === 0x2a && byteAt(at + 1) === 0x2f)) at++;
  return min(at + 2, length);
}

/** The position after the string that begins, with its quote, before a position. It does not go beyond its line. */
export function endOfString(from: i32, quote: i32): i32 {
  const length = sourceLength();
  let at = from;
  while (at < length) {
    const byte = byteAt(at++);
    if (byte === 0x5c) at++;
    else if (byte === quote || byte === 0x0a) break;
  }
  return at;
}

/** The position after the regular expression that begins at a position. */
export function endOfPattern(from: i32): i32 {
  const length = sourceLength();
  let isInClass = false;
  let at = from + 1;
  for (; at < length; at++) {
    const byte = byteAt(at);
    if (byte === 0x5c) at++;
    else if (byte === 0x5b) isInClass = true;
    else if (byte === 0x5d) isInClass = false;
    else if ((byte === 0x2f && !isInClass) || byte === 0x0a) break;
  }
  return endOfName(at + 1);
}

/** The first position from another on that is neither white space nor in a comment. */
export function endOfBlanks(from: i32): i32 {
  let at = from;
  while (true) {
    const byte = byteAt(at);
    const kind = classOf(byte);
    if (kind === CharClass.Space || kind === CharClass.Newline) at++;
    else if (byte === 0x2f && byteAt(at + 1) === 0x2a) at = endOfComment(at + 2);
    else if (byte === 0x2f && byteAt(at + 1) === 0x2f) at = endOfLine(at);
    else {
      const length = kind === CharClass.Wide ? wideBlankLength(at) : 0;
      if (length === 0) return at;
      at += length;
    }
  }
}
