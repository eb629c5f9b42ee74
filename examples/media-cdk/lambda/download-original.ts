import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, NoSuchKey } from "@aws-sdk/client-s3";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { s3 } from "./shared/storage.js";

export const handler = awslambda.streamifyResponse<APIGatewayProxyEventV2>(async (event, responseStream) => {
  const key = decodeURIComponent(event.rawPath.slice(1));
  try {
    const { Body, ContentType } = await s3.send(
      new GetObjectCommand({ Bucket: process.env.RENDITIONS_BUCKET, Key: key }),
    );
    const output = awslambda.HttpResponseStream.from(responseStream, {
      statusCode: 200,
      headers: { "content-type": ContentType ?? "application/octet-stream" },
    });
    await pipeline(Body as Readable, output);
  } catch (error) {
    if (!(error instanceof NoSuchKey)) throw error;
    const output = awslambda.HttpResponseStream.from(responseStream, { statusCode: 404 });
    output.end();
  }
});
