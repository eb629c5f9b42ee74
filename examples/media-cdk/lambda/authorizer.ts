import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerWithContextResult,
} from "aws-lambda";
import { jwtVerify } from "jose";

const { SESSION_SIGNING_SECRET = "media-local-signing-secret", SESSION_ISSUER = "https://accounts.example" } =
  process.env;

const signingKey = new TextEncoder().encode(SESSION_SIGNING_SECRET);
const clockToleranceSeconds = Number(process.env.TOKEN_CLOCK_TOLERANCE_SECONDS ?? 5);

type Authorization = APIGatewaySimpleAuthorizerWithContextResult<{ userId: string }>;

const denied: Authorization = { isAuthorized: false, context: { userId: "" } };

export async function handler(event: APIGatewayRequestAuthorizerEventV2): Promise<Authorization> {
  const token = event.headers?.authorization?.replace(/^Bearer /, "");
  if (token === undefined) return denied;

  try {
    const { payload } = await jwtVerify(token, signingKey, {
      issuer: SESSION_ISSUER,
      clockTolerance: clockToleranceSeconds,
    });
    if (payload.sub === undefined) return denied;
    return { isAuthorized: true, context: { userId: payload.sub } };
  } catch (error) {
    console.warn({
      message: "Session token rejected",
      reason: error instanceof Error ? error.name : "unknown",
    });
    return denied;
  }
}
