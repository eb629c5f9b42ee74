import type { Reported } from "../reporters/reporter.js";
import type { ColdResult } from "../reports/cold/cold-result.js";
import type { OutputOptions } from "./parse-arguments.js";
import { outputTerminal } from "./write-output.js";

/** Loads the reporter of the format and lets it report. */
export async function renderCold(
  result: ColdResult,
  options: OutputOptions & { readonly top: number },
): Promise<Reported> {
  switch (options.format) {
    case "text": {
      const { reportColdAsText } = await import("../reporters/cold-text/report-cold-as-text.js");
      return reportColdAsText(result, { ...outputTerminal(options), top: options.top });
    }
    case "json": {
      const { reportColdAsJson } = await import("../reporters/cold-json.js");
      return reportColdAsJson(result);
    }
    case "markdown": {
      const { reportColdAsMarkdown } = await import("../reporters/cold-markdown.js");
      return reportColdAsMarkdown(result);
    }
    case "sarif": {
      const { reportColdAsSarif } = await import("../reporters/cold-sarif.js");
      return reportColdAsSarif(result);
    }
    case "html": {
      const { reportColdAsHtml } = await import("../reporters/cold-html/report-cold-as-html.js");
      return reportColdAsHtml(result);
    }
  }
}
