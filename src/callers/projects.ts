import { dirname } from "node:path";
import QuickLRU from "quick-lru";
import { type Attention, attention } from "../syntax/attention.js";
import { findPackageDirectories } from "./project-files.js";
import { Project, type ProjectSettings } from "./project.js";

/** The projects of a process that are looked at with one set of settings: none yet. */
export function createProjects(settings: ProjectSettings): Projects {
  return new Projects(settings);
}

/** The projects of a process that are looked at with one set of settings. */
export class Projects {
  readonly #byRoot = new Map<string, Project | undefined>();
  readonly #rootsByDirectory = new QuickLRU<string, readonly string[]>({ maxSize: 1_000 });

  constructor(
    private readonly settings: ProjectSettings,
    private readonly now: () => number = () => performance.now(),
    private readonly asked: Attention = attention,
  ) {}

  /** The project around a file: its repository, or the outermost package of it that is not too large. */
  of(file: string): Project | undefined {
    const directory = dirname(file);
    let roots = this.#rootsByDirectory.get(directory);
    if (roots === undefined) {
      roots = findPackageDirectories(file).toReversed();
      this.#rootsByDirectory.set(directory, roots);
    }
    for (const root of roots) {
      if (!this.#byRoot.has(root))
        this.#byRoot.set(root, Project.at(root, this.settings, this.now, this.asked));
      const project = this.#byRoot.get(root);
      if (project === undefined) continue;
      project.refresh();
      return project.has(file) ? project : undefined;
    }
    return undefined;
  }
}
