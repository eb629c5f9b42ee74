import type { ExportKey } from "../syntax/export-paths.js";
import { ownKeyOf } from "./find-given-functions.js";
import type { Project } from "./project.js";

/** What a module exports under a key. */
export interface ExportedCode {
  readonly module: string;
  readonly key: ExportKey;
}

/** What a file exports under a key of its own that it has from other modules. */
export function passedOnBy(file: string, key: ExportKey, project: Project): readonly ExportedCode[] {
  return project.summaryOf(file).aliases.flatMap((alias) => {
    const ofAlias = ownKeyOf(alias, key);
    return ofAlias === undefined ? [] : [{ module: alias.module, key: ofAlias }];
  });
}
