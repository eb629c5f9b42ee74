import type { Sourced } from "./fact.js";

/** Exports of a module that hold the event loop until their work is done. */
export interface BlockingCallFact extends Sourced {
  readonly module: string | RegExp;
  readonly export: RegExp;
  /** The form that does not block, as a message says it: `$1` stands for the first group of `export`. */
  readonly instead: string;
}

/** Exports that run JavaScript on another thread or in another process. */
export interface ThreadFact extends Sourced {
  readonly module: string | RegExp;
  readonly export: RegExp;
}

const checked = "2026-11-26";

/** A package as it was published: its README and its declarations were read in this version. */
const npm = (name: string, version: string): string => `https://www.npmjs.com/package/${name}/v/${version}`;
const nodeTypes = npm("@types/node", "24.19.2");

/** `existsSync` is left out: it asks one question of the file system, and its async form answers no sooner. */
export const blockingCallFacts: readonly BlockingCallFact[] = [
  {
    // What fs-extra has beside the functions of `fs`.
    module: "fs-extra",
    export:
      /^(?:default\.)?(copy|createFile|emptyDir|ensureDir|ensureFile|ensureLink|ensureSymlink|mkdirp|mkdirs|move|output(?:File|JSON|Json)|read(?:JSON|Json)|remove|write(?:JSON|Json))Sync$/,
    instead: "$1",
    source: npm("fs-extra", "11.4.1"),
    checked,
  },
  {
    // What works on an open file has its async form there, without the `f` of its name.
    module: /^(?:fs|fs-extra|graceful-fs)$/,
    export:
      /^(?:default\.)?f?((?<=f)(?:chmod|chown|datasync|stat|sync|truncate|utimes)|(?<!f)(?:close|readv?|writev?))Sync$/,
    instead: "FileHandle.$1",
    source: nodeTypes,
    checked,
  },
  {
    module: /^(?:fs|fs-extra|graceful-fs)$/,
    export: /^(?:default\.)?(?!(?:exists|pathExists)Sync$)(\w+)Sync$/,
    instead: "fs.promises.$1",
    source: nodeTypes,
    checked,
  },
  {
    module: "child_process",
    export: /^(?:default\.)?(exec|execFile|spawn)Sync$/,
    instead: "$1",
    source: nodeTypes,
    checked,
  },
  {
    module: "zlib",
    export: /^(?:default\.)?(\w+)Sync$/,
    instead: "$1",
    source: nodeTypes,
    checked,
  },
  {
    // The hashes of one short text are over sooner than a thread is found for them.
    module: "crypto",
    export: /^(?:default\.)?(argon2|pbkdf2|scrypt|generateKeyPair|generatePrime|checkPrime)Sync$/,
    instead: "$1",
    source: nodeTypes,
    checked,
  },
  {
    module: "bcrypt",
    export: /^(?:default\.)?(hash|compare|genSalt)Sync$/,
    instead: "$1",
    source: npm("@types/bcrypt", "6.0.0"),
    checked,
  },
  {
    // Its async forms run on the same thread, in small pieces between which other work gets its turn.
    module: "bcryptjs",
    export: /^(?:default\.)?(hash|compare|genSalt)Sync$/,
    instead: "$1",
    source: npm("bcryptjs", "3.0.3"),
    checked,
  },
];

export const threadFacts: readonly ThreadFact[] = [
  {
    module: "worker_threads",
    export: /^Worker$/,
    source: nodeTypes,
    checked,
  },
  {
    module: "cluster",
    export: /^(?:default\.)?fork$/,
    source: nodeTypes,
    checked,
  },
  {
    module: /^(?:piscina|tinypool)$/,
    export: /^(?:default|Piscina|Tinypool)$/,
    source: npm("piscina", "5.3.2"),
    checked,
  },
  { module: "workerpool", export: /^pool$/, source: npm("workerpool", "10.0.3"), checked },
  {
    module: "poolifier",
    export: /^(?:Fixed|Dynamic)(?:Thread|Cluster)Pool$/,
    source: npm("poolifier", "5.3.2"),
    checked,
  },
  { module: "threads", export: /^(?:spawn|Pool)$/, source: npm("threads", "1.7.0"), checked },
];
