/** Where a fact comes from, and the day somebody last held it against that place. */
export interface Sourced {
  /** The page that states the fact. */
  readonly source: string;
  /** ISO date on which the page was read. A test fails when it is older than a year. */
  readonly checked: string;
}
