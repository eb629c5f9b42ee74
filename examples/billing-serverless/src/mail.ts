import nodemailer from "nodemailer";
import { config } from "./config.js";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export async function sendMail(mail: Mail): Promise<void> {
  const transport = nodemailer.createTransport({
    host: config.SMTP_HOST,
    port: 587,
    requireTLS: true,
    auth: { user: config.SMTP_USER, pass: config.SMTP_PASSWORD },
  });
  await transport.sendMail({ from: "billing@shop.example", ...mail });
}
