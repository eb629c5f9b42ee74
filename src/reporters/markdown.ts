import { printable } from "./format.js";

/** Text that Markdown and the HTML in it leave as it is. */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]#|~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@(?=\w)/g, "@\u200B");
}

/** Text as code, for names of files and packages: no mention, no link and no markup comes of it. */
export function codeSpan(text: string): string {
  const content = printable(text).replace(/\|/g, "\\|");
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  if (longest === 0) return `\`${content}\``;
  const fence = "`".repeat(longest + 1);
  return `${fence} ${content} ${fence}`;
}

/** Messages set names in backticks: those stay code, and the rest is escaped. */
export function escapeExceptCode(message: string): string {
  return message
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeMarkdown(part)))
    .join("");
}

/** A table; the cells are Markdown. Columns whose title ends with `:` are aligned to the right. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = titles.map((title) => title.replace(/:$/, ""));
  const rule = titles.map((title) => (title.endsWith(":") ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
