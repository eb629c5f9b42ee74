"use strict";

const { randomUUID } = require("node:crypto");
const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocumentClient, PutCommand } = require("@aws-sdk/lib-dynamodb");

const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const headers = {
  "Access-Control-Allow-Origin": "https://support.shop.example",
  "Content-Type": "application/json",
};

exports.handler = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;

  const ticket = JSON.parse(event.body);
  ticket.ticketId = randomUUID();
  ticket.status = "OPEN";
  ticket.openedAt = new Date().toISOString();
  console.log("Creating ticket " + ticket.ticketId + " for " + ticket.email);

  documentClient
    .send(new PutCommand({ TableName: process.env.TICKETS_TABLE, Item: ticket }))
    .then(() =>
      callback(null, { statusCode: 201, headers, body: JSON.stringify({ ticketId: ticket.ticketId }) }),
    )
    .catch(callback);
};
