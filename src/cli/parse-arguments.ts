import { parseArgs, type ParseArgsConfig } from "node:util";
import type { HandlerConfig } from "../project/config.js";
import { InputError, messageOf } from "../project/input-error.js";
import type { Architecture } from "../knowledge/lambda-prices.js";
import type { Workload } from "../reports/cost/cost-report.js";
import type { Shard } from "../reports/cold/shard.js";
import { findClosest } from "../rule-kit/closest-word.js";
import {
  ARCHITECTURES,
  DURATION,
  parseBudget,
  parseChoice,
  parseInteger,
  parseMemory,
  parseProposal,
  parseShard,
} from "./argument-values.js";

export const FORMATS = ["text", "json", "markdown", "sarif", "html"] as const;
export type Format = (typeof FORMATS)[number];

export interface OutputOptions {
  readonly format: Format;
  /** A file, relative to the working directory; undefined for the standard output. */
  readonly output: string | undefined;
}

export interface ColdCommand extends OutputOptions {
  readonly command: "cold";
  readonly args: readonly string[];
  readonly config: string | undefined;
  /** What the flags say of all handlers. */
  readonly flags: HandlerConfig;
  readonly baseline: string | undefined;
  readonly measure: boolean;
  readonly cache: boolean;
  readonly shard: Shard | undefined;
  readonly listModules: boolean;
  readonly top: number;
}

export interface FactsCommand extends OutputOptions {
  readonly command: "facts";
  readonly args: readonly string[];
  readonly config: string | undefined;
}

export interface ChecklistCommand extends OutputOptions {
  readonly command: "checklist";
  readonly args: readonly string[];
  readonly config: string | undefined;
  readonly top: number;
}

export interface LayersCommand extends OutputOptions {
  readonly command: "layers";
  readonly args: readonly string[];
  readonly config: string | undefined;
  readonly cache: boolean;
  readonly top: number;
}

export interface CostCommand extends OutputOptions {
  readonly command: "cost";
  readonly args: readonly string[];
  readonly config: string | undefined;
  /** Of one function; undefined for those of the configuration. */
  readonly memoryMb: number | undefined;
  /** Undefined for what the configuration says. */
  readonly architecture: Architecture | undefined;
  readonly workload: Omit<Workload, "memoryMb" | "architecture">;
  readonly proposal: Partial<Workload> | undefined;
}

export interface ProfileCommand extends OutputOptions {
  readonly command: "profile";
  /** Logs. */
  readonly files: readonly string[];
}

export interface MergeCommand extends OutputOptions {
  readonly command: "merge";
  readonly files: readonly string[];
  readonly mode: "unbundled" | "bundled" | undefined;
  readonly baseline: string | undefined;
  readonly top: number;
}

export interface CalibrateCommand {
  readonly command: "calibrate";
}

export type Command =
  | ColdCommand
  | FactsCommand
  | ChecklistCommand
  | LayersCommand
  | CostCommand
  | ProfileCommand
  | MergeCommand
  | CalibrateCommand
  | { readonly command: "help"; readonly topic: string | undefined }
  | { readonly command: "version" };

type Options = NonNullable<ParseArgsConfig["options"]>;

const EVERYWHERE = { help: { type: "boolean", short: "h" } } as const satisfies Options;
const OUTPUT = {
  ...EVERYWHERE,
  format: { type: "string", short: "f" },
  output: { type: "string", short: "o" },
} as const satisfies Options;
const COLD = {
  ...OUTPUT,
  config: { type: "string", short: "c" },
  mode: { type: "string" },
  budget: { type: "string", multiple: true },
  memory: { type: "string" },
  external: { type: "string", multiple: true },
  "bundle-format": { type: "string" },
  minify: { type: "boolean" },
  conditions: { type: "string", multiple: true },
  baseline: { type: "string" },
  measure: { type: "boolean" },
  "no-cache": { type: "boolean" },
  shard: { type: "string" },
  "list-modules": { type: "boolean" },
  top: { type: "string" },
} as const satisfies Options;
const FACTS = { ...OUTPUT, config: { type: "string", short: "c" } } as const satisfies Options;
const CHECKLIST = { ...FACTS, top: { type: "string" } } as const satisfies Options;
const LAYERS = {
  ...FACTS,
  "no-cache": { type: "boolean" },
  top: { type: "string" },
} as const satisfies Options;
const COST = {
  ...FACTS,
  duration: { type: "string" },
  memory: { type: "string" },
  arch: { type: "string" },
  invocations: { type: "string" },
  cold: { type: "string" },
  init: { type: "string" },
  compare: { type: "string" },
} as const satisfies Options;
const MERGE = {
  ...OUTPUT,
  mode: { type: "string" },
  baseline: { type: "string" },
  top: { type: "string" },
} as const satisfies Options;

const MODES = ["unbundled", "bundled"] as const;
const COMMANDS = ["cold", "facts", "checklist", "layers", "cost", "profile", "calibrate", "merge", "help"];

/** What the command line asks for. Throws an `InputError` for what it cannot mean. */
export function parseArguments(argv: readonly string[]): Command {
  const [name, ...rest] = argv;
  switch (name) {
    case undefined:
    case "help":
    case "-h":
    case "--help":
      return { command: "help", topic: rest[0] };
    case "-v":
    case "--version":
      return { command: "version" };
    case "cold":
      return parseCold(rest);
    case "facts":
      return parseFacts(rest);
    case "checklist":
      return parseChecklist(rest);
    case "layers":
      return parseLayers(rest);
    case "cost":
      return parseCost(rest);
    case "profile":
      return parseProfile(rest);
    case "merge":
      return parseMerge(rest);
    case "calibrate":
      return parseCalibrate(rest);
    default: {
      const closest = findClosest(name, COMMANDS);
      const hint =
        closest === undefined ? `The commands are ${COMMANDS.join(", ")}.` : `Did you mean ${closest}?`;
      throw new InputError(`There is no command ${name}. ${hint}`);
    }
  }
}

function parseCold(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv, COLD);
  if (values.help === true) return { command: "help", topic: "cold" };
  if (values.shard !== undefined && values.baseline !== undefined) {
    throw new InputError("--baseline needs all handlers, and --shard has some: give it to merge instead.");
  }
  return {
    command: "cold",
    args: positionals,
    ...parseOutput(values, FORMATS),
    config: values.config,
    flags: parseFlags(values),
    baseline: values.baseline,
    measure: values.measure ?? false,
    cache: values["no-cache"] !== true,
    shard: values.shard === undefined ? undefined : parseShard(values.shard),
    listModules: values["list-modules"] ?? false,
    top: parseTop(values.top),
  };
}

function parseFacts(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv, FACTS);
  if (values.help === true) return { command: "help", topic: "facts" };
  const output = parseOutput(values, ["text", "json", "markdown"]);
  return { command: "facts", args: positionals, ...output, config: values.config };
}

function parseChecklist(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv, CHECKLIST);
  if (values.help === true) return { command: "help", topic: "checklist" };
  return {
    command: "checklist",
    args: positionals,
    ...parseOutput(values, ["text", "json", "markdown", "sarif"]),
    config: values.config,
    top: parseTop(values.top, 3),
  };
}

function parseLayers(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv, LAYERS);
  if (values.help === true) return { command: "help", topic: "layers" };
  return {
    command: "layers",
    args: positionals,
    ...parseOutput(values, ["text", "json", "markdown"]),
    config: values.config,
    cache: values["no-cache"] !== true,
    top: parseTop(values.top, 20),
  };
}

function parseCost(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv, COST);
  if (values.help === true) return { command: "help", topic: "cost" };
  const { duration, memory, arch, invocations = "1000000", cold, init, compare } = values;
  if (duration === undefined)
    throw new InputError("cost needs --duration, the milliseconds that an invocation takes: --duration 120.");
  if ((cold === undefined) !== (init === undefined))
    throw new InputError(
      "--cold and --init go together: --cold 2 --init 400 is 2 % of invocations with 400 ms of init.",
    );
  return {
    command: "cost",
    args: positionals,
    ...parseOutput(values, ["text", "json", "markdown"]),
    config: values.config,
    memoryMb: memory === undefined ? undefined : parseMemory("--memory", memory),
    architecture: arch === undefined ? undefined : parseChoice("--arch", arch, ARCHITECTURES),
    workload: {
      durationMs: parseInteger("--duration", duration, DURATION),
      invocations: parseInteger("--invocations", invocations, { min: 0, max: 1e13 }),
      coldShare: cold === undefined ? 0 : parseInteger("--cold", cold, { min: 0, max: 100 }) / 100,
      initMs: init === undefined ? 0 : parseInteger("--init", init, DURATION),
    },
    proposal: compare === undefined ? undefined : parseProposal(compare),
  };
}

function parseProfile(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv, OUTPUT);
  if (values.help === true) return { command: "help", topic: "profile" };
  if (positionals.length === 0)
    throw new InputError("profile needs the log of a function, with its REPORT lines, in a file.");
  return { command: "profile", files: positionals, ...parseOutput(values, ["text", "json", "markdown"]) };
}

function parseMerge(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv, MERGE);
  if (values.help === true) return { command: "help", topic: "merge" };
  if (positionals.length === 0)
    throw new InputError("merge needs the reports that cold --format json wrote.");
  return {
    command: "merge",
    files: positionals,
    ...parseOutput(values, FORMATS, "json"),
    mode: values.mode === undefined ? undefined : parseChoice("--mode", values.mode, MODES),
    baseline: values.baseline,
    top: parseTop(values.top),
  };
}

function parseCalibrate(argv: readonly string[]): Command {
  const {
    values,
    positionals: [surplus],
  } = parse(argv, EVERYWHERE);
  if (values.help === true) return { command: "help", topic: "calibrate" };
  if (surplus !== undefined) throw new InputError(`calibrate takes no arguments, as ${surplus}.`);
  return { command: "calibrate" };
}

function parse<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = /^Unknown option '(--?[^']+)'/.exec(messageOf(error))?.[1];
    if (unknown === undefined) throw new InputError(messageOf(error));
    const closest = findClosest(unknown.replace(/^-+/, ""), Object.keys(options));
    throw new InputError(
      `There is no option ${unknown}.${closest === undefined ? "" : ` Did you mean --${closest}?`}`,
    );
  }
}

function parseOutput(
  { format, output }: { readonly format?: string | undefined; readonly output?: string | undefined },
  formats: readonly Format[],
  byDefault: Format = "text",
): OutputOptions {
  if (output === "") throw new InputError("--output needs the name of a file.");
  return { format: format === undefined ? byDefault : parseChoice("--format", format, formats), output };
}

interface FlagValues {
  readonly mode?: string | undefined;
  readonly memory?: string | undefined;
  readonly budget?: string[] | undefined;
  readonly "bundle-format"?: string | undefined;
  readonly minify?: boolean | undefined;
  readonly external?: string[] | undefined;
  readonly conditions?: string[] | undefined;
}

function parseFlags(values: FlagValues): HandlerConfig {
  const { mode, memory, budget, minify, external, conditions } = values;
  const format = values["bundle-format"];
  const bundle = {
    ...(format !== undefined && { format: parseChoice("--bundle-format", format, ["cjs", "esm"] as const) }),
    ...(minify !== undefined && { minify }),
    ...(external !== undefined && { external: splitLists(external) }),
    ...(conditions !== undefined && { conditions: splitLists(conditions) }),
  };
  return {
    ...(mode !== undefined && { mode: parseChoice("--mode", mode, MODES) }),
    ...(memory !== undefined && { memoryMb: parseMemory("--memory", memory) }),
    ...(budget !== undefined && { budget: parseBudget(budget) }),
    bundle,
  };
}

/** `--external a,b --external c`. */
function splitLists(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(",").filter((item) => item !== ""));
}

function parseTop(top: string | undefined, byDefault = 5): number {
  return top === undefined ? byDefault : parseInteger("--top", top, { min: 0, max: 10_000 });
}
