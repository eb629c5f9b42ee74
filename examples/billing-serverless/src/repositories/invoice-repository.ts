import type { Pool } from "pg";
import type { Invoice, InvoiceState } from "../domain/invoice.js";

const columns = `id, customer_id AS "customerId", customer_email AS "customerEmail", state,
  amount_cents AS "amountCents", currency, due_on AS "dueOn", reminders_sent AS "remindersSent"`;

export class InvoiceRepository {
  constructor(private readonly pool: Pool) {}

  async find(invoiceId: string): Promise<Invoice | undefined> {
    const { rows } = await this.pool.query<Invoice>(`SELECT ${columns} FROM invoices WHERE id = $1`, [
      invoiceId,
    ]);
    return rows[0];
  }

  async byCustomer(customerId: string, limit: number): Promise<Invoice[]> {
    const { rows } = await this.pool.query<Invoice>(
      `SELECT ${columns} FROM invoices WHERE customer_id = $1 ORDER BY due_on DESC LIMIT $2`,
      [customerId, limit],
    );
    return rows;
  }

  /** Invoices in a state with an id after `afterId`, in the order of their ids. */
  async pageByState(state: InvoiceState, afterId: string, limit: number): Promise<Invoice[]> {
    const { rows } = await this.pool.query<Invoice>(
      `SELECT ${columns} FROM invoices WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [state, afterId, limit],
    );
    return rows;
  }

  async setState(invoiceId: string, state: InvoiceState): Promise<void> {
    await this.pool.query("UPDATE invoices SET state = $2, updated_at = now() WHERE id = $1", [
      invoiceId,
      state,
    ]);
  }

  async countReminder(invoiceId: string): Promise<void> {
    await this.pool.query("UPDATE invoices SET reminders_sent = reminders_sent + 1 WHERE id = $1", [
      invoiceId,
    ]);
  }
}
