import { expect, it } from "vitest";
import { nodeAt } from "../../src/functions/config-node.js";
import { readYaml } from "../../src/functions/read-yaml.js";

const text = `Resources:
  Create:
    Runtime: "nodejs18.x" # old
    Timeout: 3   # short
    Memory: !Ref Memory
    Arn: !GetAtt
      - A
      - Arn
    Layers: [a, b]
    Nothing:
  Other: { Fn::Sub: "x" }
`;

it("says of every value where it starts and ends, with its tag and quotes, without the comment after it", () => {
  const root = readYaml(text, "/template.yaml");
  if (root === undefined || "problem" in root) throw new Error("does not parse");
  const pieceAt = (...path: string[]) =>
    text.slice(...(nodeAt(root, "Resources", ...path)?.place.range ?? [0]));
  expect(pieceAt("Create", "Runtime")).toBe('"nodejs18.x"');
  expect(pieceAt("Create", "Timeout")).toBe("3");
  expect(pieceAt("Create", "Memory")).toBe("!Ref Memory");
  expect(pieceAt("Create", "Arn")).toBe("!GetAtt\n      - A\n      - Arn");
  expect(pieceAt("Create", "Layers")).toBe("[a, b]");
  expect(pieceAt("Create", "Nothing")).toBe("");
  expect(pieceAt("Other")).toBe('{ Fn::Sub: "x" }');
  expect(pieceAt("Create")).toMatch(/^Runtime: [^]*Nothing:$/);
  const create = nodeAt(root, "Resources", "Create");
  const keys =
    create?.kind === "map" ? [...create.keys.values()].map(({ range = [0, 0] }) => text.slice(...range)) : [];
  expect(keys).toEqual(["Runtime", "Timeout", "Memory", "Arn", "Layers", "Nothing"]);
});

it("counts lines and columns from 1", () => {
  const root = readYaml(text, "/template.yaml");
  if (root === undefined || "problem" in root) throw new Error("does not parse");
  expect(nodeAt(root, "Resources", "Create", "Memory")?.place).toMatchObject({ line: 5, column: 13 });
});
