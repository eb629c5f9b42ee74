import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { s3 } from "./shared/storage.js";

const albumPattern = /^[a-z0-9-]{1,60}$/;

export const handler = awslambda.streamifyResponse<APIGatewayProxyEventV2>(async (event, responseStream) => {
  const album = event.pathParameters?.album ?? "";
  if (!albumPattern.test(album)) {
    awslambda.HttpResponseStream.from(responseStream, { statusCode: 400 }).end();
    return;
  }
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: process.env.RENDITIONS_BUCKET, Key: `albums/${album}.zip` }),
  );
  const output = awslambda.HttpResponseStream.from(responseStream, {
    statusCode: 200,
    headers: { "content-type": "application/zip" },
  });
  await pipeline(Body as Readable, output);
});
