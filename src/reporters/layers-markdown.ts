import type { LayersReport } from "../reports/layers/layers-report.js";
import {
  caveats,
  describeShared,
  describeVersions,
  LAYER_COLUMNS,
  packagesForLayers,
  summariseLayers,
} from "./describe-layers.js";
import { codeSpan, escapeMarkdown, markdownTable } from "./markdown.js";
import { exitCodeOf, type Reported } from "./reporter.js";

/** The shared packages as a table, and the versions that differ as a list. */
export function reportLayersAsMarkdown(report: LayersReport): Reported {
  const { conflicts, problems } = report;
  const packages = packagesForLayers(report);
  const titles = LAYER_COLUMNS.map((title, index) => (index === 0 ? title : `${title}:`));
  const rows = packages.map((one) =>
    describeShared(one).map((cell, index) => (index === 0 ? codeSpan(cell) : cell)),
  );
  const parts = [
    "## Layers",
    summariseLayers(report),
    packages.length === 0 ? "" : markdownTable(titles, rows),
    conflicts.length === 0 ? "" : "### Loaded in several versions",
    conflicts
      .map((conflict) => `- ${codeSpan(conflict.name)}: ${escapeMarkdown(describeVersions(conflict))}`)
      .join("\n"),
    packages.length === 0 ? "" : caveats.join(" "),
    ...problems.map(({ file, message }) => `- ${codeSpan(file)}: ${escapeMarkdown(message)}`),
  ];
  return {
    output: `${parts.filter((part) => part !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}
