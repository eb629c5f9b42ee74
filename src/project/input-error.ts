/**
 * What the user gave cannot be used: an argument, a config file, an earlier report. The message is one line that names
 * the file and the place, and says what would be right.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The text of whatever was thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split(/\r?\n/, 1)[0] ?? "";
}
