import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { readObject } from "./shared/storage.js";

const keyPattern = /^[\w-]+\/\d+\.webp$/;

function pageOf(title: string, imageUrl: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <title>${title}</title>
    <meta property="og:image" content="${imageUrl}">
  </head>
  <body><img src="${imageUrl}" alt=""></body>
</html>`;
}

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { key = "", title = "A picture", raw } = event.queryStringParameters ?? {};
  if (!keyPattern.test(key)) return { statusCode: 404, body: "There is no such picture." };

  try {
    const image = Buffer.from(await readObject(process.env.RENDITIONS_BUCKET ?? "renditions", key));
    if (raw === "1") {
      return {
        statusCode: 200,
        headers: { "content-type": "image/webp" },
        body: image.toString("base64"),
      };
    }
    return {
      statusCode: 200,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: pageOf(title, `https://media.shop.example/${key}`),
    };
  } catch (error) {
    return { statusCode: 500, body: JSON.stringify({ message: "The picture cannot be read", error }) };
  }
}
