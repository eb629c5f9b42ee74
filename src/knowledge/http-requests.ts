import type { Sourced } from "./fact.js";

/** A way to ask over HTTP that waits as long as the other side wants. */
export interface HttpRequestFact extends Sourced {
  /** The import specifier; `undefined` for the global. */
  readonly module: string | RegExp | undefined;
  /** How the fact's functions are called: by this export, or by a method of it or of an instance. */
  readonly exports: readonly string[];
  readonly methods: Readonly<Record<string, number>>;
  /** Where the options stand when the export itself is called; before it stands the address. */
  readonly optionsIndex: number;
  /** True when the options may be all there is: `axios({ url })`. */
  readonly takesOptionsAlone: boolean;
  /** True when that holds for the methods as well: `request.post({ url, form })`. */
  readonly methodsTakeOptionsAlone?: true;
  /** Options that bound the wait, or that may do so. A message advises the first. */
  readonly bounds: readonly string[];
  /** True where a function may stand last, which gets the answer, and where the request that comes back can be bounded. */
  readonly takesCallback?: true;
  /** The method that makes an instance with defaults: `create`. */
  readonly factory?: string;
  /** The option that bounds the wait, as the edit writes it; undefined where no edit is offered. */
  readonly edit?: string;
  /** What it does without: the end of "`fetch` …". */
  readonly default: string;
}

const checked = "2026-11-26";

const undiciDefault = "gives up after five minutes only";

export const httpRequestFacts: readonly HttpRequestFact[] = [
  {
    module: undefined,
    exports: ["fetch"],
    methods: {},
    optionsIndex: 1,
    takesOptionsAlone: false,
    bounds: ["signal", "dispatcher"],
    edit: "signal: AbortSignal.timeout(5_000)",
    default: undiciDefault,
    source: "https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md",
    checked,
  },
  {
    module: "undici",
    exports: ["fetch", "request"],
    methods: {},
    optionsIndex: 1,
    takesOptionsAlone: false,
    bounds: ["signal", "dispatcher", "headersTimeout", "bodyTimeout"],
    edit: "signal: AbortSignal.timeout(5_000)",
    default: undiciDefault,
    source: "https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md",
    checked,
  },
  {
    module: /^(?:node-fetch|cross-fetch|isomorphic-fetch)$/,
    exports: ["default", "fetch"],
    methods: {},
    optionsIndex: 1,
    takesOptionsAlone: false,
    bounds: ["signal", "timeout", "agent"],
    default: "has no timeout",
    source: "https://github.com/node-fetch/node-fetch",
    checked,
  },
  {
    module: "axios",
    exports: ["default", "axios"],
    methods: {
      ...{ request: 0, get: 1, delete: 1, head: 1, options: 1 },
      ...{ post: 2, put: 2, patch: 2, postForm: 2, putForm: 2, patchForm: 2 },
    },
    optionsIndex: 1,
    takesOptionsAlone: true,
    bounds: ["timeout", "signal", "cancelToken", "adapter"],
    factory: "create",
    edit: "timeout: 5_000",
    default: "has no timeout",
    source: "https://axios-http.com/docs/req_config",
    checked,
  },
  {
    module: "got",
    exports: ["default", "got"],
    methods: { get: 1, post: 1, put: 1, patch: 1, head: 1, delete: 1 },
    optionsIndex: 1,
    takesOptionsAlone: true,
    bounds: ["timeout", "signal"],
    factory: "extend",
    edit: "timeout: { request: 5_000 }",
    default: "has no timeout",
    source: "https://github.com/sindresorhus/got/blob/main/documentation/6-timeout.md",
    checked,
  },
  {
    module: /^request(?:-promise(?:-native)?)?$/,
    exports: ["default"],
    methods: { get: 1, post: 1, put: 1, patch: 1, del: 1, delete: 1, head: 1, options: 1 },
    optionsIndex: 1,
    takesOptionsAlone: true,
    methodsTakeOptionsAlone: true,
    bounds: ["timeout", "agent", "agentOptions"],
    takesCallback: true,
    edit: "timeout: 5_000",
    default: "has no timeout",
    source: "https://github.com/request/request/blob/master/README.md#timeouts",
    checked: "2026-11-29",
  },
  {
    // Its `timeout` only tells that the time is over, and leaves it to the program to end the request.
    module: /^https?$/,
    exports: ["request", "get"],
    methods: {},
    optionsIndex: 1,
    takesOptionsAlone: true,
    bounds: ["signal", "timeout", "agent"],
    takesCallback: true,
    edit: "signal: AbortSignal.timeout(5_000)",
    default: "has no timeout",
    source: "https://www.npmjs.com/package/@types/node/v/24.19.2",
    checked,
  },
];
