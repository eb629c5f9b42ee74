import { createHmac, timingSafeEqual } from "node:crypto";
import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from "aws-lambda";

interface Caller {
  readonly tenant: string;
  readonly expiresAt: number;
}

type Result = APIGatewaySimpleAuthorizerWithContextResult<{ tenant: string }>;

const denied: Result = { isAuthorized: false, context: { tenant: "" } };

export const handler = async (event: APIGatewayRequestAuthorizerEventV2): Promise<Result> => {
  const token = event.headers?.authorization?.replace(/^Bearer /, "");
  if (token === undefined) return denied;
  const key = await getSecret("bookings/signing-key", { maxAge: 900 });
  const caller = verify(token, String(key));
  if (caller === undefined || caller.expiresAt < Date.now() / 1000) return denied;
  return { isAuthorized: true, context: { tenant: caller.tenant } };
};

function verify(token: string, key: string): Caller | undefined {
  const [payload = "", signature = ""] = token.split(".");
  const expected = createHmac("sha256", key).update(payload).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Caller;
}
