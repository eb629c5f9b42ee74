import Redis from "ioredis";

/** The shop's carts, by customer. Reconnects by itself; commands fail after a second instead of queueing. */
export const cartCache = new Redis({
  host: process.env.CART_CACHE_HOST,
  port: 6379,
  tls: {},
  commandTimeout: 1_000,
  maxRetriesPerRequest: 1,
});
