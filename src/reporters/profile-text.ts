import type { ProfileReport } from "../reports/profile/profile-report.js";
import { alignColumns } from "./columns.js";
import { describeProfile, PROFILE_COLUMNS } from "./describe-profile.js";
import { printable } from "./format.js";
import { exitCodeOf, type Reported } from "./reporter.js";
import { createPaint, type Terminal } from "./terminal.js";

/** What logs say of invocations, for a terminal. */
export function reportProfileAsText({ profiles, problems }: ProfileReport, terminal: Terminal): Reported {
  const paint = createPaint(terminal);
  const columns = PROFILE_COLUMNS.map((title, index) => ({ title: paint.dim(title), isNumber: index > 0 }));
  const rows = profiles.map((profile) => describeProfile(profile).map((cell) => printable(cell)));
  const advice = profiles.flatMap(({ file, advice: text }) =>
    text === null ? [] : `${printable(file)}: ${text}`,
  );
  const sections = [
    rows.length === 0 ? "No invocation was found." : alignColumns(columns, rows),
    advice.join("\n"),
    problems.map(({ file, message }) => `${paint.red("✗")} ${printable(`${file}: ${message}`)}`).join("\n"),
  ];
  return {
    output: `${sections.filter((section) => section !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}
