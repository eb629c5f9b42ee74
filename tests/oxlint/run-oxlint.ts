import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { formatFinding, type Finding } from "../cli/run-eslint.js";

const oxlintPath = join(dirname(createRequire(import.meta.url).resolve("oxlint/package.json")), "bin/oxlint");
const pluginPath = join(import.meta.dirname, "../../dist/index.js");

export interface OxlintConfig {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly ignorePatterns?: readonly string[];
  readonly overrides?: readonly {
    readonly files: readonly string[];
    readonly rules: OxlintConfig["rules"];
  }[];
}

/** The `.oxlintrc.json` that runs the built plugin, and none of Oxlint's own rules. */
export function buildOxlintConfig(config: OxlintConfig): string {
  return JSON.stringify({ ...config, jsPlugins: [pluginPath], categories: { correctness: "off" } });
}

/**
 * Runs Oxlint in a folder and gives its findings in the notation of ESLint's, sorted. Rejects when Oxlint prints no
 * report, as it does when it cannot load the plugin.
 */
export function runOxlint(folder: string, configPath: string): Promise<Finding[]> {
  return new Promise((resolve, reject) => {
    const args = [oxlintPath, "--config", configPath, "--format", "json", "."];
    execFile(
      process.execPath,
      args,
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => {
        if (!stdout.startsWith("{")) {
          reject(new Error(`Oxlint printed no report:\n${stdout}${stderr}`));
          return;
        }
        const { diagnostics } = JSON.parse(stdout) as OxlintReport;
        resolve(diagnostics.map(toFinding).sort());
      },
    );
  });
}

/** The part of Oxlint's JSON output that the tests read. A syntax error has no code. */
interface OxlintReport {
  readonly diagnostics: readonly {
    readonly code?: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
  }[];
}

function toFinding({ code, filename, labels }: OxlintReport["diagnostics"][number]): Finding {
  const ruleId = code === undefined ? null : code.replace(/^(.+)\((.+)\)$/, "$1/$2");
  return formatFinding(filename, labels[0]?.span.line ?? 0, labels[0]?.span.column ?? 0, ruleId);
}
