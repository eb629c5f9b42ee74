import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../support/project-files.js";

/**
 * Runs an ECMAScript module in a Node.js process of its own and says which packages of node_modules it loaded, in
 * alphabetical order.
 */
export function findLoadedPackages(source: string): string[] {
  return namesIn(findLoadedScripts(source), /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
}

/** The same for the files of this package's dist, those aside whose names are made of their content. */
export function findLoadedFiles(source: string): string[] {
  return namesIn(findLoadedScripts(source), new RegExp(`^${dist}((?!shared-)[^/]+)$`));
}

const dist = pathToFileURL(join(projectRoot, "dist/")).href;

function namesIn(urls: readonly string[], pattern: RegExp): string[] {
  const names = urls.map((url) => pattern.exec(url)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

/** V8 names every script it compiles, CommonJS and ESM alike. */
function findLoadedScripts(source: string): string[] {
  const program = `
    import { Session } from "node:inspector";
    const session = new Session();
    const urls = [];
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => urls.push(params.url));
    session.post("Debugger.enable");
    await (async () => {${source}})();
    session.disconnect();
    process.stdout.write(JSON.stringify(urls));
  `;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: projectRoot,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(output) as string[];
}
