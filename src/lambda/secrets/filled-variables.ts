/** `process.env.API_KEY = secret.key`, and no text that is written down. */
const ASSIGNED =
  /\bprocess\.env(?:\.([A-Za-z_]\w*)|\[\s*(["'`])([A-Za-z_]\w*)\2\s*\])\s*(?:\?\?|\|\|)?=(?![=>])(?!\s*["'`\d])/g;

/** `process.env[name] = value`, `Object.assign(process.env, secrets)` */
const ASSIGNED_BY_NAME =
  /\bprocess\.env\[\s*[A-Za-z_$][\w$.]*\s*\]\s*=(?![=>])|\bObject\.assign\(\s*process\.env\s*,/;

/** What a text says that fetches or decrypts secrets. */
const FETCHES = /secrets?-?manager|getsecret|client-ssm|getparameter|\bnew (?:\w+\.)?SSM\b|\bdecrypt/i;

/** Any variable. */
const ANY_VARIABLE = "*";

/**
 * The environment variables that a file sets to what it fetches from a store of secrets. They hold in the process what is in
 * no configuration. Told by the text, as other files are asked.
 */
export function variablesFilledIn(text: string): readonly string[] {
  if (!text.includes("process.env") || !FETCHES.test(text)) return [];
  const named = [...text.matchAll(ASSIGNED)].flatMap(([, member, , key]) => member ?? key ?? []);
  return ASSIGNED_BY_NAME.test(text) ? [...named, ANY_VARIABLE] : named;
}

/** Whether a variable is among those that code fills: `variablesFilledIn` has said which. */
export function isFilled(name: string, filled: Iterable<string>): boolean {
  for (const one of filled) if (one === name || one === ANY_VARIABLE) return true;
  return false;
}
