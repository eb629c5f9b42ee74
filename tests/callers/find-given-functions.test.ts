import { expect, it } from "vitest";
import { findGivenFunctions } from "../../src/callers/find-given-functions.js";
import type { GivenFunctions } from "../../src/lambda/handlers/given-functions.js";

/** Each file passes what `wrap` is given on to the `wrap` of the next one, in so many places. */
const PLACES = 50;

it("looks into a wrapper once, however many ways lead there", () => {
  const looks: string[] = [];
  const found = findGivenFunctions("index.ts", "1.ts", ["wrap"], {
    resolve: (specifier) => specifier,
    givenFunctionsOf(file) {
      looks.push(file);
      return wrapperIn(file);
    },
  });
  expect(looks).toEqual(["1.ts", "2.ts", "3.ts"]);
  expect(found).toMatchObject([{ argument: 0, path: [], gets: "event" }]);
});

function wrapperIn(file: string): GivenFunctions {
  const common = { key: "wrap", argument: 0, path: [] };
  const given = { ...common, gets: "event", isRepeated: true, requestArguments: [0] } as const;
  const next = { ...common, module: `${parseInt(file) + 1}.ts`, to: "wrap", toArgument: 0, toPath: [] };
  const isLast = file === "3.ts";
  return {
    own: isLast ? [given, given] : [],
    passedOn: isLast ? [] : Array.from({ length: PLACES }, () => next),
    ownKeys: new Set(["wrap"]),
    aliases: [],
  };
}
