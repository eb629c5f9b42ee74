import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { z } from "zod";

const downloadSchema = z.object({ imageId: z.string(), bytes: z.number().nonnegative() });

const logger = new Logger();
const metrics = new Metrics({ namespace: "Media" });

export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const batchItemFailures: SQSBatchItemFailure[] = [];
  for (const { messageId, body } of event.Records) {
    const parsed = downloadSchema.safeParse(JSON.parse(body));
    if (parsed.success) {
      metrics.addMetric("BytesDownloaded", MetricUnit.Bytes, parsed.data.bytes);
    } else {
      logger.warn("Not a download", { messageId, issues: parsed.error.issues });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  metrics.publishStoredMetrics();
  return { batchItemFailures };
};
