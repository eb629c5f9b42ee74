import type { ReexportedHandler } from "../lambda/elsewhere.js";
import type { ExportAlias } from "../lambda/handlers/export-aliases.js";
import { type ExportKey, type ExportPath, keyOf } from "../syntax/export-paths.js";
import type { Project } from "./project.js";
import { createLimit } from "./search-limit.js";

/** The exports of a file that other files make handlers. Within the package of the file: what others export of it they wrap, and that is a use. */
export function findHandlerExports(
  file: string,
  project: Project,
): ReadonlyMap<ExportKey, ReexportedHandler> {
  const handlers = new Map<ExportKey, ReexportedHandler>();
  const limit = createLimit();
  const seen = new Set<string>([file]);
  /** Files that pass on exports of the file, and what those are called there. */
  const queue: { file: string; toOwn: (path: ExportPath) => ExportKey | undefined }[] = [
    { file, toOwn: keyOf },
  ];
  for (let index = 0; index < queue.length && !limit.isReached(); index++) {
    const step = queue[index] as (typeof queue)[number];
    for (const importer of project.importersInPackage(step.file)) {
      if (!project.mayHoldHandlers(importer) && !project.mayPassOn(importer)) continue;
      if (!limit.mayLookInto(importer)) continue;
      const summary = project.summaryOf(importer);
      for (const imported of summary.importedHandlers) {
        if (project.resolve(imported.module, importer) !== step.file) continue;
        const key = step.toOwn(imported.path);
        if (key === undefined) continue;
        const known = handlers.get(key);
        const holders = [...(known?.holders ?? []), { file: importer, name: imported.exportName }];
        const isBetter = known === undefined || imported.isForwarded !== true;
        handlers.set(key, { ...(isBetter ? imported : known), holders });
      }
      if (seen.has(importer)) continue;
      seen.add(importer);
      const aliases = summary.aliases.filter(({ module }) => project.resolve(module, importer) === step.file);
      if (aliases.length > 0)
        queue.push({ file: importer, toOwn: (path) => firstOwn(aliases, path, step.toOwn) });
    }
  }
  return handlers;
}

function firstOwn(
  aliases: readonly ExportAlias[],
  path: ExportPath,
  toOwn: (path: ExportPath) => ExportKey | undefined,
): ExportKey | undefined {
  for (const alias of aliases) {
    if (alias.name === "*") {
      if (path.length > 0) return toOwn([...alias.path, ...path]);
    } else if (alias.name.every((name, index) => path[index] === name))
      return toOwn([...alias.path, ...path.slice(alias.name.length)]);
  }
  return undefined;
}
