import type { Framework, HandlerStatus } from "../../functions/function-config.js";
import type { HandlerEvidence } from "../../lambda/model.js";
import type { ReportProblem } from "../report-problem.js";

/** The version of the format, raised when a reader of the earlier one would go wrong. */
export const FACTS_VERSION = 1;

/** What `facts` says, as `--format json` writes it: schema/facts.schema.json describes it. */
export interface FactsReport {
  readonly version: typeof FACTS_VERSION;
  readonly handlers: readonly HandlerFacts[];
  /** What the project's configuration declares. */
  readonly functions: readonly DeclaredFunction[];
  readonly problems: readonly ReportProblem[];
}

export interface HandlerFacts {
  /** Relative to the working directory. */
  readonly file: string;
  /** The name that Lambda calls it by; null for one that another export wraps. */
  readonly export: string | null;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Why it is taken for a handler: the strongest proof first. */
  readonly evidence: readonly HandlerEvidence[];
  /** Name of the event's type in `@types/aws-lambda`; null where no annotation says it. */
  readonly eventType: string | null;
  readonly streaming: boolean;
  readonly durable: boolean;
  /** The module that holds the implementation; null where it is in this file. */
  readonly reexportedFrom: string | null;
  /** The ids of the functions whose configuration names it. */
  readonly functions: readonly string[];
  /** The clients that the file creates, for whichever of its handlers. */
  readonly clients: readonly ClientFacts[];
}

/** A function of the configuration. What is null is unknown: decided at deployment, or not evaluated. */
export interface DeclaredFunction {
  /** The logical id, the key below `functions`, the path of the construct below its stack. */
  readonly id: string;
  readonly framework: Framework;
  /** Relative to the working directory. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly runtime: string | null;
  readonly architecture: string | null;
  readonly memoryMb: number | null;
  readonly timeoutSec: number | null;
  readonly handler: {
    /** As the configuration has it: `src/app.handler`. */
    readonly raw: string | null;
    /** The source file, relative to the working directory; null where it was not found. */
    readonly entry: string | null;
    readonly exportName: string | null;
    readonly status: HandlerStatus;
    /** Where it was looked for, relative to the working directory, without endings. */
    readonly tried: readonly string[];
  };
  /** The environment variables by name; null for a value that is not known. */
  readonly env: Readonly<Record<string, string | null>>;
  /** False where variables may be set where the reader does not look. */
  readonly envComplete: boolean;
  readonly sources: readonly DeclaredSource[];
}

/** What invokes a function. */
export interface DeclaredSource {
  /** As the rules name it: `sqs`, `apigw-http`. Null for one without an event type of its own. */
  readonly kind: string | null;
  readonly line: number;
  readonly batchSize: number | null;
  readonly reportsBatchItemFailures: boolean | null;
}

export interface ClientFacts {
  /** As the code spells it: `S3Client`. */
  readonly name: string;
  readonly module: string;
  readonly line: number;
  readonly created: ClientCreated;
}

/**
 * When a client is created. `init`: once per execution environment. `first-use`: in an invocation, and kept for later
 * ones. `invocation`: again and again. `unknown`: nothing in the file proves any of them.
 */
export type ClientCreated = "init" | "first-use" | "invocation" | "unknown";
