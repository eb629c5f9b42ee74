/** What Lambda's log says of one invocation. */
export interface LoggedInvocation {
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMb: number;
  readonly maxMemoryUsedMb: number;
  /** Undefined for a warm start. */
  readonly initMs: number | undefined;
}

/**
 * The invocations in a log: REPORT lines as text, or `platform.report` events where the log's format is JSON; bare, behind
 * what a tool writes before each line, or in the answer of `aws logs filter-log-events`.
 * Source: https://github.com/open-telemetry/opentelemetry-lambda/pull/2011, read 2026-11-29.
 */
export function readInvocations(text: string): readonly LoggedInvocation[] {
  return messagesIn(text).flatMap((message) => readReport(message) ?? readEvent(message) ?? []);
}

/** The messages of a JSON document, or the lines. */
function messagesIn(text: string): readonly string[] {
  const messages: string[] = [];
  collectMessages(parseObject(text), messages);
  return messages.length > 0 ? messages : text.split(/\r?\n/);
}

function collectMessages(value: unknown, messages: string[]): void {
  if (typeof value !== "object" || value === null) return;
  const { message } = value as { readonly message?: unknown };
  if (typeof message === "string") messages.push(...message.split(/\r?\n/));
  for (const part of Object.values(value)) collectMessages(part, messages);
}

const NUMBER = "([\\d.]+)";
const REPORT = /\bREPORT RequestId:/;
const DURATION = new RegExp(`(?<!Billed |Init |Restore )Duration: ${NUMBER} ms`);
const BILLED = new RegExp(`(?<!Restore )Billed Duration: ${NUMBER} ms`);
const MEMORY = new RegExp(`Memory Size: ${NUMBER} MB`);
const USED = new RegExp(`Max Memory Used: ${NUMBER} MB`);
const INIT = new RegExp(`Init Duration: ${NUMBER} ms`);

function readReport(message: string): LoggedInvocation | undefined {
  if (!REPORT.test(message)) return undefined;
  const numberOf = (pattern: RegExp): number | undefined => toNumber(pattern.exec(message)?.[1]);
  return complete({
    durationMs: numberOf(DURATION),
    billedMs: numberOf(BILLED),
    memoryMb: numberOf(MEMORY),
    maxMemoryUsedMb: numberOf(USED),
    initMs: numberOf(INIT),
  });
}

function readEvent(message: string): LoggedInvocation | undefined {
  const start = message.includes("platform.report") ? message.indexOf("{") : -1;
  const event = start === -1 ? undefined : parseObject(message.slice(start));
  if (event?.type !== "platform.report") return undefined;
  const { metrics = {} } = (event.record ?? {}) as { readonly metrics?: Readonly<Record<string, unknown>> };
  return complete({
    durationMs: toNumber(metrics.durationMs),
    billedMs: toNumber(metrics.billedDurationMs),
    memoryMb: toNumber(metrics.memorySizeMB),
    maxMemoryUsedMb: toNumber(metrics.maxMemoryUsedMB),
    initMs: toNumber(metrics.initDurationMs),
  });
}

/** Undefined where the line was cut off. */
function complete({
  durationMs,
  billedMs = durationMs,
  memoryMb,
  maxMemoryUsedMb,
  initMs,
}: Readonly<Record<keyof LoggedInvocation, number | undefined>>): LoggedInvocation | undefined {
  if (durationMs === undefined || billedMs === undefined) return undefined;
  if (memoryMb === undefined || maxMemoryUsedMb === undefined) return undefined;
  return { durationMs, billedMs, memoryMb, maxMemoryUsedMb, initMs };
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
