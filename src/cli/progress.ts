import type { Spinner } from "nanospinner";

export interface Progress {
  update(text: string): void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/** Work that is done sooner shows nothing. */
const PATIENCE_MS = 300;

/** Shows on the standard error what is going on, if that is a terminal and the work takes a while. */
export async function createProgress(): Promise<Progress> {
  if (!process.stderr.isTTY || process.env.CI !== undefined || process.env.TERM === "dumb") return SILENT;
  const { createSpinner } = await import("nanospinner");
  const start = performance.now();
  let spinner: Spinner | undefined;
  return {
    update(text) {
      if (performance.now() - start < PATIENCE_MS) return;
      spinner ??= createSpinner(text, { stream: process.stderr }).start();
      spinner.update({ text });
      // The work leaves no time for the spinner's timer.
      spinner.spin();
    },
    stop() {
      spinner?.clear().stop();
    },
  };
}

/** `██████░░░░ 12/20`. */
export function drawProgressBar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((done / total) * 20);
  return `${"█".repeat(filled)}${"░".repeat(20 - filled)} ${done}/${total}`;
}
