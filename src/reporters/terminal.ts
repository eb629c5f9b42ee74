import picocolors from "picocolors";

/** What the reporter may count on. */
export interface Terminal {
  /** Columns. */
  readonly width: number;
  readonly hasColor: boolean;
}

export type Paint = Readonly<
  Record<"bold" | "dim" | "red" | "yellow" | "green" | "cyan", (text: string) => string>
>;

/** Colours, or none. */
export function createPaint({ hasColor }: Terminal): Paint {
  return picocolors.createColors(hasColor);
}
