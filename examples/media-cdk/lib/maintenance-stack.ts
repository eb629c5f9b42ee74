import * as path from "node:path";
import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Architecture, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";

interface MaintenanceStackProps extends StackProps {
  readonly uploadsBucketName: string;
}

export class MaintenanceStack extends Stack {
  constructor(scope: Construct, id: string, props: MaintenanceStackProps) {
    super(scope, id, props);

    const deleteStaleUploads = new NodejsFunction(this, "DeleteStaleUploads", {
      entry: path.join(__dirname, "../lambda/delete-stale-uploads.ts"),
      runtime: Runtime.NODEJS_20_X,
      timeout: Duration.minutes(10),
      environment: { UPLOADS_BUCKET: props.uploadsBucketName },
    });
    deleteStaleUploads.addToRolePolicy(new PolicyStatement({ actions: ["s3:*"], resources: ["*"] }));
    new Rule(this, "EveryNight", {
      schedule: Schedule.cron({ hour: "2", minute: "30" }),
      targets: [new LambdaFunction(deleteStaleUploads)],
    });

    const downloads = new Queue(this, "Downloads", { visibilityTimeout: Duration.seconds(30) });
    const countDownloads = new NodejsFunction(this, "CountDownloads", {
      entry: path.join(__dirname, "../lambda/count-downloads.ts"),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup: new LogGroup(this, "CountDownloadsLogs", { retention: RetentionDays.ONE_MONTH }),
    });
    countDownloads.addEventSource(
      new SqsEventSource(downloads, {
        batchSize: 100,
        maxBatchingWindow: Duration.seconds(5),
        reportBatchItemFailures: true,
      }),
    );
  }
}
