import { z } from "zod";

export const orderStatuses = ["PENDING", "PAID", "SHIPPED", "CANCELLED", "ARCHIVED"] as const;

export type OrderStatus = (typeof orderStatuses)[number];

export const orderLineSchema = z.object({
  sku: z.string().min(1).max(40),
  quantity: z.number().int().positive().max(999),
  unitPriceCents: z.number().int().nonnegative(),
});

export const newOrderSchema = z.object({
  customerId: z.uuid(),
  currency: z.enum(["EUR", "USD", "GBP"]),
  lines: z.array(orderLineSchema).min(1).max(100),
  shippingAddress: z.object({
    name: z.string().min(1),
    street: z.string().min(1),
    postalCode: z.string().min(1),
    city: z.string().min(1),
    country: z.string().length(2),
  }),
});

export type NewOrder = z.infer<typeof newOrderSchema>;

export interface Order extends NewOrder {
  readonly id: string;
  readonly status: OrderStatus;
  readonly totalCents: number;
  readonly createdAt: string;
  readonly paymentIntentId?: string;
  readonly trackingNumber?: string;
}

export function totalOf(lines: NewOrder["lines"]): number {
  return lines.reduce((total, line) => total + line.quantity * line.unitPriceCents, 0);
}

/** Orders can be cancelled until they are handed to the carrier. */
export function isCancellable(order: Order): boolean {
  return order.status === "PENDING" || order.status === "PAID";
}
