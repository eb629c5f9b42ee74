import { isBuiltin } from "node:module";

/** Names of properties, from a module on. */
interface PropertyPath {
  readonly specifier: string;
  readonly mode: "import" | "require";
  readonly path: readonly string[];
}

/** What Node.js itself has under a name. Undefined where only calling something, or a getter, could tell. */
export interface BuiltinValue {
  readonly value: unknown;
}

/** A property of one of Node's own modules, as it is in this process. */
export function builtinValue({ specifier, mode, path }: PropertyPath): BuiltinValue | undefined {
  if (!isBuiltin(specifier)) return undefined;
  let value: unknown = process.getBuiltinModule(specifier);
  const keys = mode === "import" && path[0] === "default" ? path.slice(1) : path;
  for (const key of keys) {
    if (key === "()" || key === "new" || key === "*") return undefined;
    const holder = value;
    if ((typeof holder !== "object" && typeof holder !== "function") || holder === null) return undefined;
    const descriptor = descriptorOf(holder, key);
    if (descriptor === undefined) value = undefined;
    else if (descriptor.get !== undefined) return undefined;
    else value = descriptor.value as unknown;
  }
  return { value };
}

export function descriptorOf(holder: object, key: string): PropertyDescriptor | undefined {
  for (
    let owner: object | null = holder;
    owner !== null;
    owner = Object.getPrototypeOf(owner) as object | null
  ) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, key);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

/** Whether `process` has the property. Programs ask for those that other platforms add. */
export function hasProcessProperty(key: string): boolean {
  return key in process;
}
