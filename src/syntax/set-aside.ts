/** Errors that cost answers and no run since the process started: tests hold them against none. */
export const setAsideErrors: unknown[] = [];

/** Beyond these an editor that stays open for days keeps no more. */
const MAX_KEPT = 20;

/** Keeps an error for whoever asks why nothing was found. */
export function setAside(error: unknown): void {
  if (setAsideErrors.length < MAX_KEPT) setAsideErrors.push(error);
}

/**
 * What is read of code or configuration that nobody has linted: strange input, or an error of the reader itself, must not
 * cost the findings of the file that is.
 *
 * @param nothing the answer where the reader throws
 */
export function readSafely<Answer>(nothing: Answer, read: () => Answer): Answer {
  try {
    return read();
  } catch (error) {
    setAside(error);
    return nothing;
  }
}
