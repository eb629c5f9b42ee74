import type { LambdaInterface } from "@aws-lambda-powertools/commons/types";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { CloudFrontClient, CreateInvalidationCommand } from "@aws-sdk/client-cloudfront";
import type { Context, EventBridgeEvent } from "aws-lambda";

interface ImageReplaced {
  readonly imageId: string;
  readonly replacedBy: string;
}

type ImageReplacedEvent = EventBridgeEvent<"ImageReplaced", ImageReplaced>;

const logger = new Logger();
const metrics = new Metrics({ namespace: "Media" });
const tracer = new Tracer();
const cloudFront = tracer.captureAWSv3Client(new CloudFrontClient({}));

class PurgeCache implements LambdaInterface {
  private imageId = "";
  private requestedBy = "";

  @tracer.captureLambdaHandler()
  @logger.injectLambdaContext()
  @metrics.logMetrics()
  public async handler(event: ImageReplacedEvent, _context: Context): Promise<void> {
    this.imageId = event.detail.imageId;
    this.requestedBy = event.detail.replacedBy;

    const invalidationId = await this.invalidate(event.id);
    metrics.addMetric("CachePurged", MetricUnit.Count, 1);
    logger.info("Renditions purged", {
      imageId: this.imageId,
      requestedBy: this.requestedBy,
      invalidationId,
    });
  }

  @tracer.captureMethod()
  private async invalidate(callerReference: string): Promise<string | undefined> {
    const { Invalidation } = await cloudFront.send(
      new CreateInvalidationCommand({
        DistributionId: process.env.DISTRIBUTION_ID,
        InvalidationBatch: {
          CallerReference: callerReference,
          Paths: { Quantity: 1, Items: [`/${this.imageId}/*`] },
        },
      }),
    );
    return Invalidation?.Id;
  }
}

const purgeCache = new PurgeCache();

export const handler = purgeCache.handler.bind(purgeCache);
