import type { HandlerEvidence } from "../lambda/model.js";
import type { ClientCreated, ClientFacts, HandlerFacts } from "../reports/facts/facts-report.js";

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

/** `known by its type and its name, takes an SQSEvent, streams`. */
export function describeHandler({
  evidence,
  eventType,
  streaming,
  durable,
  reexportedFrom,
}: HandlerFacts): string {
  const parts = [`known by ${evidence.map((item) => EVIDENCE[item]).join(" and ")}`];
  if (eventType !== null) parts.push(`takes ${eventType}`);
  if (streaming) parts.push("streams its response");
  if (durable) parts.push("is durable");
  if (reexportedFrom !== null) parts.push(`is written in ${reexportedFrom}`);
  return parts.join(", ");
}

/** `S3Client of @aws-sdk/client-s3, line 7: created at init`. */
export function describeClient({ name, module, line, created }: ClientFacts): string {
  return `${name} of ${module}, line ${line}: created ${CREATED[created]}`;
}
