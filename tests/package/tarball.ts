import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

export interface Tarball {
  readonly path: string;
  /** Paths inside the package, sorted. */
  readonly files: readonly string[];
}

/** Packs the package as `npm publish` would, from the dist that is there. */
export async function packTarball(destination: string): Promise<Tarball> {
  const { stdout } = await runNpm(root, "pack", "--json", "--pack-destination", destination);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return {
    path: join(destination, packed.filename),
    files: packed.files.map(({ path }) => path).sort(),
  };
}

/** Runs npm in a folder, taking packages from its cache where they are there. Rejects when npm fails. */
export function runNpm(
  folder: string,
  ...args: readonly string[]
): Promise<{ stdout: string; stderr: string }> {
  return run("npm", [...args, "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: folder,
    shell: process.platform === "win32",
  });
}
