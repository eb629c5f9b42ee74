interface Stay {
  readonly nights: number;
  readonly guests: number;
  readonly rate: number;
  readonly extras?: readonly { readonly name: string; readonly price: number }[];
}

interface Quote {
  readonly total: number;
  readonly tax: number;
  readonly lines: readonly { readonly name: string; readonly amount: number }[];
}

const taxRate = 0.07;
const discounts = [
  { nights: 14, share: 0.15 },
  { nights: 7, share: 0.08 },
] as const;

/** A step of the booking's state machine: it computes, and asks nobody. */
export const handler = async (stay: Stay): Promise<Quote> => {
  if (stay.nights < 1 || stay.guests < 1) throw new RangeError("A stay has nights and guests");
  const base = stay.nights * stay.rate;
  const discount = base * (discounts.find(({ nights }) => stay.nights >= nights)?.share ?? 0);
  const lines = [
    { name: "nights", amount: base },
    ...(discount > 0 ? [{ name: "discount", amount: -discount }] : []),
    ...(stay.extras ?? []).map(({ name, price }) => ({ name, amount: price * stay.guests })),
  ];
  const net = lines.reduce((sum, { amount }) => sum + amount, 0);
  const tax = round(net * taxRate);
  return Promise.resolve({ total: round(net + tax), tax, lines });
};

function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
