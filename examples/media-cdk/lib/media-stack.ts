import * as path from "node:path";
import { CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
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
import {
  NodejsFunction,
  OutputFormat,
  type ICommandHooks,
  type NodejsFunctionProps,
} from "aws-cdk-lib/aws-lambda-nodejs";
import { BlockPublicAccess, Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

const lambdaDirectory = path.join(__dirname, "..", "lambda");

function afterBundling(command: (inputDir: string, outputDir: string) => string): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDir, outputDir) => [command(inputDir, outputDir)],
  };
}

/** A worker is a file of its own beside the handler's. */
function bundleWorker(name: string): ICommandHooks {
  return afterBundling(
    (from, to) => `esbuild ${from}/lambda/${name}.ts --bundle --platform=node --outfile=${to}/${name}.js`,
  );
}

export class MediaStack extends Stack {
  readonly uploadsBucketName: string;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const uploads = new Bucket(this, "Uploads", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ expiration: Duration.days(7) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.uploadsBucketName = uploads.bucketName;
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

    const watermark = this.nodejsFunction("WatermarkImage", "watermark-image.ts", {
      memorySize: 1769,
      timeout: Duration.minutes(1),
      environment: { RENDITIONS_BUCKET: renditions.bucketName },
      bundling: {
        externalModules: ["@aws-sdk/*", "sharp"],
        commandHooks: afterBundling((from, to) => `cp ${from}/lambda/watermark.svg ${to}`),
      },
    });
    renditions.grantReadWrite(watermark);
    new Rule(this, "ImageLicensed", {
      eventPattern: { source: ["media"], detailType: ["ImageLicensed"] },
      targets: [new LambdaFunction(watermark)],
    });

    const extractPalette = this.nodejsFunction("ExtractPalette", "extract-palette.ts", {
      memorySize: 1024,
      timeout: Duration.minutes(1),
      bundling: { commandHooks: bundleWorker("palette-worker") },
    });
    uploads.grantRead(extractPalette);
    new Rule(this, "ImageUploaded", {
      eventPattern: { source: ["media"], detailType: ["ImageUploaded"] },
      targets: [new LambdaFunction(extractPalette)],
    });

    const findDuplicates = this.nodejsFunction("FindDuplicates", "find-duplicates.ts", {
      memorySize: 3538,
      timeout: Duration.minutes(1),
      bundling: { commandHooks: bundleWorker("palette-worker") },
    });
    uploads.grantRead(findDuplicates);

    const blurMemory = new CfnParameter(this, "BlurMemory", { type: "Number", minValue: 512 });
    this.nodejsFunction("BlurPlaceholder", "blur-placeholder.ts", {
      memorySize: blurMemory.valueAsNumber,
      bundling: { commandHooks: bundleWorker("blur-worker") },
    });

    const downloadAlbum = this.nodejsFunction("DownloadAlbum", "download-album.ts", {
      timeout: Duration.seconds(29),
      environment: { RENDITIONS_BUCKET: renditions.bucketName },
    });
    renditions.grantRead(downloadAlbum);

    const sharePage = this.nodejsFunction("SharePage", "share-page.ts", {
      environment: { RENDITIONS_BUCKET: renditions.bucketName },
    });
    renditions.grantRead(sharePage);

    const awaitRenditions = this.nodejsFunction("AwaitRenditions", "await-renditions.ts", {
      timeout: Duration.minutes(5),
      environment: { RENDITIONS_BUCKET: renditions.bucketName },
    });
    renditions.grantRead(awaitRenditions);

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

    api.addRoutes({
      path: "/albums/{album}",
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration("DownloadAlbumIntegration", downloadAlbum),
    });
    api.addRoutes({
      path: "/share",
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration("SharePageIntegration", sharePage),
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
