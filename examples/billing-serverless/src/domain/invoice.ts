export type InvoiceState = "draft" | "open" | "paid" | "uncollectible";

export interface Invoice {
  readonly id: string;
  readonly customerId: string;
  readonly customerEmail: string;
  readonly state: InvoiceState;
  readonly amountCents: number;
  readonly currency: string;
  readonly dueOn: string;
  readonly remindersSent: number;
}

export const maxReminders = 3;

export function isFinalReminder(invoice: Invoice): boolean {
  return invoice.remindersSent + 1 >= maxReminders;
}

export function formatAmount({ amountCents, currency }: Pick<Invoice, "amountCents" | "currency">): string {
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(amountCents / 100);
}
