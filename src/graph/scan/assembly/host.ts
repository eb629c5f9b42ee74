/** What the scanner hands over while it reads a text; functions go by their index. */

/** A declaration whose specifier stands between two positions. Only the module itself has declarations. */
export declare function addImport(start: i32, end: i32): void;

/** A `require()` or an `import()`, whose parenthesis comes next. */
export declare function addLoad(isRequire: bool, from: i32, isInBranch: bool, innermost: i32): void;

/** A name that is a global unless the text declares it, or a member of the global object. */
export declare function addWebGlobal(
  start: i32,
  end: i32,
  isMember: bool,
  isInBranch: bool,
  innermost: i32,
): void;

/** A member of something by the name of a web global: it may be one of the global object's. */
export declare function addWebGlobalMember(start: i32, end: i32, isInBranch: bool, innermost: i32): void;

/** What `const { Request } = globalThis` takes out of the global object, whose name begins at a position. */
export declare function addDestructuredWebGlobals(start: i32, isInBranch: bool, innermost: i32): void;

/** `webcrypto` of Node's `crypto`, whose name ends at a position. */
export declare function addWebCrypto(end: i32, innermost: i32): void;

/** `crypto` behind a word such as `typeof`. */
export declare function addCrypto(start: i32, end: i32, isInBranch: bool, innermost: i32): void;
