import type { Sourced } from "./fact.js";

/** Exports of a module that hold the event loop until their work is done. */
export interface BlockingCallFact extends Sourced {
  readonly module: string | RegExp;
  readonly export: RegExp;
  /** The form that does not block, as a message says it: `$1` stands for the name without `Sync`. */
  readonly instead: string;
}

/** Exports that run JavaScript on another thread or in another process. */
export interface ThreadFact extends Sourced {
  readonly module: string | RegExp;
  readonly export: RegExp;
}

const checked = "2026-11-26";

/** `existsSync` is left out: it asks one question of the file system, and its async form answers no sooner. */
export const blockingCallFacts: readonly BlockingCallFact[] = [
  {
    module: /^(?:fs|fs-extra|graceful-fs)$/,
    export: /^(?!existsSync$)(?:default\.)?(\w+)Sync$/,
    instead: "fs.promises.$1",
    source: "https://nodejs.org/api/fs.html#synchronous-api",
    checked,
  },
  {
    module: "child_process",
    export: /^(?:default\.)?(exec|execFile|spawn)Sync$/,
    instead: "$1",
    source: "https://nodejs.org/api/child_process.html#synchronous-process-creation",
    checked,
  },
  {
    module: "zlib",
    export: /^(?:default\.)?(\w+)Sync$/,
    instead: "$1",
    source: "https://nodejs.org/api/zlib.html",
    checked,
  },
  {
    // The hashes of one short text are over sooner than a thread is found for them.
    module: "crypto",
    export: /^(?:default\.)?(pbkdf2|scrypt|generateKeyPair|generatePrime|checkPrime)Sync$/,
    instead: "$1",
    source: "https://nodejs.org/api/crypto.html",
    checked,
  },
  {
    module: /^(?:bcrypt|bcryptjs)$/,
    export: /^(?:default\.)?(hash|compare|genSalt)Sync$/,
    instead: "$1",
    source: "https://www.npmjs.com/package/bcrypt",
    checked,
  },
];

export const threadFacts: readonly ThreadFact[] = [
  {
    module: "worker_threads",
    export: /^Worker$/,
    source: "https://nodejs.org/api/worker_threads.html",
    checked,
  },
  {
    module: "cluster",
    export: /^(?:default\.)?fork$/,
    source: "https://nodejs.org/api/cluster.html",
    checked,
  },
  {
    module: /^(?:piscina|tinypool)$/,
    export: /^(?:default|Piscina|Tinypool)$/,
    source: "https://www.npmjs.com/package/piscina",
    checked,
  },
  { module: "workerpool", export: /^pool$/, source: "https://www.npmjs.com/package/workerpool", checked },
  {
    module: "poolifier",
    export: /^(?:Fixed|Dynamic)(?:Thread|Cluster)Pool$/,
    source: "https://www.npmjs.com/package/poolifier",
    checked,
  },
  { module: "threads", export: /^(?:spawn|Pool)$/, source: "https://www.npmjs.com/package/threads", checked },
];
