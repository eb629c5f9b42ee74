import type { ClientFact } from "../client-fact.js";
import { awsSdkClients, powertoolsClients } from "./aws.js";
import { cacheClients, databaseClients, searchClients } from "./databases.js";
import { furtherClients } from "./further.js";
import { httpClients, queueClients } from "./network.js";
import { aiClients, messagingClients, otherClients, paymentClients, telemetryClients } from "./services.js";

/**
 * Every way we know in which a package hands out a client, a pool or an SDK object. Specifiers of built-in modules are
 * without `node:`.
 *
 * Left out on purpose: objects without a connection or a cache (`neon()`, signers, `Upload`), factories that answer
 * a second call with the first object (`mssql.connect`), and clients whose cache must not be shared between requests
 * (`ApolloClient`, urql).
 */
export const clientFacts: readonly ClientFact[] = [
  ...awsSdkClients,
  ...powertoolsClients,
  ...databaseClients,
  ...cacheClients,
  ...searchClients,
  ...queueClients,
  ...httpClients,
  ...aiClients,
  ...paymentClients,
  ...messagingClients,
  ...telemetryClients,
  ...otherClients,
  ...furtherClients,
];
