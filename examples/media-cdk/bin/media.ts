import { App } from "aws-cdk-lib";
import { MediaStack } from "../lib/media-stack.js";

const app = new App();

new MediaStack(app, "Media", {
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
});
