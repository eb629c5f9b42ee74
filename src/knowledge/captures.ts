/**
 * Functions that take an AWS SDK client and hand back the same client, instrumented: those of the X-Ray SDK and the
 * methods of Powertools' Tracer. A tracer often comes from another file of the project, so they are known by name.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-nodejs-awssdkclients.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/powertools/typescript/latest/features/tracer/ (read 2026-11-24)
 */
export const clientCaptures: ReadonlySet<string> = new Set(["captureAWSClient", "captureAWSv3Client"]);

/**
 * Functions that take a whole module and hand back the same module, or one that has all of it, instrumented. Known by name for the
 * same reason.
 *
 * @see https://github.com/aws/aws-xray-sdk-node/blob/master/packages/core/README.md (read 2026-11-29)
 * @see https://github.com/aws/aws-xray-sdk-node/blob/master/packages/core/lib/patchers/http_p.js (read 2026-11-29)
 * @see https://www.npmjs.com/package/aws-xray-sdk-mysql (read 2026-11-29)
 * @see https://www.npmjs.com/package/aws-xray-sdk-postgres (read 2026-11-29)
 */
export const moduleCaptures: ReadonlySet<string> = new Set([
  "captureAWS",
  "captureHTTPs",
  "captureMySQL",
  "capturePostgres",
]);
