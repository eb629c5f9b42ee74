import type { Sourced } from "./fact.js";
import type { SinkClass } from "./sanitizers.js";

/** A part of the input of an SDK command. */
export interface CommandSinkFact extends Sourced {
  readonly sink: SinkClass;
  /** The service, as its package is named without dashes. */
  readonly service: RegExp;
  /** The operation, as the API names it. */
  readonly operations: RegExp;
  /** Paths into the input; `*` stands for the items of a list. */
  readonly paths: readonly (readonly string[])[];
}

const checked = "2026-11-26";

const expressions = [
  "KeyConditionExpression",
  "FilterExpression",
  "UpdateExpression",
  "ProjectionExpression",
  "ConditionExpression",
] as const;
const dynamodb = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference";

export const commandSinkFacts: readonly CommandSinkFact[] = [
  {
    sink: "dynamodb",
    service: /^dynamodb$/,
    operations: /^(?:Query|Scan|UpdateItem|PutItem|DeleteItem|GetItem)$/,
    paths: expressions.map((name) => [name]),
    source: `${dynamodb}/API_Query.html`,
    checked,
  },
  {
    sink: "dynamodb",
    service: /^dynamodb$/,
    operations: /^Transact(?:Write|Get)Items$/,
    paths: ["Put", "Update", "Delete", "ConditionCheck", "Get"].flatMap((action) =>
      expressions.slice(2).map((name) => ["TransactItems", "*", action, name]),
    ),
    source: `${dynamodb}/API_TransactWriteItems.html`,
    checked,
  },
  {
    sink: "dynamodb",
    service: /^dynamodb$/,
    operations: /^(?:Batch)?Execute(?:Statement|Transaction)$/,
    paths: [["Statement"], ["Statements", "*", "Statement"], ["TransactStatements", "*", "Statement"]],
    source: `${dynamodb}/API_ExecuteStatement.html`,
    checked,
  },
  {
    sink: "sql",
    service: /^rdsdata(?:service)?$/,
    operations: /^(?:Batch)?ExecuteStatement$/,
    paths: [["sql"]],
    source: "https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html",
    checked,
  },
  {
    sink: "sql",
    service: /^redshiftdata$/,
    operations: /^(?:Batch)?ExecuteStatement$/,
    paths: [["Sql"], ["Sqls", "*"]],
    source: "https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html",
    checked,
  },
  {
    sink: "sql",
    service: /^(?:athena|timestreamquery)$/,
    operations: /^(?:StartQueryExecution|Query)$/,
    paths: [["QueryString"]],
    source: "https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html",
    checked,
  },
  {
    sink: "sql",
    service: /^s3$/,
    operations: /^SelectObjectContent$/,
    paths: [["Expression"]],
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_SelectObjectContent.html",
    checked: "2026-11-28",
  },
  {
    sink: "html",
    service: /^ses(?:v2)?$/,
    operations: /^SendEmail$/,
    paths: [
      ["Message", "Body", "Html", "Data"],
      ["Content", "Simple", "Body", "Html", "Data"],
    ],
    source: "https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html",
    checked,
  },
];
