import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import pg from "pg";
import { z } from "zod";
import { config } from "./config.js";

const databaseSecretSchema = z.object({ username: z.string(), password: z.string() });

let pool: pg.Pool | undefined;

/** Username and password of the database, as Secrets Manager has them. Cached for five minutes. */
export async function databaseCredentials(): Promise<z.infer<typeof databaseSecretSchema>> {
  const secret = await getSecret(config.DB_SECRET_ARN, { transform: "json", maxAge: 300 });
  return databaseSecretSchema.parse(secret);
}

export function getPool(): pg.Pool {
  pool ??= new pg.Pool({
    host: config.DB_PROXY_HOST,
    database: config.DB_NAME,
    ssl: true,
    max: 1,
    idleTimeoutMillis: 60_000,
    user: "billing",
    password: async () => (await databaseCredentials()).password,
  });
  return pool;
}
