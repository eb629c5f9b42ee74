/** The last significant token, as far as it decides what the next one means. */
export const enum Token {
  Start,
  /** A name, a literal, a closing bracket of an expression: what follows is an operator. */
  Operand,
  Operator,
  Assignment,
  Comma,
  Colon,
  Dot,
  Semicolon,
  BlockEnd,
  ControlEnd,
  ParenthesisEnd,
  Arrow,
  ExpressionWord,
  BlockWord,
  ControlWord,
  From,
  Import,
  Open,
}

/** The significant tokens read so far. Neither white space nor comments are any. */
export class Tokens {
  /** How many there are, which is the number of the last one. */
  count: i32 = 0;
  last: Token = Token.Start;
  private countAtLineEnd: i32 = -1;

  add(token: Token): void {
    this.last = token;
    this.count++;
  }

  /** A line ends before the next token. */
  endLine(): void {
    this.countAtLineEnd = this.count;
  }

  /** Whether the next token begins on a line after the last one's. */
  get isNextOnNewLine(): bool {
    return this.countAtLineEnd === this.count;
  }
}
