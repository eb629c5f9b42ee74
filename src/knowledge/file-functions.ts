import type { Sourced } from "./fact.js";

/** Where the functions below are described. */
export const fileFunctionsSource: Sourced = {
  source: "https://nodejs.org/api/fs.html",
  checked: "2026-11-26",
};

/** Modules with the functions of `fs`, without `node:`. */
export const fileModules: ReadonlySet<string> = new Set(["fs", "fs/promises", "fs-extra", "graceful-fs"]);

/** Functions that write what they are given as the second argument to the path that the first one is. */
export const writingFunctions: ReadonlySet<string> = new Set([
  ...["writeFile", "writeFileSync", "appendFile", "appendFileSync", "outputFile", "outputFileSync"],
  ...["writeJson", "writeJsonSync", "outputJson", "outputJsonSync"],
]);

/** Functions that give a stream which writes to the path. */
export const streamFunctions: ReadonlySet<string> = new Set(["createWriteStream"]);

/** Functions that remove what is at the path, or below it. */
export const removingFunctions: ReadonlySet<string> = new Set([
  ...[
    "unlink",
    "unlinkSync",
    "rm",
    "rmSync",
    "rmdir",
    "rmdirSync",
    "remove",
    "removeSync",
    "emptyDir",
    "emptyDirSync",
  ],
  ...["rename", "renameSync", "move", "moveSync", "truncate", "truncateSync"],
]);

/** Functions that ask whether there is something at the path. */
export const askingFunctions: ReadonlySet<string> = new Set([
  ...[
    "existsSync",
    "exists",
    "access",
    "accessSync",
    "stat",
    "statSync",
    "lstat",
    "lstatSync",
    "pathExists",
    "pathExistsSync",
  ],
]);
