import sharp from "sharp";

export { renditionWidths } from "./rendition-widths.js";

export interface Rendition {
  readonly width: number;
  readonly image: Uint8Array;
}

/** A WebP image of the given width, turned upright as its EXIF data says and never enlarged. */
export async function renderAt(original: Uint8Array, width: number): Promise<Rendition> {
  const image = await sharp(original)
    .rotate()
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer();
  return { width, image };
}
