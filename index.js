const { getByStatus, logger } = require("./store");
exports.handler = async (event) => {
  const a = await getByStatus("a");
  logger.info("a", a.length);
  const b = await getByStatus("b");
  logger.info("b", b.length);
  return { statusCode: 200, body: JSON.stringify([a, b]) };
};
