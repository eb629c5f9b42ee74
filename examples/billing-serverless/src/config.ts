import { z } from "zod";

const environmentSchema = z.object({
  DB_PROXY_HOST: z.string(),
  DB_NAME: z.string().default("billing"),
  DB_SECRET_ARN: z.string().startsWith("arn:"),
  SMTP_HOST: z.string().default("localhost"),
  SMTP_USER: z.string().default("billing"),
  SMTP_PASSWORD: z.string().optional(),
  STRIPE_SECRET_ARN: z.string().default("billing/stripe"),
});

export const config = environmentSchema.parse(process.env);
