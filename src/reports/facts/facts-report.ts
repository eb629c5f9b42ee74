import type { HandlerEvidence } from "../../lambda/model.js";
import type { ReportProblem } from "../report-problem.js";

/** The version of the format, raised when a reader of the earlier one would go wrong. */
export const FACTS_VERSION = 1;

/** What `facts` says, as `--format json` writes it: schema/facts.schema.json describes it. */
export interface FactsReport {
  readonly version: typeof FACTS_VERSION;
  readonly handlers: readonly HandlerFacts[];
  /** The functions that SAM, CDK and the like declare: not read yet. */
  readonly functions: readonly never[];
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
  /** The clients that the file creates, for whichever of its handlers. */
  readonly clients: readonly ClientFacts[];
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
