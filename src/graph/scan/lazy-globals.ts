/** Whether a text gives the name a meaning of its own, so that it is no global there: declares, assigns or imports it. */
export function isDeclared(name: string, source: string): boolean {
  const declarations = [
    `\\b(?:class|function|enum|as)\\s+${name}\\b`,
    `\\b(?:var|let)\\s+(?:[\\w$]+\\s*,\\s*)*${name}\\b`,
    `(?<![.\\w$])${name}\\s*=(?![=>])`,
    `\\bimport\\b[^;=()]*[\\s{,]${name}\\b`,
    `[\\s{,]${name}\\b[^;=()}]*\\}\\s*=\\s*(?:require\\(|await\\s)`,
  ];
  return new RegExp(declarations.join("|")).test(source);
}
