import { Scanner } from "./scanner";
import { Word, wordAt } from "./words";

export { endOfBlanks } from "./characters";
export { reserve } from "./source";

/** Lives as long as the text that was read last. */
let scanner: Scanner = changetype<Scanner>(0);

/** Reads the text that was written to where `reserve` said. */
export function scan(): void {
  scanner = new Scanner();
  scanner.scan();
}

export function tokens(): i32 {
  return scanner.tokens.count;
}

export function functions(): i32 {
  return scanner.functions.total;
}

export function hasHiddenRequire(): bool {
  return scanner.hasHiddenRequire;
}

export function hasModuleSyntax(): bool {
  return scanner.hasModuleSyntax;
}

/** Address of the fields of `InitCounts`, each of 32 bits. */
export function countInit(): usize {
  return changetype<usize>(scanner.functions.countInit(scanner.tokens.count));
}

export function countRepeats(): f64 {
  return scanner.functions.countRepeats(scanner.tokens.count);
}

/** See `FunctionTally`; functions go by their index. */
export function isAtTopLevel(index: i32): bool {
  return scanner.functions.isAtTopLevel(index);
}

export function loadsAtInit(index: i32): bool {
  return scanner.functions.loadsAtInit(index);
}

export function isDormant(index: i32): bool {
  return scanner.functions.isDormant(index);
}

export function isCalledAtInit(index: i32): bool {
  return scanner.functions.isCalledAtInit(index);
}

/** Whether the name between two positions is that of a global which Node.js loads when it is first read. */
export function isWebGlobal(start: i32, end: i32): bool {
  const word = wordAt(start, end);
  return word === Word.WebGlobal || word === Word.Crypto;
}
