import { layerEffects } from "../knowledge/layer-effects.js";
import type { LayersReport, SharedPackage, VersionConflict } from "../reports/layers/layers-report.js";
import { count, formatBytes } from "./format.js";

export const LAYER_COLUMNS = ["package", "handlers", "size", "saves"] as const;

/** The cells of a package, as `LAYER_COLUMNS` has them. */
export function describeShared({
  name,
  version,
  handlers,
  bytes,
  savedBytes,
}: SharedPackage): readonly string[] {
  return [
    version === null ? name : `${name}@${version}`,
    handlers.length.toLocaleString("en-US"),
    formatBytes(bytes),
    formatBytes(savedBytes),
  ];
}

/** What a layer could hold: the rest is there already. */
export function packagesForLayers({ shared }: LayersReport): readonly SharedPackage[] {
  return shared.filter(({ isInRuntime }) => !isInRuntime);
}

/** `12 packages are loaded by several of 8 handlers: a layer saves 3.1 MB of what they load.` */
export function summariseLayers(report: LayersReport): string {
  const packages = packagesForLayers(report);
  const saved = packages.reduce((sum, { savedBytes }) => sum + savedBytes, 0);
  if (packages.length === 0)
    return `No package but the runtime's own is loaded by several of ${count(report.handlers, "handler")}.`;
  const verb = packages.length === 1 ? "is" : "are";
  return `${count(packages.length, "package")} ${verb} loaded by several of ${count(report.handlers, "handler")}: a layer saves ${formatBytes(saved)} of what they load.`;
}

/** `uuid: 8.3.2 in 3 handlers, 9.0.1 in 1 handler`, without the name. */
export function describeVersions({ versions }: VersionConflict): string {
  return versions
    .map(({ version, handlers }) => `${version} in ${count(handlers.length, "handler")}`)
    .join(", ");
}

/** What has to be known before anybody makes a layer. */
export const caveats: readonly string[] = [
  "Sizes are those of the files that are loaded: a package is deployed whole, and a bundle keeps a part of it.",
  ...layerEffects.map(({ effect }) => effect),
];
