import type { Sourced } from "./fact.js";

/** Where the methods below are described: strings, arrays, promises, `Buffer` and `URLSearchParams`. */
export const methodsSource: Sourced = {
  source: "https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects",
  checked: "2026-11-26",
};

/** Methods whose result holds what the receiver holds: the whole of it, or parts in the same places. */
export const keepingMethods: ReadonlySet<string> = new Set([
  ...["trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase"],
  ...["substring", "substr", "slice", "padStart", "padEnd", "normalize", "repeat", "toString", "valueOf"],
  ...["toReversed", "reverse", "sort", "toSorted", "flat", "copyWithin", "entries", "match", "matchAll"],
  ...["catch", "finally", "promise", "toWellFormed"],
]);

/** Methods that give one item of the receiver. */
export const itemMethods: ReadonlySet<string> = new Set([
  ...["at", "pop", "shift", "find", "findLast", "get", "getAll", "next"],
]);

/** Methods that put their arguments into the receiver as items. */
export const addingMethods: ReadonlySet<string> = new Set(["push", "unshift", "add", "append"]);

/** Properties that are numbers whatever they are read of. */
export const numericProperties: ReadonlySet<string> = new Set(["length", "size", "byteLength"]);

/** What comes out of a call for what goes in. */
export type Passage =
  /** the first argument, as text or in the same form */
  | "first"
  /** the value that the text describes: `JSON.parse` */
  | "parsed"
  /** text that has all of the argument in it: `JSON.stringify` */
  | "serialised"
  /** every argument */
  | "all"
  /** the properties of every argument, the last of them first: `Object.assign` */
  | "merged"
  /** the names of the argument's properties */
  | "keys"
  /** the items, or the values of the properties, as a list */
  | "values"
  /** pairs of name and value */
  | "entries"
  /** an object of pairs */
  | "from-entries"
  /** the property of the first argument at a path that the second one says */
  | "property";

export interface PassageFact extends Sourced {
  /** `global`, or the import specifier. */
  readonly module: RegExp | "global";
  readonly export: RegExp;
  readonly passage: Passage;
}

const { source, checked } = methodsSource;
const nodejs = "https://nodejs.org/api";

/**
 * Calls that hand event data on. What is in no row gives something that nothing is known of: a function of another file may
 * check, escape or look up what it gets.
 */
export const passageFacts: readonly PassageFact[] = [
  {
    module: "global",
    export:
      /^(?:String|Object|decodeURI|decodeURIComponent|unescape|encodeURI|atob|structuredClone|Promise\.resolve|Array\.from|Buffer\.from|Object\.freeze|Promise\.(?:all|race|any))$/,
    passage: "first",
    source,
    checked,
  },
  { module: "global", export: /^JSON\.parse$/, passage: "parsed", source, checked },
  { module: "global", export: /^JSON\.stringify$/, passage: "serialised", source, checked },
  { module: "global", export: /^(?:Buffer\.concat|String\.raw|Array\.of)$/, passage: "all", source, checked },
  { module: "global", export: /^Object\.assign$/, passage: "merged", source, checked },
  { module: "global", export: /^Object\.keys$/, passage: "keys", source, checked },
  { module: "global", export: /^Object\.values$/, passage: "values", source, checked },
  { module: "global", export: /^Object\.entries$/, passage: "entries", source, checked },
  { module: "global", export: /^Object\.fromEntries$/, passage: "from-entries", source, checked },
  {
    module: /^path$/,
    export: /^(?:posix\.|win32\.)?(?:join|resolve|normalize)$/,
    passage: "all",
    source: `${nodejs}/path.html`,
    checked,
  },
  {
    module: /^util$/,
    export: /^(?:format|inspect)$/,
    passage: "serialised",
    source: `${nodejs}/util.html`,
    checked,
  },
  {
    module: /^(?:querystring|qs)$/,
    export: /^(?:default\.)?(?:parse|decode|unescape)$/,
    passage: "parsed",
    source: `${nodejs}/querystring.html`,
    checked,
  },
  {
    module: /^(?:yaml|js-yaml)$/,
    export: /^(?:default\.)?(?:parse|load)$/,
    passage: "parsed",
    source: "https://www.npmjs.com/package/yaml",
    checked,
  },
  {
    module: /^@aws-sdk\/util-dynamodb$/,
    export: /^(?:marshall|unmarshall|convertToAttr|convertToNative)$/,
    passage: "first",
    source: "https://www.npmjs.com/package/@aws-sdk/util-dynamodb",
    checked,
  },
  {
    module: /^(?:lodash|lodash-es|lodash\/get)$/,
    export: /^(?:get|default)$/,
    passage: "property",
    source: "https://lodash.com/docs/#get",
    checked,
  },
];

/** Constructors whose instances hold what their first argument holds. */
export const holdingConstructors: ReadonlySet<string> = new Set([
  ...["String", "Object", "URL", "URLSearchParams", "Set", "Map", "Array", "Headers", "FormData"],
]);
