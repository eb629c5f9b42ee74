/** What was looked at is taken to be the same for so long. */
const MIN_MS = 1_000;
/** Nobody asked for so long: a person has had time to change a file, and is not kept waiting by a look. */
const PAUSE_MS = 250;
/** Of a run without pauses, at most this share goes into looking whether files have changed. */
const SHARE = 0.005;

/** When somebody last asked about any of several things: a run that is busy with one of them makes no pause for the others. */
export interface Attention {
  askedAt: number;
}

/**
 * When the disk is looked at again. An editor, which asks now and then, notices a saved file within a second; a run of
 * ESLint over many files, which asks all the time, spends next to nothing on it. All times are in milliseconds, of one clock.
 */
export class Freshness {
  #checkedAt: number;
  #durationMs: number;

  /**
   * @param startedAt when the first look began that has ended `now`
   * @param attention of all that the same run asks about
   */
  constructor(
    startedAt: number,
    now: number,
    private readonly attention: Attention = { askedAt: now },
  ) {
    this.#checkedAt = now;
    attention.askedAt = now;
    this.#durationMs = now - startedAt;
  }

  /** True when it is time for another look. Each question counts: the time between two of them tells whether there was a pause. */
  isDue(now: number): boolean {
    const pauseMs = now - this.attention.askedAt;
    this.attention.askedAt = now;
    const ageMs = now - this.#checkedAt;
    if (ageMs < MIN_MS) return false;
    return pauseMs >= PAUSE_MS || ageMs >= this.#durationMs / SHARE;
  }

  /** Another look, which began at `startedAt`, has ended `now`. */
  checked(startedAt: number, now: number): void {
    this.#checkedAt = now;
    this.attention.askedAt = now;
    this.#durationMs = now - startedAt;
  }
}
