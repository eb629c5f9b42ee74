import type { ClientCategory } from "./client-fact.js";

const setUp = "its set-up is repeated for each request";
const handshake = "no connection is reused, and each request pays for a TLS handshake";
const login = "each request pays for connecting and logging in";

/**
 * What creating a client again costs, as a clause of a message. Only of the kinds whose clients own their connections
 * is a connection said to be lost: SDK v2, `axios`, Stripe and others share the agent of the process.
 *
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-reusing-connections.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html (read 2026-11-24)
 */
const costs: Readonly<Record<ClientCategory, string>> = {
  "aws-sdk-v3": `${handshake} and for its credentials`,
  "aws-sdk-v3-document": setUp,
  "aws-sdk-v2": setUp,
  powertools: setUp,
  database: `${login}, and the database for the connections`,
  cache: login,
  search: handshake,
  queue: "each request pays for connecting to the brokers",
  http: "what it sets up and keeps alive serves one request only",
  ai: setUp,
  payment: setUp,
  messaging: setUp,
  telemetry: setUp,
  other: setUp,
};

/** The cost for a nest of clients, outermost first: that of the one that connects. */
export function costOfClients(
  nest: readonly { readonly category: ClientCategory; readonly reusesFirst?: boolean }[],
): string {
  const all = nest.map(({ category, reusesFirst }) => (reusesFirst === true ? setUp : costs[category]));
  return all.find((cost) => cost !== setUp) ?? setUp;
}
