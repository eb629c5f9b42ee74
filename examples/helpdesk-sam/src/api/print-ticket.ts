import type { LambdaFunctionURLHandler } from "aws-lambda";
import { findTicket } from "../tickets/ticket-store";
import type { Ticket } from "../tickets/ticket";

async function renderPdf(ticket: Ticket): Promise<Buffer> {
  const { default: PDFDocument } = await import("pdfkit");
  const document = new PDFDocument({ size: "A4", margin: 50 });
  document.fontSize(16).text(ticket.subject).fontSize(10);
  document.text(`${ticket.ticketId}   ${ticket.status}   opened ${ticket.openedAt}`);
  document.end();

  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const handler: LambdaFunctionURLHandler = async (event) => {
  console.log({ message: "Print requested", headers: event.headers });

  const ticket = await findTicket(event.rawPath.slice(1));
  if (ticket === undefined) return { statusCode: 404, body: "" };
  const pdf = await renderPdf(ticket);
  return {
    statusCode: 200,
    headers: { "content-type": "application/pdf" },
    body: pdf.toString("base64"),
  };
};
