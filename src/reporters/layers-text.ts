import type { LayersReport } from "../reports/layers/layers-report.js";
import { alignColumns } from "./columns.js";
import {
  caveats,
  describeShared,
  describeVersions,
  LAYER_COLUMNS,
  packagesForLayers,
  summariseLayers,
} from "./describe-layers.js";
import { count, printable } from "./format.js";
import { exitCodeOf, type Reported } from "./reporter.js";
import { createPaint, type Terminal } from "./terminal.js";

/** The shared packages for a terminal, and the versions that differ. */
export function reportLayersAsText(
  report: LayersReport,
  { top, ...terminal }: Terminal & { /** So many packages are shown. */ readonly top: number },
): Reported {
  const paint = createPaint(terminal);
  const { conflicts, problems } = report;
  const packages = packagesForLayers(report);
  const rows = packages.slice(0, top).map((one) => describeShared(one).map((cell) => printable(cell)));
  const columns = LAYER_COLUMNS.map((title, index) => ({ title: paint.dim(title), isNumber: index > 0 }));
  const left = packages.length - rows.length;
  const sections = [
    paint.bold(summariseLayers(report)),
    rows.length === 0 ? "" : alignColumns(columns, rows),
    rows.length > 0 && left > 0 ? paint.dim(`and ${count(left, "more package")}`) : "",
    conflicts.length === 0
      ? ""
      : [
          paint.bold("Loaded in several versions"),
          ...conflicts.map((conflict) => `  ${printable(`${conflict.name}: ${describeVersions(conflict)}`)}`),
        ].join("\n"),
    packages.length === 0 ? "" : paint.dim(caveats.join("\n")),
    problems.map(({ file, message }) => `${paint.red("✗")} ${printable(`${file}: ${message}`)}`).join("\n"),
  ];
  return {
    output: `${sections.filter((section) => section !== "").join("\n\n")}\n`,
    exitCode: exitCodeOf({ findings: 0, problems: problems.length }),
  };
}
