import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rules } from "../../src/rules/index.js";
import { collectCodeBlocks, collectExamples } from "../docs/code-blocks.js";
import { projectRoot, readProjectFile } from "../support/project-files.js";

/** A folder to open in an editor: the handlers of `fixtures/editor`, and the bad examples of every page in rules-docs. */
export interface Workspace {
  readonly folder: string;
  /** The absolute path of a file of the fixtures. */
  fixture(name: string): string;
  /** For each rule the bad examples of its page, in their order: the absolute paths of their files. */
  readonly badExamples: ReadonlyMap<string, readonly (readonly string[])[]>;
  remove(): void;
}

/** Each example lies in a folder of its own, so that no template is read for the code of another. */
export function buildWorkspace(): Workspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "eslint-plugin-aws-lambda-editor-")));
  cpSync(join(projectRoot, "tests/fixtures/editor"), folder, { recursive: true });
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"), "dir");

  const configs: object[] = [];
  const badExamples = new Map<string, readonly (readonly string[])[]>();
  for (const rule of Object.keys(rules)) {
    const blocks = collectCodeBlocks(readProjectFile(`rules-docs/${rule}.md`));
    const examples = collectExamples(blocks, "bad").map((example, index) =>
      example.map(({ code, filename, settings }) => {
        const directory = `pages/${rule}/${index + 1}`;
        const name = `${directory}/${filename}`;
        // A page about imports has its example beside the files that are imported.
        const [fixture] = /^tests\/fixtures\/\w+/.exec(filename) ?? [];
        if (fixture !== undefined)
          cpSync(join(projectRoot, fixture), join(folder, directory, fixture), { recursive: true });
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), code);
        if (settings !== undefined) configs.push({ files: [name], settings: { "aws-lambda": settings } });
        return join(folder, name);
      }),
    );
    badExamples.set(rule, examples);
  }
  writeFileSync(join(folder, "settings.json"), JSON.stringify(configs));

  return {
    folder,
    badExamples,
    fixture: (name) => join(folder, "src", name),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
