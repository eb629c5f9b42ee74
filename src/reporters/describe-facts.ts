import type { HandlerEvidence } from "../lambda/model.js";
import type {
  ClientCreated,
  ClientFacts,
  DeclaredFunction,
  HandlerFacts,
} from "../reports/facts/facts-report.js";

const EVIDENCE: Readonly<Record<HandlerEvidence, string>> = {
  configuration: "the project's configuration",
  annotation: "its type",
  "event-parameter": "its event's type",
  wrapper: "its wrapper",
  decorator: "its decorator",
  "export-name": "its name",
  settings: "the settings",
  "re-export": "a file that re-exports it",
};

const CREATED: Readonly<Record<ClientCreated, string>> = {
  init: "at init",
  "first-use": "on first use, and kept",
  invocation: "in every invocation",
  unknown: "at a time the code does not prove",
};

const STATUS: Readonly<Record<DeclaredFunction["handler"]["status"], string>> = {
  resolved: "is found",
  "file-missing": "is in no file of the project",
  "export-missing": "is not exported by its file",
  "built-artifact": "is built by something that the configuration does not name",
  inline: "stands in the configuration",
  opaque: "is not known",
};

/** `known by its type and its name, takes an SQSEvent, streams`. */
export function describeHandler({
  evidence,
  eventType,
  streaming,
  durable,
  reexportedFrom,
  functions,
}: HandlerFacts): string {
  const parts = [`known by ${evidence.map((item) => EVIDENCE[item]).join(" and ")}`];
  if (eventType !== null) parts.push(`takes ${eventType}`);
  if (streaming) parts.push("streams its response");
  if (durable) parts.push("is durable");
  if (reexportedFrom !== null) parts.push(`is written in ${reexportedFrom}`);
  if (functions.length > 0) parts.push(`deployed as ${[...new Set(functions)].join(" and ")}`);
  return parts.join(", ");
}

/** `nodejs22.x, 512 MB, 30 s, from sqs: src/app.handler in src/app.ts`. */
export function describeFunction({
  runtime,
  memoryMb,
  timeoutSec,
  sources,
  handler,
}: DeclaredFunction): string {
  const kinds = [...new Set(sources.map(({ kind }) => kind ?? "an unknown source"))];
  const parts = [
    ...(runtime === null ? [] : [runtime]),
    ...(memoryMb === null ? [] : [`${memoryMb} MB`]),
    ...(timeoutSec === null ? [] : [`${timeoutSec} s`]),
    ...(kinds.length === 0 ? [] : [`from ${kinds.join(" and ")}`]),
  ];
  const where = handler.entry === null ? STATUS[handler.status] : `in ${handler.entry}`;
  return `${parts.join(", ")}: ${handler.raw ?? "its handler"} ${where}`;
}

/** `S3Client of @aws-sdk/client-s3, line 7: created at init`. */
export function describeClient({ name, module, line, created }: ClientFacts): string {
  return `${name} of ${module}, line ${line}: created ${CREATED[created]}`;
}
