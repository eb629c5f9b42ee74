import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import Stripe from "stripe";

const apiKeyMaxAgeSeconds = 900;

let stripe: Stripe | undefined;

export async function getPaymentClient(): Promise<Stripe> {
  if (stripe === undefined) {
    const apiKey = await getSecret<string>(process.env.STRIPE_SECRET_ARN ?? "shop/stripe", {
      maxAge: apiKeyMaxAgeSeconds,
    });
    if (apiKey === undefined) throw new Error("The Stripe secret has no value");
    stripe = new Stripe(apiKey, { maxNetworkRetries: 2, timeout: 8_000 });
  }
  return stripe;
}
