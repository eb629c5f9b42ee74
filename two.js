const { getByStatus, logger } = require("./store");
exports.handler = async (event) => {
  const a = await getByStatus("a");
  const b = await getByStatus("b");
  return { statusCode: 200, body: JSON.stringify([a, b]) };
};
