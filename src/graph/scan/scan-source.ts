import { Loads } from "./loads.js";
import { openScanner, type Scanner } from "./open-scanner.js";
import type { SourceScan } from "./source-scan.js";
import { WebGlobals } from "./web-globals.js";

/** One text is read at a time, and what the scanner finds there is added to these. */
let scanner: Scanner | undefined;
let loads: Loads;
let webGlobals: WebGlobals;

/** What a text made the scanner take beyond this is given back: the next text may not need it. */
const keptBytes = 64 * 1024 * 1024;

/** What a text opens takes more than the gigabyte that the scanner can have: no program that anybody wrote. */
export class TooMuchOpen extends Error {
  override readonly message = "what is open in it takes more than a gigabyte";
}

/**
 * Reads the tokens of JavaScript, in UTF-8, once, without a syntax tree. A text that is no JavaScript gives what was
 * found in it.
 *
 * @throws TooMuchOpen
 */
export function scanSource(code: Buffer): SourceScan {
  return read(code, describe);
}

/** The same, with what runs more than once at init: worth its time where one text holds all that calls it. */
export function scanWithRepeats(code: Buffer): SourceScan {
  return read(code, (opened) => {
    const scan = describe(opened, code);
    return { ...scan, facts: { ...scan.facts, initRepeats: opened.countRepeats() } };
  });
}

function read(code: Buffer, describeScan: (opened: Scanner, code: Buffer) => SourceScan): SourceScan {
  const opened = scanner ?? open();
  scanner = undefined; // One that fails is not used again.
  const address = opened.reserve(code.length);
  new Uint8Array(opened.memory.buffer, address).set(code);
  loads = new Loads(code, opened);
  webGlobals = new WebGlobals(code, opened);
  const scan = withinMemory(() => {
    opened.scan();
    return describeScan(opened, code);
  });
  if (opened.memory.buffer.byteLength <= keptBytes) scanner = opened;
  return scan;
}

function withinMemory<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    // What V8 throws for WebAssembly that cannot have more memory; its class is no global of every type library.
    if (error instanceof Error && error.name === "RuntimeError") throw new TooMuchOpen();
    throw error;
  }
}

function describe(opened: Scanner, { length: bytes }: Buffer): SourceScan {
  const globals = webGlobals.list();
  return {
    facts: {
      bytes,
      tokens: opened.tokens(),
      functions: opened.functions(),
      ...readInit(opened),
      ...(globals.length > 0 && { webGlobals: globals }),
    },
    loads: loads.list(),
    hasModuleSyntax: opened.hasModuleSyntax() === 1,
    isAmbiguous: loads.isAmbiguous,
  };
}

/** What is counted of the code that runs at init: `InitCounts` of assembly/function-tally.ts. */
function readInit(opened: Scanner) {
  const address = opened.countInit();
  const [
    initTokens = 0,
    initCalls = 0,
    initDeclarations = 0,
    initProperties = 0,
    initStatements = 0,
    initFunctions = 0,
    initFileReads = 0,
  ] = new Int32Array(opened.memory.buffer, address, 7);
  return {
    initTokens,
    initCalls,
    initDeclarations,
    initProperties,
    initStatements,
    initFunctions,
    initFileReads,
  };
}

function open(): Scanner {
  return openScanner({
    addImport: (start, end) => {
      loads.addImport(start, end);
    },
    addLoad: (isRequire, from, isInBranch, innermost) => {
      loads.addCall(isRequire === 1 ? "require" : "dynamic-import", from, {
        isInBranch: isInBranch === 1,
        innermost,
      });
    },
    addWebGlobal: (start, end, isMember, isInBranch, innermost) => {
      webGlobals.add(start, end, isMember === 1, { isInBranch: isInBranch === 1, innermost });
    },
    addWebGlobalMember: (start, end, isInBranch, innermost) => {
      webGlobals.addMember(start, end, { isInBranch: isInBranch === 1, innermost });
    },
    addDestructuredWebGlobals: (start, isInBranch, innermost) => {
      webGlobals.addDestructured(start, { isInBranch: isInBranch === 1, innermost });
    },
    addWebCrypto: (end, innermost) => {
      webGlobals.addWebCrypto(end, innermost);
    },
    addCrypto: (start, end, isInBranch, innermost) => {
      webGlobals.addCrypto(start, end, { isInBranch: isInBranch === 1, innermost });
    },
  });
}
