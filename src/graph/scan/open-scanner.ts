import { scannerBinary } from "./scanner.generated.js";

/** What the scanner hands over while it reads a text: see assembly/host.ts. Truth comes as 0 or 1. */
export interface ScannerHost {
  addImport(start: number, end: number): void;
  addLoad(isRequire: number, from: number, isInBranch: number, innermost: number): void;
  addWebGlobal(start: number, end: number, isMember: number, isInBranch: number, innermost: number): void;
  addWebGlobalMember(start: number, end: number, isInBranch: number, innermost: number): void;
  addDestructuredWebGlobals(start: number, isInBranch: number, innermost: number): void;
  addWebCrypto(end: number, innermost: number): void;
  addCrypto(start: number, end: number, isInBranch: number, innermost: number): void;
}

/** What can be asked of the scanner about the text that it read last: see assembly/index.ts. */
export interface Scanner {
  readonly memory: { readonly buffer: ArrayBuffer };
  reserve(length: number): number;
  scan(): void;
  tokens(): number;
  functions(): number;
  hasHiddenRequire(): number;
  hasModuleSyntax(): number;
  countInit(): number;
  countRepeats(): number;
  isAtTopLevel(index: number): number;
  loadsAtInit(index: number): number;
  isDormant(index: number): number;
  isCalledAtInit(index: number): number;
  endOfBlanks(from: number): number;
  isWebGlobal(start: number, end: number): number;
}

/** TypeScript has these only together with all that browsers have. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly host: ScannerHost },
  ) => { readonly exports: unknown };
};

/**
 * The scanner, which is compiled to WebAssembly: a graph of 40 MB reads every byte of it in a fresh process, where
 * JavaScript takes three times as long before V8 has optimized it.
 */
export function openScanner(host: ScannerHost): Scanner {
  const module = new WebAssembly.Module(Buffer.from(scannerBinary, "base64"));
  return new WebAssembly.Instance(module, { host }).exports as Scanner;
}
