"use strict";

const AWS = require("aws-sdk");
const { SendMessageCommand, SQSClient } = require("@aws-sdk/client-sqs");

const dynamodb = new AWS.DynamoDB.DocumentClient();
const sqs = new SQSClient({});

exports.handler = async function () {
  const { Items } = await dynamodb
    .query({
      TableName: process.env.TICKETS_TABLE,
      IndexName: "byStatus",
      KeyConditionExpression: "#status = :status AND dueAt < :now",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": "OPEN", ":now": new Date().toISOString() },
    })
    .promise();

  for (const ticket of Items) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: process.env.ESCALATIONS_QUEUE_URL,
        MessageBody: JSON.stringify({ ticketId: ticket.ticketId, dueAt: ticket.dueAt }),
      }),
    );
  }
  console.log(`Escalated ${Items.length} tickets`);
};
