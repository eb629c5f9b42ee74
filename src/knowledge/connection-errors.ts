import type { Sourced } from "./fact.js";

const checked = "2026-11-26";

/** A client that ends the process when its connection breaks while it is idle, unless somebody listens for `error`. */
export interface FatalErrorFact extends Sourced {
  readonly module: string | RegExp;
  readonly export: string;
}

export const fatalErrorFacts: readonly FatalErrorFact[] = [
  { module: /^pg(?:-pool)?$/, export: "Pool", source: "https://node-postgres.com/apis/pool#error", checked },
  { module: "pg-pool", export: "default", source: "https://node-postgres.com/apis/pool#error", checked },
  { module: "pg", export: "Client", source: "https://node-postgres.com/apis/client#events", checked },
  {
    module: /^mysql2?(?:\/promise)?$/,
    export: "createConnection",
    source: "https://github.com/mysqljs/mysql#error-handling",
    checked,
  },
  ...["createClient", "createCluster"].map((name) => ({
    module: /^(?:redis|@redis\/client)$/,
    export: name,
    source: "https://github.com/redis/node-redis#events",
    checked,
  })),
];

/** A pool whose options say how many connections it opens at most. */
export interface PoolSizeFact extends Sourced {
  readonly module: string | RegExp;
  readonly export: string;
  readonly option: string;
  /** Which argument holds the option. */
  readonly argument: number;
}

export const poolSizeFacts: readonly PoolSizeFact[] = [
  {
    module: /^pg(?:-pool)?$/,
    export: "Pool",
    option: "max",
    argument: 0,
    source: "https://node-postgres.com/apis/pool",
    checked,
  },
  {
    module: "pg-pool",
    export: "default",
    option: "max",
    argument: 0,
    source: "https://node-postgres.com/apis/pool",
    checked,
  },
  {
    module: /^mysql2?(?:\/promise)?$/,
    export: "createPool",
    option: "connectionLimit",
    argument: 0,
    source: "https://github.com/mysqljs/mysql#pool-options",
    checked,
  },
  {
    module: "mariadb",
    export: "createPool",
    option: "connectionLimit",
    argument: 0,
    source: "https://mariadb.com/docs/connectors/mariadb-connector-nodejs",
    checked,
  },
  {
    module: "mongodb",
    export: "MongoClient",
    option: "maxPoolSize",
    argument: 1,
    source: "https://www.mongodb.com/docs/drivers/node/current/connect/connection-options/",
    checked,
  },
  {
    module: "mongoose",
    export: "connect",
    option: "maxPoolSize",
    argument: 1,
    source: "https://mongoosejs.com/docs/connections.html",
    checked,
  },
];
