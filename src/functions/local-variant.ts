import path from "node:path";
import { listFolder } from "./list-folder.js";

/** `serverless.local.yml`, `template-localstack.yaml`: a copy of the configuration for what stands in for AWS on one's own machine. */
const VARIANT = /^(.+?)[.-](?:local|localstack|offline)\.(?:ya?ml|json|template|[cm]?[jt]s)$/i;
const ENDING = /\.(?:ya?ml|json|template|[cm]?[jt]s)$/i;

/**
 * Whether a configuration is the variant for local work of one that lies beside it. Its functions are those of the other one,
 * and run nowhere on AWS. The Serverless Framework takes `serverless.yml`, `.yaml`, `.json`, `.js` or `.ts`, and any other file
 * only if it is named: that alone tells nothing, as services are split into `serverless.orders.yml` and its like.
 * (https://www.serverless.com/framework/docs/providers/aws/cli-reference/deploy)
 *
 * @param file absolute path
 */
export function isLocalVariant(file: string): boolean {
  const [, main] = VARIANT.exec(path.basename(file)) ?? [];
  if (main === undefined) return false;
  return listFolder(path.dirname(file)).entries.some(
    ({ name, isFolder }) => !isFolder && ENDING.test(name) && name.replace(ENDING, "") === main,
  );
}
