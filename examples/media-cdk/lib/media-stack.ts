import * as path from "node:path";
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Distribution } from "aws-cdk-lib/aws-cloudfront";
import { S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Architecture, FunctionUrlAuthType, InvokeMode, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { S3EventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { NodejsFunction, OutputFormat, type NodejsFunctionProps } from "aws-cdk-lib/aws-lambda-nodejs";
import { BlockPublicAccess, Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

const lambdaDirectory = path.join(__dirname, "..", "lambda");

export class MediaStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const uploads = new Bucket(this, "Uploads", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: Duration.days(7) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const renditions = new Bucket(this, "Renditions", { blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
    const progress = new Topic(this, "Progress");
    const signingSecret = new Secret(this, "TokenSigning");
    const distribution = new Distribution(this, "Cdn", {
      defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(renditions) },
    });

    const createUpload = this.nodejsFunction("CreateUpload", "create-upload.ts", {
      environment: { UPLOADS_BUCKET: uploads.bucketName },
    });
    uploads.grantPut(createUpload);

    const resizeImage = this.nodejsFunction("ResizeImage", "resize-image.ts", {
      memorySize: 1769,
      timeout: Duration.minutes(2),
      environment: { RENDITIONS_BUCKET: renditions.bucketName, PROGRESS_TOPIC_ARN: progress.topicArn },
      bundling: { nodeModules: ["sharp"], format: OutputFormat.CJS },
    });
    resizeImage.addEventSource(
      new S3EventSource(uploads, { events: [EventType.OBJECT_CREATED], filters: [{ prefix: "incoming/" }] }),
    );
    uploads.grantRead(resizeImage);
    renditions.grantPut(resizeImage);
    progress.grantPublish(resizeImage);

    const authorizer = this.nodejsFunction("Authorizer", "authorizer.ts", {
      environment: { SESSION_SIGNING_SECRET: signingSecret.secretValue.unsafeUnwrap() },
    });

    const unfurlLink = this.nodejsFunction("UnfurlLink", "unfurl-link.ts", {
      timeout: Duration.seconds(15),
    });

    const purgeCache = this.nodejsFunction("PurgeCache", "purge-cache.ts", {
      environment: { DISTRIBUTION_ID: distribution.distributionId },
    });
    purgeCache.addToRolePolicy(
      new PolicyStatement({
        actions: ["cloudfront:CreateInvalidation"],
        resources: [
          this.formatArn({
            service: "cloudfront",
            region: "",
            resource: "distribution",
            resourceName: distribution.distributionId,
          }),
        ],
      }),
    );
    new Rule(this, "ImageReplaced", {
      eventPattern: { source: ["media"], detailType: ["ImageReplaced"] },
      targets: [new LambdaFunction(purgeCache)],
    });

    const downloadOriginal = this.nodejsFunction("DownloadOriginal", "download-original.ts", {
      timeout: Duration.minutes(5),
      environment: { RENDITIONS_BUCKET: renditions.bucketName },
    });
    renditions.grantRead(downloadOriginal);
    const downloadUrl = downloadOriginal.addFunctionUrl({
      authType: FunctionUrlAuthType.AWS_IAM,
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });

    const replicate = this.nodejsFunction("ReplicateToTenant", "replicate-to-tenant.ts", {
      timeout: Duration.minutes(5),
      environment: { RENDITIONS_BUCKET: renditions.bucketName },
    });
    renditions.grantRead(replicate);
    replicate.addToRolePolicy(
      new PolicyStatement({
        actions: ["sts:AssumeRole"],
        resources: ["arn:aws:iam::*:role/media-replication"],
      }),
    );

    const api = new HttpApi(this, "Api", {
      defaultAuthorizer: new HttpLambdaAuthorizer("Session", authorizer, {
        responseTypes: [HttpLambdaResponseType.SIMPLE],
        resultsCacheTtl: Duration.minutes(5),
      }),
    });
    api.addRoutes({
      path: "/uploads",
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration("CreateUploadIntegration", createUpload),
    });
    api.addRoutes({
      path: "/previews",
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration("UnfurlLinkIntegration", unfurlLink),
    });

    new CfnOutput(this, "ApiUrl", { value: api.apiEndpoint });
    new CfnOutput(this, "DownloadUrl", { value: downloadUrl.url });
  }

  private nodejsFunction(id: string, file: string, props: NodejsFunctionProps): NodejsFunction {
    return new NodejsFunction(this, id, {
      entry: path.join(lambdaDirectory, file),
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(10),
      tracing: Tracing.ACTIVE,
      ...props,
      environment: { POWERTOOLS_SERVICE_NAME: "media", ...props.environment },
    });
  }
}
