import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
import * as cheerio from "cheerio";
import { z } from "zod";

interface LinkPreview {
  readonly url: string;
  readonly title: string;
  readonly description?: string;
  readonly image?: string;
}

const querySchema = z.object({ url: z.url({ protocol: /^https$/ }) });

const maxPreviews = 500;
const previews = new Map<string, LinkPreview>();

function previewOfPage(url: string, html: string): LinkPreview {
  const $ = cheerio.load(html);
  const meta = (property: string) => $(`meta[property="og:${property}"]`).attr("content");
  return {
    url,
    title: meta("title") ?? $("title").text().trim(),
    description: meta("description") ?? $('meta[name="description"]').attr("content"),
    image: meta("image"),
  };
}

async function unfurl(url: string): Promise<LinkPreview> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: "error" });
  const contentType = response.headers.get("content-type") ?? "";
  if (contentType.startsWith("image/")) return { url, title: "Image", image: url };
  if (contentType.startsWith("text/html")) return previewOfPage(url, await response.text());
  return { url, title: new URL(url).hostname };
}

function remember(preview: LinkPreview): void {
  const [oldest] = previews.keys();
  if (oldest !== undefined && previews.size >= maxPreviews) previews.delete(oldest);
  previews.set(preview.url, preview);
}

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const query = querySchema.safeParse(event.queryStringParameters);
  if (!query.success)
    return { statusCode: 400, body: JSON.stringify({ message: "url must be an https URL" }) };

  const { url } = query.data;
  const known = previews.get(url);
  if (known !== undefined) return { statusCode: 200, body: JSON.stringify(known) };

  const preview = await unfurl(url);
  remember(preview);
  return { statusCode: 200, body: JSON.stringify(preview) };
};
