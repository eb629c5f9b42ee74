/** Nobody asked for so long: a person has had time to change a file, and is not kept waiting by a look. */
const PAUSE_MS = 250;

/**
 * When somebody asked about any of several things: a run that is busy with one of them makes no pause for the others. Times
 * are in milliseconds, of one clock.
 */
export class Attention {
  #askedAt = -Infinity;
  #resumedAt = -Infinity;

  note(now: number): void {
    if (now - this.#askedAt >= PAUSE_MS) this.#resumedAt = now;
    this.#askedAt = now;
  }

  /** Whether there was a pause after that time, in which somebody may have changed a file. */
  hasPausedSince(time: number): boolean {
    return this.#resumedAt > time;
  }
}

/** Of this process: noted with each file whose syntax is asked for. */
export const attention = new Attention();
