export interface Location {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * Where a piece of code stands in a text, as ESLint counts (lines and columns from 1). Throws when the text does not
 * have it that often.
 *
 * @param occurrence which one, from 0
 */
export function locate(text: string, piece: string, occurrence = 0): Location {
  let start = text.indexOf(piece);
  for (let skipped = 0; skipped < occurrence && start !== -1; skipped++)
    start = text.indexOf(piece, start + 1);
  if (start === -1)
    throw new Error(`Occurrence ${occurrence} of ${JSON.stringify(piece)} is not in:\n${text}`);
  const [line, column] = toPosition(text, start);
  const [endLine, endColumn] = toPosition(text, start + piece.length);
  return { line, column, endLine, endColumn };
}

function toPosition(text: string, offset: number): [line: number, column: number] {
  const lines = text.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return [lines.length, (lines.at(-1) ?? "").length + 1];
}
