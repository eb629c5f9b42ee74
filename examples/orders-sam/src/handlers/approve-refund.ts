import { Logger } from "@aws-lambda-powertools/logger";
import type { Handler } from "aws-lambda";
import { orders } from "../repositories/index.js";

interface RefundRequest {
  readonly orderId: string;
  readonly amountCents: number;
}

const automaticLimitCents = 5_000;
const logger = new Logger();

export const handler: Handler<RefundRequest, { approved: boolean }> = async ({ orderId, amountCents }) => {
  const order = await orders.find(orderId);
  if (order === undefined) throw new Error(`There is no order ${orderId}`);
  const approved = amountCents <= Math.min(automaticLimitCents, order.totalCents);
  logger.info("Refund examined", { orderId, amountCents, approved });
  return { approved };
};
