"use strict";

const { InvokeCommand, LambdaClient } = require("@aws-sdk/client-lambda");
const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, UpdateCommand } = require("@aws-sdk/lib-dynamodb");

const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const lambda = new LambdaClient({});

async function nextAgent(ticketId) {
  const { Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: process.env.ROSTER_FUNCTION,
      Payload: JSON.stringify({ skill: "escalation", ticketId }),
    }),
  );
  return JSON.parse(Buffer.from(Payload).toString()).agentId;
}

async function assign(record) {
  const { ticketId } = JSON.parse(record.body);
  const assignee = await nextAgent(ticketId);
  await documentClient.send(
    new UpdateCommand({
      TableName: process.env.TICKETS_TABLE,
      Key: { ticketId },
      UpdateExpression: "SET assignee = :assignee",
      ExpressionAttributeValues: { ":assignee": assignee },
    }),
  );
}

exports.handler = async (event) => {
  await Promise.all(event.Records.map(assign));
};
