/** What the command ends with. 0: clean. 1: findings. 2: something could not be done, whatever else was found. */
export type ExitCode = 0 | 1 | 2;

/** What a reporter makes of a result. It writes nothing itself. */
export interface Reported {
  readonly output: string;
  readonly exitCode: ExitCode;
}

export function exitCodeOf({
  findings,
  problems,
}: {
  readonly findings: number;
  readonly problems: number;
}): ExitCode {
  if (problems > 0) return 2;
  return findings > 0 ? 1 : 0;
}
