/**
 * Whether code may read an environment variable, by its texts: they have its name, they read variables of names that nobody
 * knows, or they may put the name together.
 */
export function mayReadVariable(name: string, texts: readonly string[]): boolean {
  // Lambda takes no other names; nothing is said of one that it refuses.
  if (!/^\w+$/.test(name)) return true;
  const word = new RegExp(`\\b${name}\\b`);
  if (texts.some((text) => word.test(text))) return true;
  const named = texts.map((text) => text.replace(READS_NAMED, ""));
  const others = named.map((text) => withoutReadsByMember(withoutReadsByParameter(text), texts));
  if (others.some((text) => READS_ANY.test(text))) return true;
  // What a function reads by the name that it is given is read by a name that stands somewhere, in one piece.
  const isReadByName = others.some((text, index) => text !== named[index]);
  return isReadByName && texts.some((text) => MAKES_NAMES.test(text) || hasPiece(text, name));
}

/** `process.env`, `process?.env`, `process["env"]` */
const ENVIRONMENT = String.raw`\bprocess\s*(?:\??\.\s*env\b|(?:\?\.)?\s*\[\s*["'\x60]env["'\x60]\s*\])`;
/** `.TABLE`, `?.TABLE`, `["TABLE"]`: a name in one piece. */
const OF_ONE = String.raw`\s*(?:\??\.\s*[A-Za-z_$]|(?:\?\.)?\s*\[\s*(["'\x60])\w*\1\s*\])`;

/** `const { TABLE, DESK: desk = "1" } = process.env`: all that is read has a name there. Not with a rest, or a computed name. */
const READS_NAMED = new RegExp(
  String.raw`\b(?:const|let|var)\s*\{(?:(?!\.\.\.)[^{}[\]])*\}\s*(?::\s*[\w.]+\s*)?=\s*${ENVIRONMENT}(?!\s*(?:\?\.|[.[]))`,
  "g",
);

/** `process.env[name]`, `process.env["A_" + name]`, `{ ...process.env }`, `parse(process.env)`: any variable may be meant. */
const READS_ANY = new RegExp(String.raw`(?:${ENVIRONMENT}|\benv(?=\s*(?:\?\.)?\s*\[))(?!${OF_ONE})`);

const READ_BY_NAME = new RegExp(String.raw`${ENVIRONMENT}\s*(?:\?\.)?\[\s*(\w+)(?:\s+as\s+\w+)?\s*\]`, "g");
const PARAMETERS =
  /(?<!\b(?:if|for|while|switch|catch)\s*)\(([^()]*)\)\s*(?::\s*[^={;]+)?(?:=>|\{)|\b(\w+)\s*=>/g;
/** What stands before the parameters of a function that is given to a method: `names.map((`. */
const CALLBACK = /\.\s*\w+\(\s*(?:async\s*)?(?:function\s*\w*\s*)?$/;

/**
 * The text without `process.env[name]` in functions that have `name` as a parameter. What a method calls with the items of a
 * list gets any of them.
 */
function withoutReadsByParameter(text: string): string {
  if (!/\benv\b/.test(text)) return text;
  const lists = [...text.matchAll(PARAMETERS)];
  return text.replace(READ_BY_NAME, (read: string, name: string, at: number) => {
    const names = lists.findLast(({ index }) => index < at);
    const isParameter = new RegExp(`(?:^|,)\\s*${name}\\s*(?:[:=?,]|$)`).test(names?.[1] ?? names?.[2] ?? "");
    const isCallback = names !== undefined && CALLBACK.test(text.slice(0, names.index));
    return isParameter && !isCallback ? "" : read;
  });
}

const READ_BY_MEMBER = new RegExp(
  String.raw`${ENVIRONMENT}\s*(?:\?\.)?\[\s*(\w+)(?:\s*\.\s*\w+)+(?:\s+as\s+\w+)?\s*\]`,
  "g",
);

/** The text without `process.env[NAMES.table]`, where `NAMES` is an object or an enumeration that the code writes down. */
function withoutReadsByMember(text: string, texts: readonly string[]): string {
  return text.replace(READ_BY_MEMBER, (read: string, owner: string) => {
    const declared = new RegExp(
      String.raw`\b(?:enum\s+${owner}\s*|const\s+${owner}\s*(?::[^=]+)?=\s*(?:Object\.freeze\(\s*)?)\{`,
    );
    return texts.some((other) => declared.test(other)) ? "" : read;
  });
}

/** Code that makes names of others: as `toUpperCase` does of `tableName`, or with a `_` between two parts. */
const MAKES_NAMES = /\btoUpperCase\b|constantCase|snakeCase|snake_case|["'`}]_["'`$]/;

/** Whether a part of a name stands at the edge of a text or a template, from where the rest may be added to it. */
function hasPiece(text: string, name: string): boolean {
  const numbered = /^(\w*[A-Za-z])_?\d+$/.exec(name)?.[1];
  if (numbered !== undefined && new RegExp(`\\b${numbered}_?(?:\\$\\{|["'\`])`).test(text)) return true;
  const words = name.split("_");
  return words.slice(1).some((_, index) => {
    const [first, last] = [words.slice(0, index + 1).join("_"), words.slice(index + 1).join("_")];
    return new RegExp(`\\b${first}_["'\`$]|["'\`}]_${last}\\b`).test(text);
  });
}
