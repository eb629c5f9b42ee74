import { join } from "node:path";
import { expect, it } from "vitest";
import { measureHandler } from "../../src/reports/cold/measure-handler.js";
import { temporaryProject } from "../support/temporary-project.js";

it("says which import keeps a handler from being bundled", async () => {
  const directory = temporaryProject({
    "package.json": "{}",
    "src/orders.ts": 'import { price } from "price-list";\nexport const handler = async () => price;\n',
  });
  const { measured, problems } = await measureHandler(join(directory, "src/orders.ts"), { format: "cjs" });
  expect(measured).toEqual({});
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^It could not be measured unbundled: .*Cannot find module 'price-list'/),
    'It could not be measured bundled: Could not resolve "price-list"',
  ]);
});
