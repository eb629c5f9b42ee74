import { findClosest } from "./closest-word.js";

interface Annotated {
  readonly description?: string;
  readonly default?: unknown;
}

/** The part of JSON Schema that the settings use. */
export type SettingsSchema =
  | (Annotated & {
      readonly type: "object";
      readonly additionalProperties: false;
      readonly required?: readonly string[];
      readonly properties: Readonly<Record<string, SettingsSchema>>;
    })
  | (Annotated & { readonly type: "array"; readonly items: SettingsSchema })
  | (Annotated & { readonly type: "string"; readonly minLength: 1 })
  | (Annotated & { readonly type: "string"; readonly enum: readonly string[] })
  | (Annotated & { readonly type: "integer"; readonly minimum: number })
  | (Annotated & { readonly type: "boolean" });

type ObjectSchema = Extract<SettingsSchema, { type: "object" }>;
type ScalarSchema = Exclude<SettingsSchema, { type: "object" | "array" }>;

export interface SchemaViolation {
  /** Property names and array indexes from the root to the wrong value. */
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/**
 * Checks a value against a schema. ESLint validates the options of rules but not settings, and loading a whole
 * validator for them would cost more than the rules do.
 */
export function findSchemaViolations(
  value: unknown,
  schema: SettingsSchema,
  path: SchemaViolation["path"] = [],
): SchemaViolation[] {
  if (schema.type === "object") return findObjectViolations(value, schema, path);
  if (schema.type === "array") {
    if (!Array.isArray(value)) return [{ path, problem: expected("an array", value) }];
    return value.flatMap((item: unknown, index) =>
      findSchemaViolations(item, schema.items, [...path, index]),
    );
  }
  const problem = findScalarProblem(value, schema);
  return problem === undefined ? [] : [{ path, problem }];
}

function findObjectViolations(
  value: unknown,
  schema: ObjectSchema,
  path: SchemaViolation["path"],
): SchemaViolation[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return [{ path, problem: expected("an object", value) }];
  }
  const { properties, required = [] } = schema;
  const allowed = Object.keys(properties);
  const missing = required.filter((key) => (value as Record<string, unknown>)[key] === undefined);
  return [
    ...missing.map((key) => ({ path: [...path, key], problem: "is missing." })),
    ...Object.entries(value).flatMap(([key, entry]: [string, unknown]) => {
      if (entry === undefined) return [];
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (property !== undefined) return findSchemaViolations(entry, property, [...path, key]);
      return [{ path: [...path, key], problem: unknownKey(key, allowed) }];
    }),
  ];
}

function findScalarProblem(value: unknown, schema: ScalarSchema): string | undefined {
  switch (schema.type) {
    case "boolean":
      return typeof value === "boolean" ? undefined : expected("true or false", value);
    case "integer": {
      const isInRange = Number.isInteger(value) && Number(value) >= schema.minimum;
      return isInRange ? undefined : expected(`a whole number from ${schema.minimum}`, value);
    }
    case "string": {
      if (typeof value === "string" && ("enum" in schema ? schema.enum.includes(value) : value.length > 0))
        return;
      return expected(
        "enum" in schema ? `one of ${schema.enum.map(quote).join(", ")}` : "a non-empty string",
        value,
      );
    }
  }
}

function expected(what: string, value: unknown): string {
  return `must be ${what}, but is ${describe(value)}.`;
}

function describe(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null)
    return value instanceof RegExp ? "a regular expression" : "an object";
  return typeof value === "function" ? "a function" : String(value);
}

function unknownKey(key: string, allowed: readonly string[]): string {
  const closest = findClosest(key, allowed);
  const hint = closest === undefined ? "" : ` Did you mean ${quote(closest)}?`;
  return `is not a known key.${hint} Known keys: ${allowed.map(quote).join(", ")}.`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
