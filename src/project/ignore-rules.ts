import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { Ignore } from "ignore";

/** Says of a path below the directory that the rules belong to whether Git would leave it out. */
interface IgnoreFile {
  readonly directory: string;
  readonly rules: Ignore;
}

type CreateIgnore = () => Ignore;

/** The `.gitignore` files that hold for a directory: its own and those above it, up to the root of the repository. */
export class IgnoreRules {
  private constructor(
    private readonly files: readonly IgnoreFile[],
    private readonly createIgnore: CreateIgnore,
  ) {}

  /** For the directory in which a walk begins. Where Git would leave that directory out, rules above it do not count. */
  static async above(directory: string): Promise<IgnoreRules> {
    // Typed as CommonJS, where the function itself is the export.
    const { default: createIgnore } = (await import("ignore")) as unknown as { default: CreateIgnore };
    let rules = new IgnoreRules([], createIgnore);
    const parents = directoriesUpToRepository(directory);
    for (const parent of parents.toReversed()) rules = rules.in(parent);
    return rules.ignores(directory, true) ? new IgnoreRules([], createIgnore) : rules;
  }

  /** The rules that hold inside a directory. */
  in(directory: string): IgnoreRules {
    const text = readIgnoreFile(join(directory, ".gitignore"));
    if (text === undefined) return this;
    return new IgnoreRules(
      [...this.files, { directory, rules: this.createIgnore().add(text) }],
      this.createIgnore,
    );
  }

  /** The nearest file that says anything of the path decides, as in Git. */
  ignores(path: string, isDirectory: boolean): boolean {
    for (const { directory, rules } of this.files.toReversed()) {
      const relativePath = relative(directory, path).split(sep).join("/");
      if (relativePath === "" || relativePath.startsWith("..")) continue;
      const { ignored, unignored } = rules.test(isDirectory ? `${relativePath}/` : relativePath);
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}

/** The directories strictly above, as far as the one that holds `.git`; none outside a repository. */
function directoriesUpToRepository(directory: string): string[] {
  const parents: string[] = [];
  let current = directory;
  while (!exists(join(current, ".git"))) {
    const parent = dirname(current);
    if (parent === current) return [];
    parents.push(parent);
    current = parent;
  }
  return parents;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readIgnoreFile(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
