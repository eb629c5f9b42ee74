import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

export type Files = Readonly<Record<string, string>>;

/** What the messages about one file of a project begin with: the data that gets somewhere, or else the whole message. */
export function lint(files: Files, file = "src/handler.ts", rule = "no-event-injection"): readonly string[] {
  const directory = temporaryProject({ "package.json": "{}", ...files });
  return lintFile(directory, file, [rule]).map(
    ({ message }) => /^`(.*?)` (?:reaches|decides)/.exec(message)?.[1] ?? message,
  );
}

/** What `find` needs. */
export const pg = `import { Pool } from "pg";\nconst pool = new Pool();\n`;

/** A statement that a value gets into. */
export const find = (value: string): string =>
  `await pool.query(\`SELECT * FROM orders WHERE id = '\${${value}}'\`);`;

/** What stands before the routes of an app of Express, and after them. */
export const express = `import express from "express";\nimport serverless from "serverless-http";\n${pg}const app = express();\n`;
export const served = "\nexport const handler = serverless(app);";
