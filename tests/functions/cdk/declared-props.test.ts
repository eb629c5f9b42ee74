import { expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import { onlyValue } from "../../../src/functions/config-value.js";
import { temporaryProject } from "../../support/temporary-project.js";

const IMPORTS = `
import { Stack, StackProps } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import { IBucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DatabaseCluster } from "aws-cdk-lib/aws-rds";
import { ITable as Shelf } from "shelves";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";`;

/** A stack that nothing makes, so that nobody knows what it is given. */
function functionWith(types: string, parameters: string, after: string, others: Record<string, string> = {}) {
  const directory = temporaryProject({
    "cdk.json": "{}",
    "src/lend.ts": "export const handler = async () => {};",
    "lib/library-stack.ts": `${IMPORTS}
${types}
export class LibraryStack extends Stack {
  constructor(scope, id: string, ${parameters}) {
    super(scope, id);
    const fn = new NodejsFunction(this, "Lend", { entry: "src/lend.ts", environment: { A: "a" } });
    ${after}
  }
}`,
    ...others,
  });
  const [fn] = codeFunctionsOfProject(directory);
  return {
    isEnvComplete: fn?.env.isComplete,
    sources: fn?.sources.map(({ kind }) => kind),
    actions: fn?.permissions?.statements.map(({ actions }) => actions.map((action) => onlyValue(action))),
    isComplete: fn?.permissions?.isComplete,
  };
}

const WRITE = ["BatchWriteItem", "PutItem", "UpdateItem", "DeleteItem", "DescribeTable"];
const granted = {
  isEnvComplete: true,
  sources: [],
  actions: [WRITE.map((name) => `dynamodb:${name}`)],
  isComplete: true,
};

test.each([
  ["an interface", "interface Props extends StackProps { readonly books: dynamodb.ITable }", "props: Props"],
  ["the class", "interface Props { books: dynamodb.Table }", "props: Props"],
  ["what may be missing", "interface Props { books?: dynamodb.Table | undefined }", "props: Props"],
  [
    "another interface",
    "interface Base { books: dynamodb.ITable } interface Props extends Base {}",
    "props: Props",
  ],
  ["an alias", "type Props = StackProps & { books: dynamodb.ITable };", "props: Props"],
  ["a type in place", "", "props: { books: dynamodb.ITable }"],
  ["read-only properties", "interface Props { books: dynamodb.ITable }", "props: Readonly<Props>"],
])(
  "takes a grant on something unknown for a grant, by the type that the code declares: %s",
  (_, types, parameters) => {
    expect(functionWith(types, parameters, "props.books?.grantWriteData(fn);")).toEqual(granted);
  },
);

it("knows the type of what is taken out of it, and kept", () => {
  const types = "interface Props { books: dynamodb.ITable }";
  const { isEnvComplete } = functionWith(
    types,
    "props: Props",
    "const { books } = props; books.grantWriteData(fn);",
  );
  expect(isEnvComplete).toBe(true);
  expect(functionWith(types, "{ books }: Props", "books.grantWriteData(fn);")).toEqual(granted);
  expect(functionWith(types, "books: dynamodb.Table", "books.grantWriteData(fn);")).toEqual(granted);
  expect(
    functionWith(
      types,
      "props: Props",
      "const allow = (table: dynamodb.ITable) => table.grantWriteData(fn); allow(props.found);",
    ),
  ).toMatchObject({ isEnvComplete: true });
});

it("looks for a type in the file that declares it", () => {
  expect(
    functionWith(`import type { Props } from "./props";`, "props: Props", "props.books.grantWriteData(fn);", {
      "lib/props.ts": `export * from "./all-props";`,
      "lib/all-props.ts": `import { ITable } from "aws-cdk-lib/aws-dynamodb"; export interface Props { books: ITable }`,
    }),
  ).toEqual(granted);
});

it("knows that a member of a construct is of the CDK, and not what it grants", () => {
  expect(
    functionWith(
      "interface Props { cluster: DatabaseCluster }",
      "props: Props",
      "props.cluster.secret!.grantRead(fn);",
    ),
  ).toEqual({ isEnvComplete: true, sources: [], actions: [], isComplete: false });
});

it("knows what kind of resource a function polls", () => {
  expect(
    functionWith(
      "interface Props { lent: Queue }",
      "props: Props",
      "fn.addEventSource(new SqsEventSource(props.lent));",
    ),
  ).toMatchObject({ isEnvComplete: true, sources: ["sqs"] });
  expect(
    functionWith(
      "interface Props { lent: Queue }",
      "props: Props",
      `fn.addEventSourceMapping("M", { eventSourceArn: props.lent.queueArn });`,
    ),
  ).toMatchObject({ sources: ["sqs"] });
});

test.each([
  ["no type", "", "props"],
  ["a type of another package", "interface Props { books: Shelf }", "props: Props"],
  [
    "a type of the project",
    "interface Books { grantWriteData(fn: unknown): void } interface Props { books: Books }",
    "props: Props",
  ],
  ["a choice", "interface Props { books: dynamodb.ITable | Shelf }", "props: Props"],
  ["any", "interface Props { books: any }", "props: Props"],
  ["a type that is not there", `import { Props } from "./nowhere";`, "props: Props"],
])(
  "does not know what happens to a function that is given to something unknown with %s",
  (_, types, parameters) => {
    expect(functionWith(types, parameters, "props.books.grantWriteData(fn);")).toEqual({
      isEnvComplete: false,
      sources: [undefined],
      actions: [],
      isComplete: false,
    });
  },
);

it("does not know what a construct does with a function otherwise", () => {
  const types = "interface Props { pictures: IBucket }";
  expect(functionWith(types, "props: Props", "props.pictures.addSomething(fn);")).toMatchObject({
    isEnvComplete: true,
    sources: [undefined],
    isComplete: false,
  });
});
