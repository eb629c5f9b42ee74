import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
import PDFDocument from "pdfkit";
import type Stripe from "stripe";
import { getPool } from "../database.js";
import { formatAmount, type Invoice } from "../domain/invoice.js";
import { InvoiceRepository } from "../repositories/invoice-repository.js";

interface StatementLine {
  readonly invoiceId: string;
  readonly state: Invoice["state"];
  readonly amount: string;
  readonly dueOn: string;
}

const statementLength = 24;
const invoices = new InvoiceRepository(getPool());

const currencyNames = new Map<string, string>();

function currencyName(code: Stripe.Price["currency"]): string {
  const known = currencyNames.get(code);
  if (known !== undefined) return known;
  const name = new Intl.DisplayNames(["en"], { type: "currency" }).of(code.toUpperCase()) ?? code;
  currencyNames.set(code, name);
  return name;
}

async function renderPdf(customerId: string, lines: readonly StatementLine[]): Promise<Buffer> {
  const document = new PDFDocument({ size: "A4", margin: 50, info: { Title: `Statement ${customerId}` } });
  document.fontSize(18).text("Statement").moveDown().fontSize(10);
  for (const { dueOn, invoiceId, state, amount } of lines) {
    document.text(`${dueOn}   ${invoiceId}   ${state}   ${amount}`);
  }
  document.end();

  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const customerId = event.pathParameters?.customerId;
  if (customerId === undefined) return { statusCode: 400 };

  const rows = await invoices.byCustomer(customerId, statementLength);
  const lines: StatementLine[] = [];
  for (const invoice of rows) {
    lines.push({
      invoiceId: invoice.id,
      state: invoice.state,
      amount: formatAmount(invoice),
      dueOn: invoice.dueOn,
    });
  }

  if (event.queryStringParameters?.format === "pdf") {
    const pdf = await renderPdf(customerId, lines);
    return {
      statusCode: 200,
      headers: { "content-type": "application/pdf" },
      body: pdf.toString("base64"),
      isBase64Encoded: true,
    };
  }
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customerId, currency: currencyName(rows[0]?.currency ?? "eur"), lines }),
  };
};
