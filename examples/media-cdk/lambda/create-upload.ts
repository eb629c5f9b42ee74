import { randomUUID } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { APIGatewayProxyEventV2WithLambdaAuthorizer, APIGatewayProxyResultV2 } from "aws-lambda";
import { z } from "zod";
import { s3 } from "./shared/storage.js";

const uploadSchema = z.object({
  contentType: z.enum(["image/jpeg", "image/png", "image/webp", "image/avif"]),
  contentLength: z
    .number()
    .int()
    .positive()
    .max(25 * 1024 * 1024),
});

const urlLifetimeSeconds = 300;

export async function handler(
  event: APIGatewayProxyEventV2WithLambdaAuthorizer<{ userId: string }>,
): Promise<APIGatewayProxyResultV2> {
  const parsed = uploadSchema.safeParse(JSON.parse(event.body ?? "{}"));
  if (!parsed.success) return { statusCode: 400, body: JSON.stringify({ issues: parsed.error.issues }) };

  const key = `incoming/${event.requestContext.authorizer.lambda.userId}/${randomUUID()}`;
  const url = await getSignedUrl(
    s3,
    new PutObjectCommand({
      Bucket: process.env.UPLOADS_BUCKET,
      Key: key,
      ContentType: parsed.data.contentType,
      ContentLength: parsed.data.contentLength,
    }),
    { expiresIn: urlLifetimeSeconds },
  );
  return { statusCode: 201, body: JSON.stringify({ url, key, expiresIn: urlLifetimeSeconds }) };
}
