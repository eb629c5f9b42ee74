export const ticketStatuses = ["OPEN", "WAITING", "SOLVED", "CLOSED"] as const;

export type TicketStatus = (typeof ticketStatuses)[number];

export interface Ticket {
  readonly ticketId: string;
  readonly status: TicketStatus;
  readonly email: string;
  readonly subject: string;
  readonly assignee?: string;
  readonly openedAt: string;
  readonly dueAt: string;
}

export function isTicketStatus(value: string | undefined): value is TicketStatus {
  return ticketStatuses.some((status) => status === value);
}

export function isOverdue(ticket: Ticket, now: Date): boolean {
  return ticket.status === "OPEN" && new Date(ticket.dueAt) < now;
}
