/** Nobody asked, and nothing was done, for so long: a person has had time to change a file, and is not kept waiting by a look. */
const PAUSE_MS = 250;

/**
 * When somebody asked about any of several things: a run that is busy with one of them makes no pause for the others. Times
 * are in milliseconds, of one clock.
 */
export class Attention {
  #idleMs = 0;
  #resumedAt = -Infinity;

  /** @param idleMs for how long nothing was done until a time; where it is not given, nothing but what is noted is done */
  constructor(private readonly idleMs: (now: number) => number = (now) => now) {}

  note(now: number): void {
    const idleMs = this.idleMs(now);
    if (idleMs - this.#idleMs >= PAUSE_MS) this.#resumedAt = now;
    this.#idleMs = idleMs;
  }

  /** Whether there was a pause after that time, in which somebody may have changed a file. */
  hasPausedSince(time: number): boolean {
    return this.#resumedAt > time;
  }
}

/**
 * Of this process: noted with each file whose syntax is asked for. A file that takes long is no pause, however slow the machine
 * is: the event loop has nothing to do in one.
 */
export const attention = new Attention(() => performance.eventLoopUtilization().idle);
