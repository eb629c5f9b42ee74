import { expect, test } from "vitest";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import { temporaryProject } from "../../support/temporary-project.js";

function environmentOf(body: string) {
  const directory = temporaryProject({
    "cdk.json": '{ "app": "tsx lib/stack.ts" }',
    "src/lend.ts": "export const handler = async () => {};\n",
    "lib/shelf.ts": `
import { Construct } from "constructs";
import { Table } from "aws-cdk-lib/aws-dynamodb";
export class Shelf extends Construct {
  readonly table: Table;
  constructor(scope, id) { super(scope, id); this.table = new Table(this, "Table"); }
}`,
    "lib/stack.ts": `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Other } from "library-constructs";
import { Shelf } from "./shelf";
export class LibraryStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id);
    const shelves = [new Shelf(this, "Books"), new Shelf(this, "Maps")];
    new NodejsFunction(this, "Lend", { entry: "src/lend.ts", environment: ${body} });
  }
}`,
  });
  const env = codeFunctionsOfProject(directory)[0]?.env;
  return [[...(env?.variables.keys() ?? [])], env?.isComplete];
}

test.each([
  [
    "constructs of a list",
    "Object.fromEntries(shelves.map((shelf) => [`${shelf.node.id}Table`, shelf.table.tableName]))",
    [["BooksTable", "MapsTable"], true],
  ],
  [
    "one of them",
    `{ [shelves.find((shelf) => shelf.node.id === "Maps").table.node.id]: "1" }`,
    [["Table"], true],
  ],
])("the id of a construct names a variable: %s", (_, body, expected) => {
  expect(environmentOf(body)).toEqual(expected);
});

test.each([
  ["a construct of props", `{ [props.shelf.node.id]: "1" }`],
  ["something of another package", `{ [new Other(this, "Books").node.id]: "1" }`],
  ["an id that is not known", `{ [new Shelf(this, props.name).node.id]: "1" }`],
])("the id is not known of %s", (_, body) => {
  expect(environmentOf(body)).toEqual([[], false]);
});
