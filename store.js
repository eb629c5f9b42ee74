const { QueryCommand, DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const { unmarshall } = require("@aws-sdk/util-dynamodb");
const { createLogger } = require("winston");
const client = new DynamoDBClient({});
async function runQuery(query) {
  logger.info("query:", query);
  let data = [];
  let pageData = [];
  const command = new QueryCommand(query);
  do {
    if (pageData?.LastEvaluatedKey) command.input.ExclusiveStartKey = pageData.LastEvaluatedKey;
    pageData = await client.send(command);
    data = data.concat(pageData.Items.map((item) => unmarshall(item)));
  } while (pageData?.LastEvaluatedKey);
  return data;
}
async function getByStatus(status) {
  return await runQuery({ TableName: "t", ExpressionAttributeValues: { ":s": { S: status } } });
}
const logger = createLogger({});
module.exports = { runQuery, getByStatus, logger };
