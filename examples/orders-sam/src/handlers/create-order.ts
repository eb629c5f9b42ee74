import { randomUUID } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import httpJsonBodyParser from "@middy/http-json-body-parser";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { newOrderSchema, totalOf, type Order } from "../domain/order.js";
import { json } from "../http/responses.js";
import { orders } from "../repositories/index.js";

const logger = new Logger();
const metrics = new Metrics();
const sqs = new SQSClient({});
const paymentsQueueUrl = process.env.PAYMENTS_QUEUE_URL;

async function createOrder(event: { body?: unknown }): Promise<APIGatewayProxyStructuredResultV2> {
  const parsed = newOrderSchema.safeParse(event.body);
  if (!parsed.success) return json(400, { message: "Invalid order", issues: parsed.error.issues });

  const order: Order = {
    ...parsed.data,
    id: randomUUID(),
    status: "PENDING",
    totalCents: totalOf(parsed.data.lines),
    createdAt: new Date().toISOString(),
  };
  logger.appendKeys({ orderId: order.id });

  await orders.insert(order);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: paymentsQueueUrl,
      MessageBody: JSON.stringify({ orderId: order.id }),
    }),
  );

  metrics.addMetric("OrderCreated", MetricUnit.Count, 1);
  logger.info("Order accepted", { lines: order.lines.length, totalCents: order.totalCents });
  return json(201, { orderId: order.id, status: order.status });
}

export const handler = middy()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .use(httpJsonBodyParser())
  .use(httpErrorHandler())
  .handler(createOrder);
