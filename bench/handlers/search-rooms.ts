import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { Pool } from "pg";
import { z } from "zod";

const logger = new Logger({ serviceName: "search" });

const search = z.object({
  city: z.string().min(2).max(80),
  guests: z.coerce.number().int().min(1).max(8).default(2),
  page: z.coerce.number().int().min(0).max(50).default(0),
});

interface Room {
  readonly room: string;
  readonly name: string;
  readonly rate: number;
}

const pageSize = 20;
let pool: Pool | undefined;

async function getPool(): Promise<Pool> {
  if (pool === undefined) {
    const password = await getSecret("bookings/database");
    pool = new Pool({
      host: process.env.DATABASE_HOST,
      user: "search",
      password: String(password),
      max: 1,
      connectionTimeoutMillis: 2_000,
      query_timeout: 5_000,
    });
    pool.on("error", (error) => {
      logger.warn("The database closed a connection", error);
    });
  }
  return pool;
}

async function findRooms({ city, guests, page }: z.infer<typeof search>): Promise<Room[]> {
  const database = await getPool();
  const { rows } = await database.query<Room>(
    `select room, name, rate from rooms where city = $1 and beds >= $2 order by rate limit ${pageSize} offset $3`,
    [city, guests, page * pageSize],
  );
  return rows;
}

/** GET /rooms?city=…&guests=… */
const searchRooms = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const query = search.safeParse(event.queryStringParameters ?? {});
  if (!query.success)
    return { statusCode: 400, body: JSON.stringify({ message: z.prettifyError(query.error) }) };
  const rooms = await findRooms(query.data);
  logger.info("Searched for rooms", { city: query.data.city, found: rooms.length });
  return {
    statusCode: 200,
    headers: { "content-type": "application/json", "cache-control": "max-age=30" },
    body: JSON.stringify({ rooms, next: rooms.length < pageSize ? undefined : query.data.page + 1 }),
  };
};

export const handler = middy(searchRooms).use(injectLambdaContext(logger));
