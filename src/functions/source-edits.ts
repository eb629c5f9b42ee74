import { type TextEdit, insertEntry } from "./config-edits.js";
import type { EventSource, Framework } from "./function-config.js";

/** How a framework is told that a source takes failed items: the key, and its value in YAML or TypeScript and in JSON. */
interface Option {
  readonly key: string;
  readonly value: string;
  readonly json: string;
}

const CLOUDFORMATION: Option = {
  key: "FunctionResponseTypes",
  value: "[ReportBatchItemFailures]",
  json: '["ReportBatchItemFailures"]',
};
const OPTIONS: Readonly<Partial<Record<Framework, Option>>> = {
  sam: CLOUDFORMATION,
  cloudformation: CLOUDFORMATION,
  serverless: {
    key: "functionResponseType",
    value: "ReportBatchItemFailures",
    json: '"ReportBatchItemFailures"',
  },
  cdk: { key: "reportBatchItemFailures", value: "true", json: "true" },
};

/** What an option is called that makes a source take failed items; undefined where the framework has none of one word. */
export function nameOfItemFailures(framework: Framework): string | undefined {
  return OPTIONS[framework]?.key;
}

/**
 * Makes a source take the failed items of a batch. Undefined where that cannot be written into what stands there: a source
 * in one word, options from elsewhere, the key with another value.
 *
 * @param text of the file in which the source stands
 */
export function writeItemFailures(
  text: string,
  framework: Framework,
  { options, place }: EventSource,
): TextEdit | undefined {
  const option = OPTIONS[framework];
  if (option === undefined) return undefined;
  if (options !== undefined) {
    if (options.file !== place.file) return undefined;
    const written = text.slice(...(options.range ?? [0, 0]));
    if (new RegExp(`\\b${option.key}["']?\\s*[:,}]`).test(written)) return undefined;
    const isJson = /^\{\s*"/.test(written);
    return insertEntry(text, options, option.key, isJson ? option.json : option.value);
  }
  // `new SqsEventSource(queue)`: of this one nothing has to be said, so that it may have no options at all.
  const [start, end] = place.range ?? [0, 0];
  if (framework !== "cdk" || !/^new [\w.]*SqsEventSource\(\s*[\w.]+\s*\)$/.test(text.slice(start, end)))
    return undefined;
  return { range: [end - 1, end - 1], text: `, { ${option.key}: ${option.value} }` };
}
