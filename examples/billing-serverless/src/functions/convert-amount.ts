import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { z } from "zod";

const querySchema = z.object({
  amountCents: z.coerce.number().int().nonnegative(),
  from: z.enum(["eur", "usd", "gbp"]),
  to: z.enum(["eur", "usd", "gbp"]),
});

const ratesSchema = z.record(z.string(), z.number().positive());

const ssm = new SSMClient({});

async function ratesOf(currency: string): Promise<z.infer<typeof ratesSchema>> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `/billing/rates/${currency}` }));
  return ratesSchema.parse(JSON.parse(Parameter?.Value ?? "{}"));
}

async function marginPercent(): Promise<number> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: "/billing/margin-percent" }));
  return Number(Parameter?.Value ?? 0);
}

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const query = querySchema.safeParse(event.queryStringParameters);
  if (!query.success) return { statusCode: 400, body: JSON.stringify({ issues: query.error.issues }) };

  const { amountCents, from, to } = query.data;
  const rates = await ratesOf(from);
  const margin = await marginPercent();
  const rate = rates[to];
  if (rate === undefined) return { statusCode: 404, body: "" };
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ amountCents: Math.round(amountCents * rate * (1 + margin / 100)) }),
  };
}
