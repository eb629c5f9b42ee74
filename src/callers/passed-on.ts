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

/** The fewest steps by which each key of a file was come to, in one question: modules that pass on all of each other. */
export type AskedKeys = Map<string, number>;

/** True where the file was asked for the key before, by no more steps, so that it has nothing new to say. */
export function isAskedAgain(asked: AskedKeys, file: string, key: ExportKey, steps: number): boolean {
  const id = `${file}\0${key}`;
  const fewest = asked.get(id);
  if (fewest !== undefined && fewest <= steps) return true;
  asked.set(id, steps);
  return false;
}
