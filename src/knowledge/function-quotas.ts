import type { Sourced } from "./fact.js";

/** The limits that Lambda sets for the configuration of each function. */
export const functionQuotas = {
  memoryMb: { min: 128, max: 10_240 },
  timeoutSec: { min: 1, max: 900 },
  ephemeralStorageMb: { min: 512, max: 10_240 },
  layers: 5,
  /** Of all environment variables, names and values. */
  environmentBytes: 4_096,
  /** Messages of a FIFO queue in one event. (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html) */
  fifoBatch: 10,
} as const;

/** @public Held against its date by the tests of all tables. */
export const functionQuotasSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  checked: "2026-11-26",
};
