import { expect, it } from "vitest";
import type { GivenFunction } from "../../../src/lambda/elsewhere.js";
import { collectReachableCode } from "../../../src/lambda/handlers/exported-code.js";
import { GivenParts } from "../../../src/lambda/handlers/own-wrappers.js";
import { createWrappers } from "../../../src/lambda/handlers/wrappers.js";
import { modelOf } from "../../support/model-of.js";

const asEvent: GivenFunction = {
  argument: 0,
  path: [],
  gets: "event",
  isRepeated: true,
  requestArguments: [0],
};

/** Another file with wrappers, which counts how often it is asked. */
function countingFile() {
  let asked = 0;
  return {
    functionsGivenTo: () => {
      asked += 1;
      return [asEvent];
    },
    get asked() {
      return asked;
    },
  };
}

it("looks into a wrapper's call once, however many ways lead to it", () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `const f${level + 1} = wrap(isOn() ? f${level} : wrap(f${level}));`,
  );
  const { lambda, probed } = modelOf(
    `import { wrap } from "./wrap"; const f0 = async (event) => event; ${levels.join(" ")} probe(f12);`,
  );
  const file = countingFile();
  const parts = new GivenParts(lambda.syntax, file).in(probed);
  expect(parts).toHaveLength(1);
  expect(file.asked).toBe(24);
});

it("ends where what a wrapper makes is given to it again", () => {
  const { lambda, probed } = modelOf(
    `import { wrap } from "./wrap"; let next = async (event) => event; next = wrap(next); next = wrap(next); probe(next);`,
  );
  const file = countingFile();
  new GivenParts(lambda.syntax, file).in(probed);
  expect(file.asked).toBe(2);
});

it("has exported code once, however many returns lead to it by one path", () => {
  const { lambda } = modelOf(
    `import { wrap } from "./wrap";
     const save = wrap(async (event) => event);
     export const choose = (kind) => {
       if (kind === "a") return save;
       if (kind === "b") return save;
       return save;
     };`,
  );
  const file = countingFile();
  const wrappers = createWrappers(lambda.syntax, { wrappers: [], elsewhere: file });
  const { byKey } = collectReachableCode(lambda.syntax, wrappers);
  expect(byKey.get("choose.()")).toHaveLength(1);
  expect(file.asked).toBe(1);
});
