import { App } from "aws-cdk-lib";
import { MaintenanceStack } from "../lib/maintenance-stack.js";
import { MediaStack } from "../lib/media-stack.js";

const app = new App();
const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };

const media = new MediaStack(app, "Media", { env });

new MaintenanceStack(app, "MediaMaintenance", { env, uploadsBucketName: media.uploadsBucketName });
