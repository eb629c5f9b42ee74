import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const objectEventsSource: Sourced = {
  source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_s3.EventType.html",
  checked: "2026-11-27",
};

/** What the members of the CDK's `EventType` are called by S3. */
export const cdkObjectEvents: Readonly<Record<string, string>> = {
  OBJECT_CREATED: "s3:ObjectCreated:*",
  OBJECT_CREATED_PUT: "s3:ObjectCreated:Put",
  OBJECT_CREATED_POST: "s3:ObjectCreated:Post",
  OBJECT_CREATED_COPY: "s3:ObjectCreated:Copy",
  OBJECT_CREATED_COMPLETE_MULTIPART_UPLOAD: "s3:ObjectCreated:CompleteMultipartUpload",
  OBJECT_REMOVED: "s3:ObjectRemoved:*",
  OBJECT_REMOVED_DELETE: "s3:ObjectRemoved:Delete",
  OBJECT_REMOVED_DELETE_MARKER_CREATED: "s3:ObjectRemoved:DeleteMarkerCreated",
  OBJECT_RESTORE: "s3:ObjectRestore:*",
  OBJECT_RESTORE_POST: "s3:ObjectRestore:Post",
  OBJECT_RESTORE_COMPLETED: "s3:ObjectRestore:Completed",
  OBJECT_RESTORE_DELETE: "s3:ObjectRestore:Delete",
  REDUCED_REDUNDANCY_LOST_OBJECT: "s3:ReducedRedundancyLostObject",
  REPLICATION: "s3:Replication:*",
  REPLICATION_OPERATION_FAILED_REPLICATION: "s3:Replication:OperationFailedReplication",
  REPLICATION_OPERATION_MISSED_THRESHOLD: "s3:Replication:OperationMissedThreshold",
  REPLICATION_OPERATION_REPLICATED_AFTER_THRESHOLD: "s3:Replication:OperationReplicatedAfterThreshold",
  REPLICATION_OPERATION_NOT_TRACKED: "s3:Replication:OperationNotTracked",
  LIFECYCLE_EXPIRATION: "s3:LifecycleExpiration:*",
  LIFECYCLE_EXPIRATION_DELETE: "s3:LifecycleExpiration:Delete",
  LIFECYCLE_EXPIRATION_DELETE_MARKER_CREATED: "s3:LifecycleExpiration:DeleteMarkerCreated",
  LIFECYCLE_TRANSITION: "s3:LifecycleTransition",
  INTELLIGENT_TIERING: "s3:IntelligentTiering",
  OBJECT_TAGGING: "s3:ObjectTagging:*",
  OBJECT_TAGGING_PUT: "s3:ObjectTagging:Put",
  OBJECT_TAGGING_DELETE: "s3:ObjectTagging:Delete",
  OBJECT_ACL_PUT: "s3:ObjectAcl:Put",
};

/** What methods that say by their name which objects they are about listen to. */
export const objectEventsOfMethods: Readonly<Record<string, string>> = {
  addObjectCreatedNotification: "s3:ObjectCreated:*",
  addObjectRemovedNotification: "s3:ObjectRemoved:*",
  onObjectCreated: "s3:ObjectCreated:*",
  onObjectRemoved: "s3:ObjectRemoved:*",
};
