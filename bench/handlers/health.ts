import type { APIGatewayProxyResultV2 } from "aws-lambda";

export const handler = async (): Promise<APIGatewayProxyResultV2> =>
  Promise.resolve({ statusCode: 200, body: process.env.RELEASE ?? "unknown" });
