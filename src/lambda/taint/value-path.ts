/**
 * The way from a value to a part of it: names of properties, and indices as they are written. Beside names it has three
 * marks that no property is called.
 */
export type ValuePath = readonly string[];

/** Some item of a list, or the property of a name that is not known. */
export const ANY = "*";
/** Everything below, and the value itself: what `JSON.stringify` writes. Only at the end of a path. */
export const DEEP = "**";
/** The names of the properties, not their values. */
export const KEYS = "*keys";
/** The value that a text describes: between the body of an event and a field of its JSON. */
export const PARSED = "()";

/** True for a step that is what a call of a method gives: `json()` of `await c.req.json()`. */
export function isMethod(step: string): boolean {
  return step.length > PARSED.length && step.endsWith(PARSED);
}

/** `event.headers["x-id"]`, `JSON.parse(event.body).name`: the path as code would have it. */
export function spellPath(root: string, path: ValuePath): string {
  let text = root;
  for (const step of path) {
    if (step === DEEP) break;
    if (step === PARSED) text = `JSON.parse(${text})`;
    else if (step === KEYS) text = `Object.keys(${text})`;
    else if (step === ANY) text = `${text}[…]`;
    else if (/^\d+$/.test(step)) text = `${text}[${step}]`;
    else text = /^[A-Za-z_$][\w$]*(?:\(\))?$/.test(step) ? `${text}.${step}` : `${text}["${step}"]`;
  }
  return text;
}
