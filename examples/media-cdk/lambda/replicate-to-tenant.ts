import { paginateListObjectsV2, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import type { Context } from "aws-lambda";
import { readObject, s3 } from "./shared/storage.js";

interface ReplicationRequest {
  readonly tenantAccountId: string;
  readonly tenantBucket: string;
  readonly prefix: string;
}

const sts = new STS({});
const renditionsBucket = process.env.RENDITIONS_BUCKET ?? "renditions";

async function tenantStorage(accountId: string, requestId: string): Promise<S3Client> {
  const { Credentials } = await sts.assumeRole({
    RoleArn: `arn:aws:iam::${accountId}:role/media-replication`,
    RoleSessionName: requestId,
    DurationSeconds: 900,
  });
  if (Credentials === undefined) throw new Error(`No credentials for account ${accountId}`);
  return new S3Client({
    credentials: {
      accessKeyId: Credentials.AccessKeyId ?? "",
      secretAccessKey: Credentials.SecretAccessKey ?? "",
      sessionToken: Credentials.SessionToken,
    },
  });
}

export const handler = async (
  { tenantAccountId, tenantBucket, prefix }: ReplicationRequest,
  context: Context,
): Promise<{ copied: number }> => {
  const target = await tenantStorage(tenantAccountId, context.awsRequestId);
  let copied = 0;

  for await (const page of paginateListObjectsV2(
    { client: s3 },
    { Bucket: renditionsBucket, Prefix: prefix },
  )) {
    for (const { Key } of page.Contents ?? []) {
      if (Key === undefined) continue;
      const body = await readObject(renditionsBucket, Key);
      await target.send(new PutObjectCommand({ Bucket: tenantBucket, Key, Body: body }));
      copied += 1;
    }
  }

  return { copied };
};
