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

const classes = new Uint8Array(256).fill(CharClass.Name, 128);
const assign = (characters: string, kind: CharClass) => {
  for (const character of characters) classes[character.charCodeAt(0)] = kind;
};
assign(" \t\v\f", CharClass.Space);
assign("\n\r", CharClass.Newline);
assign("\"'", CharClass.Quote);
assign("+-*%=&|<>!?^~", CharClass.Operator);
assign("0123456789", CharClass.Digit);
assign("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_#@\\", CharClass.Name);
assign("\u00C2\u00E2\u00EF", CharClass.Wide);

const isNamePart = Uint8Array.from(classes, (kind) =>
  kind === CharClass.Name || kind === CharClass.Digit ? 1 : 0,
);

/** The `CharClass` of a byte; `Other` beyond the end of a text. */
export function classOf(byte: number | undefined): number {
  return classes[byte ?? 0] ?? CharClass.Other;
}

/** Length of a space or a line end that takes more than one byte; 0 where there is none. */
export function wideBlankLength(code: Uint8Array, at: number): number {
  switch (code[at]) {
    case 0xc2: // no-break space
      return code[at + 1] === 0xa0 ? 2 : 0;
    case 0xef: // byte order mark
      return code[at + 1] === 0xbb && code[at + 2] === 0xbf ? 3 : 0;
    case 0xe2:
      return isWideNewline(code, at) ? 3 : 0;
    default:
      return 0;
  }
}

/** Whether U+2028 or U+2029, which end lines, stand there. */
export function isWideNewline(code: Uint8Array, at: number): boolean {
  return code[at] === 0xe2 && code[at + 1] === 0x80 && (code[at + 2] === 0xa8 || code[at + 2] === 0xa9);
}

/** The position after the name, the number or the flags that go on at a position. */
export function endOfName(code: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    while (isNamePart[code[at] ?? 0] === 1) at++;
    if (classOf(code[at]) !== CharClass.Wide || wideBlankLength(code, at) > 0) return at;
    at++;
  }
}

/** The position after the indentation that begins at a position. */
export function endOfSpaces(code: Uint8Array, from: number): number {
  const { length } = code;
  let at = from;
  while (at < length && code[at] === 0x20) at++;
  return at;
}

/** The position after the line that a position is in. */
export function endOfLine(code: Uint8Array, from: number): number {
  let at = from;
  while (at < code.length && code[at] !== 0x0a) at++;
  return Math.min(at + 1, code.length);
}

/** The position after the block comment whose inside begins at a position. */
export function endOfComment(code: Uint8Array, from: number): number {
  let at = from;
  while (at < code.length && !(code[at] === 0x2a && code[at + 1] === 0x2f)) at++;
  return Math.min(at + 2, code.length);
}

/** The position after the string that begins, with its quote, before a position. It does not go beyond its line. */
export function endOfString(code: Uint8Array, from: number, quote: number): number {
  let at = from;
  while (at < code.length) {
    const byte = code[at++];
    if (byte === 0x5c) at++;
    else if (byte === quote || byte === 0x0a) break;
  }
  return at;
}

/** The position after the regular expression that begins at a position. */
export function endOfPattern(code: Uint8Array, from: number): number {
  let isInClass = false;
  let at = from + 1;
  for (; at < code.length; at++) {
    const byte = code[at];
    if (byte === 0x5c) at++;
    else if (byte === 0x5b) isInClass = true;
    else if (byte === 0x5d) isInClass = false;
    else if ((byte === 0x2f && !isInClass) || byte === 0x0a) break;
  }
  return endOfName(code, at + 1);
}

/** The first position from another on that is neither white space nor in a comment. */
export function endOfBlanks(code: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const kind = classOf(code[at]);
    if (kind === CharClass.Space || kind === CharClass.Newline) at++;
    else if (code[at] === 0x2f && code[at + 1] === 0x2a) at = endOfComment(code, at + 2);
    else if (code[at] === 0x2f && code[at + 1] === 0x2f) at = endOfLine(code, at);
    else {
      const length = kind === CharClass.Wide ? wideBlankLength(code, at) : 0;
      if (length === 0) return at;
      at += length;
    }
  }
}
