import path from "node:path";
import { packagesOfApp } from "./cdk/app-command.js";
import { listFolder } from "./list-folder.js";
import { MARKER, SKIPPED } from "./project-folders.js";
import { statFile } from "./stat-file.js";

/** Bounds of one project: what lies beyond is not looked for. */
const MAX_FILES_LISTED = 4_000;
const MAX_FILES_READ = 600;
const MAX_BYTES_READ = 8_000_000;
const MAX_FILE_BYTES = 300_000;
const MAX_DEPTH = 10;
const SOURCES_FIRST =
  /(?:^|\/)(?:bin|lib|infra|infrastructure|cdk|stacks?|constructs?|iac|deploy|deployment)\//i;
/** Not what tools write under hidden names: SST leaves the code that it has bundled in `.sst.config.1719338843207.mjs`. */
const SOURCE = /^[^.].*(?<!\.d|\.test|\.spec)\.[cm]?[jt]s$/;

/** The files of a project that may hold infrastructure. */
export interface ProjectSources {
  /** Absolute paths of all that are looked at, with their times. */
  readonly files: ReadonlyMap<string, number>;
  readonly directories: readonly string[];
  /** False where some are left out, because there are too many. */
  readonly isWhole: boolean;
}

/** The source files of a project, those first that usually hold infrastructure; other projects in it have their own. */
export function listSources(root: string): ProjectSources {
  const files: string[] = [];
  const directories: string[] = [];
  const visited = new Set<string>();
  const visit = (directory: string, depth: number): void => {
    const names = listFolder(directory).entries;
    if (visited.has(directory) || (depth > 0 && names.some(({ name }) => MARKER.test(name)))) return;
    visited.add(directory);
    directories.push(directory);
    for (const { name, isFolder } of names) {
      if (files.length >= MAX_FILES_LISTED) return;
      const inner = path.join(directory, name);
      if (!isFolder) {
        if (SOURCE.test(name)) files.push(inner);
      } else if (depth < MAX_DEPTH && !SKIPPED.test(name)) visit(inner, depth + 1);
    }
  };
  // A repository may have more files than are looked at.
  for (const folder of packagesOfApp(root)) visit(folder, 1);
  const ofApp = new Set(files);
  visit(root, 0);
  const names = new Set(files);
  // What the compiler wrote lies beside its source.
  const sources = files.filter((file) => !file.endsWith(".js") || !names.has(file.replace(/\.js$/, ".ts")));
  const isFirst = (file: string): boolean => ofApp.has(file) || SOURCES_FIRST.test(path.relative(root, file));
  const ordered = [...sources.filter(isFirst), ...sources.filter((file) => !isFirst(file))];
  let bytes = 0;
  const read = new Map<string, number>();
  for (const file of ordered.slice(0, MAX_FILES_READ)) {
    const { size, mtimeMs } = statFile(file) ?? { size: Infinity, mtimeMs: 0 };
    if (size > MAX_FILE_BYTES || bytes + size > MAX_BYTES_READ) continue;
    bytes += size;
    read.set(file, mtimeMs);
  }
  return { files: read, directories, isWhole: read.size === ordered.length };
}
