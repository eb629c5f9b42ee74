import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readHandlerSources } from "../../src/callers/handler-sources.js";
import { temporaryProject } from "../support/temporary-project.js";

function sourcesOf(code: string, manifest: object) {
  const folder = temporaryProject({
    "package.json": JSON.stringify(manifest),
    "src/order.ts": "export interface Order { id: string }\n",
    "src/handler.ts": code,
  });
  return readHandlerSources(join(folder, "src/handler.ts"));
}

const typesOfLambda = { devDependencies: { "@types/aws-lambda": "^8.10.164" } };

describe("a package of which only the types are installed", () => {
  test("is not loaded, by `import type`", () => {
    const { isComplete, packages } = sourcesOf(
      'import type { SQSEvent } from "aws-lambda";\n',
      typesOfLambda,
    );
    expect({ isComplete, packages: [...packages] }).toEqual({ isComplete: true, packages: [] });
  });

  test("is not loaded, by an import that the compiler elides", () => {
    const { isComplete, packages } = sourcesOf('import { SQSEvent } from "aws-lambda";\n', typesOfLambda);
    expect({ isComplete, packages: [...packages] }).toEqual({ isComplete: true, packages: [] });
  });

  test("is loaded where the package is there too", () => {
    const { isComplete, packages } = sourcesOf('import pg from "pg";\n', {
      dependencies: { pg: "8.23.1" },
      devDependencies: { "@types/pg": "8.23.1" },
    });
    expect({ isComplete, packages: [...packages] }).toEqual({ isComplete: true, packages: ["pg"] });
  });
});

test("a package that no package.json names is unknown", () => {
  expect(sourcesOf('import { load } from "settings";\n', typesOfLambda).isComplete).toBe(false);
});

test("a file of types is none that runs", () => {
  const { isComplete, texts } = sourcesOf('import type { Order } from "./order.js";\n', {});
  expect(isComplete).toBe(true);
  expect(texts.size).toBe(1);
});
