import { printable } from "../format.js";

/** Text that is safe to put into the page as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | Markup | readonly Markup[];

/** A piece of the page. Every value is escaped, in text as in quoted attributes, unless it is such a piece itself. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + render(values[index - 1] ?? "") + part));
}

function render(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return printable(String(value)).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A message that sets names in backticks, with those as code. */
export function withCode(message: string): Markup[] {
  return message
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`));
}
