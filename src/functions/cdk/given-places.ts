import type { CodeValue, InstanceValue } from "../code/code-value.js";
import { placeOf, variantsOfObject } from "../code/read-code.js";
import type { Place } from "../config-value.js";

const MAX_DEPTH = 8;

/**
 * Where the constructs around a function were given what is one of its properties, the innermost first: a construct of the
 * project makes all its functions in one place, `vpc: props.vpc`, and this is what each of them has to itself.
 */
export function givenPlaces(fn: InstanceValue, value: CodeValue): readonly Place[] {
  const places: Place[] = [];
  let current: CodeValue | undefined = fn;
  for (let depth = 0; current?.kind === "instance" && depth < MAX_DEPTH; depth++) {
    if (current.classes.length > 0)
      places.push(...current.ownArgs.flatMap((argument) => placesIn(argument, value)));
    // The scope is what a construct gets first.
    current = current.classes.length > 0 ? current.ownArgs[0] : current.args[0];
  }
  return places;
}

function placesIn(argument: CodeValue, value: CodeValue): readonly Place[] {
  return variantsOfObject(argument).flatMap(({ entries }) =>
    [...entries.values()].flatMap((entry) =>
      entry.value === value ? [placeOf(entry.written ?? entry.key)] : [],
    ),
  );
}
