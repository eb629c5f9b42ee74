import { Logger } from "@aws-lambda-powertools/logger";
import type { Context, ScheduledEvent } from "aws-lambda";
import { cartCache } from "../clients/cart-cache.js";

const reserveMs = 5_000;
const maxAgeSeconds = 30 * 24 * 3_600;

const logger = new Logger();

/** Gives each cart without an expiry one. Stops in time, and the next run goes on. */
export const handler = async (_event: ScheduledEvent, context: Context): Promise<void> => {
  let cursor = "0";
  let expiring = 0;
  do {
    const [next, keys] = await cartCache.scan(cursor, "MATCH", "cart:*", "COUNT", 200);
    await Promise.all(keys.map((key) => cartCache.expire(key, maxAgeSeconds, "NX")));
    expiring += keys.length;
    cursor = next;
  } while (cursor !== "0" && context.getRemainingTimeInMillis() > reserveMs);
  logger.info("Carts expire", { expiring });
};
