import { DeleteObjectsCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { Context, ScheduledEvent } from "aws-lambda";
import { s3 } from "./shared/storage.js";

const maxAgeMs = 24 * 3_600_000;
const reserveMs = 10_000;

/** Deletes uploads that nobody finished. Stops in time, and the next run goes on. */
export const handler = async (event: ScheduledEvent, context: Context): Promise<void> => {
  const bucket = process.env.UPLOADS_BUCKET;
  const limit = new Date(new Date(event.time).getTime() - maxAgeMs);

  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
    const stale = Contents.filter(({ LastModified }) => LastModified !== undefined && LastModified < limit);
    if (stale.length > 0) {
      const { Errors = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: stale.map(({ Key }) => ({ Key })) } }),
      );
      if (Errors.length > 0) throw new Error(`${Errors.length} uploads were not deleted`);
    }
    if (context.getRemainingTimeInMillis() < reserveMs) break;
  }
};
