import { Attention } from "../syntax/attention.js";

/** What was looked at is taken to be the same for so long. */
const MIN_MS = 1_000;
/** Of a run without pauses, at most this share goes into looking whether files have changed. */
const SHARE = 0.005;
/** The same where there are pauses: somebody waits for the answer, and a look at a large repository takes long. */
const SHARE_WITH_PAUSES = 0.1;

/**
 * When the disk is looked at again. An editor, which asks now and then, notices a saved file within a second, or within ten
 * times as long as a look takes; a run of ESLint over many files, which asks all the time, spends next to nothing on it. All
 * times are in milliseconds, of one clock.
 */
export class Freshness {
  #checkedAt: number;
  #durationMs: number;

  /**
   * @param startedAt when the first look began that has ended `now`
   * @param asked about anything in the same run
   */
  constructor(
    startedAt: number,
    now: number,
    private readonly asked = new Attention(),
  ) {
    asked.note(now);
    this.#checkedAt = now;
    this.#durationMs = now - startedAt;
  }

  /** True when it is time for another look. */
  isDue(now: number): boolean {
    this.asked.note(now);
    const ageMs = now - this.#checkedAt;
    if (ageMs < MIN_MS) return false;
    const share = this.asked.hasPausedSince(this.#checkedAt) ? SHARE_WITH_PAUSES : SHARE;
    return ageMs >= this.#durationMs / share;
  }

  /** Another look, which began at `startedAt`, has ended `now`. */
  checked(startedAt: number, now: number): void {
    this.#checkedAt = now;
    this.asked.note(now);
    this.#durationMs = now - startedAt;
  }
}
