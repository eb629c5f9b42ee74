import { fileURLToPath, pathToFileURL } from "node:url";
import { constant, native, object, ObjectValue, unknown, type Value } from "./values.js";

/** `new URL(address, base)`: programs find files beside their own with it. */
export function makeUrl([address, base]: readonly Value[]): Value {
  const [text, start] = [addressOf(address), base === undefined ? "" : addressOf(base)];
  if (text === undefined || start === undefined || !URL.canParse(text, start || undefined)) return unknown;
  return describe(new URL(text, start || undefined));
}

export function urlOfPath(path: Value | undefined): Value {
  const text = path?.kind === "constant" && typeof path.value === "string" ? path.value : undefined;
  return text === undefined ? unknown : describe(pathToFileURL(text));
}

export function pathOfUrl(url: Value | undefined): Value {
  const text = addressOf(url);
  if (text?.startsWith("file:") !== true) return unknown;
  try {
    return constant(fileURLToPath(text));
  } catch {
    return unknown;
  }
}

function describe({ href, pathname, protocol }: URL): Value {
  const made = object({
    href: constant(href),
    pathname: constant(pathname),
    protocol: constant(protocol),
    toString: native("toString", () => constant(href)),
  });
  made.isComplete = false;
  return made;
}

function addressOf(value: Value | undefined): string | undefined {
  const text = value instanceof ObjectValue ? value.properties.get("href")?.value : value;
  return text?.kind === "constant" && typeof text.value === "string" ? text.value : undefined;
}
