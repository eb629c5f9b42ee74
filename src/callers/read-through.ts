import { type FileState, ReadOnce } from "./read-once.js";

/** Answers about files that ask about other files: each is found once, and again when one of those behind it has changed. */
export class ReadThrough<Answer> {
  readonly #known: ReadOnce<Answer>;
  /** What the questions that are open have looked into, the first one's first. */
  readonly #open: Set<string>[] = [];

  constructor(stateOf: (file: string) => FileState) {
    this.#known = new ReadOnce(stateOf);
  }

  get(file: string, question: string, read: () => Answer): Answer {
    const id = `${file}\0${question}`;
    const find = (lookedInto: Set<string>): Answer => {
      this.#open.push(lookedInto);
      try {
        return read();
      } finally {
        this.#open.pop();
      }
    };
    const answer = this.#known.get(file, find, id);
    const asking = this.#open.at(-1);
    for (const behind of this.#known.filesBehind(id)) asking?.add(behind);
    return answer;
  }
}
