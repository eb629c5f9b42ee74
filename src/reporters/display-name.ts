import type { ColdLink } from "../reports/cold/cold-report.js";
import { printable } from "./format.js";

/** A link of a chain in a few words: the path inside its package, or the project's file. */
export function displayName({ file, package: packageName }: Pick<ColdLink, "file" | "package">): string {
  const inPackage = /.*node_modules\/(.*)$/.exec(file)?.[1];
  if (inPackage !== undefined) return printable(inPackage);
  const name = file.replace(/^(?:\.\.\/)+/, "");
  return printable(packageName === null ? name : `${packageName} ${name}`);
}

/** Shortens at the front, where paths say least: `…/handlers/get-order.ts`. */
export function shortenStart(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(text.length - width + 1)}`;
}
