import type { ScannedFile } from "./scan-text.js";

export type FileState = Pick<ScannedFile, "mtimeMs" | "size"> | undefined;

interface Known<Answer> {
  readonly answer: Answer;
  /** Of the file, and of the others that the answer comes from. */
  readonly states: ReadonlyMap<string, FileState>;
}

/** What was read of files, each time with the states that they were in. */
export class ReadOnce<Answer> {
  readonly #known = new Map<string, Known<Answer>>();

  constructor(private readonly stateOf: (file: string) => FileState) {}

  /**
   * @param read adds the other files that it looks into
   * @param id of the answer, where there are several about a file
   */
  get(file: string, read: (lookedInto: Set<string>) => Answer, id = file): Answer {
    const known = this.#known.get(id);
    if (known !== undefined && this.isValid(known)) return known.answer;
    const lookedInto = new Set([file]);
    const answer = read(lookedInto);
    const states = new Map([...lookedInto].map((other) => [other, this.stateOf(other)]));
    this.#known.set(id, { answer, states });
    return answer;
  }

  /** The file of an answer with the others that it comes from. */
  filesBehind(id: string): Iterable<string> {
    return this.#known.get(id)?.states.keys() ?? [];
  }

  private isValid({ states }: Known<Answer>): boolean {
    for (const [file, state] of states) {
      const now = this.stateOf(file);
      if (now?.mtimeMs !== state?.mtimeMs || now?.size !== state?.size) return false;
    }
    return true;
  }
}
