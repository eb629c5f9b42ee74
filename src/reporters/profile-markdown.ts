import type { ProfileReport } from "../reports/profile/profile-report.js";
import { describeProfile, PROFILE_COLUMNS } from "./describe-profile.js";
import { codeSpan, escapeExceptCode, escapeMarkdown, markdownTable } from "./markdown.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** What logs say of invocations, as a table. */
export function reportProfileAsMarkdown({ profiles, problems }: ProfileReport): Reported {
  const titles = PROFILE_COLUMNS.map((title, index) => (index === 0 ? title : `${title}:`));
  const rows = profiles.map((profile) =>
    describeProfile(profile).map((cell, index) => (index === 0 ? codeSpan(cell) : cell)),
  );
  const advice = profiles.flatMap(({ file, advice: text }) =>
    text === null ? [] : `- ${codeSpan(file)}: ${escapeExceptCode(text)}`,
  );
  const parts = [
    "## Profile",
    rows.length === 0 ? "No invocation was found." : markdownTable(titles, rows),
    advice.join("\n"),
    ...problems.map(({ file, message }) => `- ${codeSpan(file)}: ${escapeMarkdown(message)}`),
  ];
  return {
    output: `${parts.filter((part) => part !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}
