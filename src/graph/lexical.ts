import { lazyGlobalNames } from "./lazy-globals.js";
/** Classes of characters below 128. Others are letters, except the few that are white space. */
export const spaceClass = 1;
export const newlineClass = 2;
export const nameClass = 3;
export const digitClass = 4;
export const quoteClass = 5;
export const operatorClass = 6;

const classes = new Uint8Array(128);
for (const space of " \t\v\f") classes[space.charCodeAt(0)] = spaceClass;
for (const newline of "\n\r") classes[newline.charCodeAt(0)] = newlineClass;
for (const quote of "\"'") classes[quote.charCodeAt(0)] = quoteClass;
for (const operator of "+-*%=&|<>!?^~") classes[operator.charCodeAt(0)] = operatorClass;
for (let code = 48; code < 58; code++) classes[code] = digitClass;
for (let code = 65; code < 91; code++) classes[code] = classes[code + 32] = nameClass;
for (const name of "$_#@\\") classes[name.charCodeAt(0)] = nameClass;

/** The class of a UTF-16 code unit; 0 for brackets, `.`, `,`, `;`, `:`, `/`, backquotes and control characters. */
export function classOf(code: number): number {
  // Beyond the end of a text the code is NaN.
  if (!(code >= 128)) return classes[code] ?? 0;
  return code === 0xa0 || code === 0xfeff
    ? spaceClass
    : code === 0x2028 || code === 0x2029
      ? newlineClass
      : nameClass;
}

/** Words that change what follows them. */
const words = {
  /** What follows is an expression. */
  expression: "return typeof case in instanceof new void delete throw yield await of extends default",
  /** What follows is a block, or a statement. */
  block: "do else try finally static",
  /** A head in parentheses follows. */
  control: "if for while with switch catch",
  function: "function",
  class: "class",
  import: "import",
  export: "export",
  from: "from",
  require: "require __require",
  createRequire: "createRequire",
  call: "call apply",
  globalObject: "globalThis",
  webGlobal: lazyGlobalNames,
} as const;

export type WordKind = keyof typeof words;

interface Word {
  readonly text: string;
  readonly kind: WordKind;
}

const byHash: (readonly Word[] | undefined)[] = Array.from({ length: 1024 });
for (const [kind, texts] of Object.entries(words) as [WordKind, string][]) {
  for (const text of texts.split(" ")) {
    const slot = hashOf(text.length, text.charCodeAt(0), text.charCodeAt(text.length - 1));
    byHash[slot] = [...(byHash[slot] ?? []), { text, kind }];
  }
}

/** What the name between two positions of a text means, if it is one of the words. */
export function wordAt(source: string, start: number, end: number): WordKind | undefined {
  const length = end - start;
  const found = byHash[hashOf(length, source.charCodeAt(start), source.charCodeAt(end - 1))];
  if (found === undefined) return undefined;
  for (const { text, kind } of found)
    if (text.length === length && source.startsWith(text, start)) return kind;
  return undefined;
}

function hashOf(length: number, first: number, last: number): number {
  return (length * 37 + first * 5 + last * 131) & 1023;
}
