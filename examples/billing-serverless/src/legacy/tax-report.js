"use strict";

const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
const { Pool } = require("pg");

const pool = new Pool({
  host: process.env.DB_PROXY_HOST,
  database: process.env.DB_NAME,
  user: process.env.DB_USER,
  password: process.env.DB_PASSWORD || "postgres",
  max: 1,
});

let period;

async function queryTotals(country) {
  const { rows } = await pool.query(
    `SELECT tax_rate, sum(amount_cents) AS net_cents, sum(tax_cents) AS tax_cents
       FROM invoice_lines WHERE country = $1 AND billed_on >= $2 AND billed_on < $3 GROUP BY tax_rate`,
    [country, period.from, period.to],
  );
  return rows;
}

async function upload(country, rows) {
  const s3 = new S3Client({});
  await s3.send(
    new PutObjectCommand({
      Bucket: process.env.REPORTS_BUCKET,
      Key: `tax/${period.from}/${country}.json`,
      Body: JSON.stringify(rows),
    }),
  );
}

exports.handler = async (event) => {
  period = { from: event.from, to: event.to };

  for (const country of event.countries) {
    const rows = await queryTotals(country);
    await upload(country, rows);
  }

  return { countries: event.countries.length };
};
