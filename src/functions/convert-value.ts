import type { Scalar } from "./config-node.js";
import type { ConfigValue } from "./config-value.js";

/** The value as a text; numbers and booleans are what CloudFormation makes of them. */
export function asText(value: ConfigValue<Scalar> | undefined): ConfigValue<string> | undefined {
  return mapValue(value, (scalar) => (scalar === null ? undefined : String(scalar)));
}

/** The value as a number; a text that is none makes it opaque. */
export function asNumber(value: ConfigValue<Scalar> | undefined): ConfigValue<number> | undefined {
  return mapValue(value, (scalar) => {
    const number =
      typeof scalar === "number"
        ? scalar
        : typeof scalar === "string" && scalar.trim() !== ""
          ? Number(scalar)
          : NaN;
    return Number.isFinite(number) ? number : undefined;
  });
}

function mapValue<T>(
  value: ConfigValue<Scalar> | undefined,
  convert: (scalar: Scalar) => T | undefined,
): ConfigValue<T> | undefined {
  switch (value?.k) {
    case undefined:
      return undefined;
    case "opaque":
      return value;
    case "oneOf": {
      const values = value.values.map((variant) => ({ value: convert(variant.value), place: variant.place }));
      const [wrong] = values.filter((variant) => variant.value === undefined);
      if (wrong !== undefined) return { k: "opaque", text: "", place: wrong.place };
      return { k: "oneOf", values: values as { value: T; place: (typeof values)[number]["place"] }[] };
    }
    case "known": {
      const converted = convert(value.value);
      return converted === undefined
        ? { k: "opaque", text: String(value.value), place: value.place }
        : { ...value, value: converted };
    }
    case "default": {
      const converted = convert(value.value);
      return converted === undefined ? undefined : { ...value, value: converted };
    }
  }
}
