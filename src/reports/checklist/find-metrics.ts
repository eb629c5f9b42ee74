import { metricsPackages } from "../../knowledge/checklist.js";
import type { HandlerFacts } from "../facts/facts-report.js";
import type { ChecklistEvidence } from "./checklist-report.js";

/** Where handlers' files make something that writes metrics, each place once. */
export function findMetrics(handlers: readonly HandlerFacts[]): readonly ChecklistEvidence[] {
  const places = handlers.flatMap(({ file, clients }) =>
    clients
      .filter(({ module }) => metricsPackages.test(module))
      .map(({ name, module, line }) => ({
        file,
        line,
        rule: null,
        message: `\`${name}\` of ${module} writes metrics.`,
      })),
  );
  return [...new Map(places.map((place) => [`${place.file}:${place.line}`, place])).values()];
}
