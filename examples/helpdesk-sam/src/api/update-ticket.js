"use strict";

const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, UpdateCommand } = require("@aws-sdk/lib-dynamodb");

const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));

function setField(ticketId, field, value) {
  return documentClient.send(
    new UpdateCommand({
      TableName: process.env.TICKETS_TABLE,
      Key: { ticketId },
      UpdateExpression: "SET #field = :value",
      ExpressionAttributeNames: { "#field": field },
      ExpressionAttributeValues: { ":value": value },
    }),
  );
}

async function update(event) {
  const { ticketId } = event.pathParameters;
  switch (event.queryStringParameters.action) {
    case "assign":
      return setField(ticketId, "assignee", event.requestContext.authorizer.jwt.claims.sub);
    case "wait":
      return setField(ticketId, "status", "WAITING");
    case "solve":
      return setField(ticketId, "status", "SOLVED");
    case "reopen":
      return setField(ticketId, "status", "OPEN");
    case "close":
      return setField(ticketId, "status", "CLOSED");
    default:
      throw new Error("Unknown action");
  }
}

module.exports.handler = function (event, context, callback) {
  update(event).then(
    () => callback(null, { statusCode: 204 }),
    (error) => callback(error),
  );
};
