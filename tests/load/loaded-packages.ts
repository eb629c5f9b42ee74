import { execFileSync } from "node:child_process";
import { projectRoot } from "../support/project-files.js";

/**
 * Runs an ECMAScript module in a Node.js process of its own and says which packages of node_modules it loaded, in
 * alphabetical order. V8 names every script it compiles, CommonJS and ESM alike.
 */
export function findLoadedPackages(source: string): string[] {
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
  const names = (JSON.parse(output) as string[]).map(
    (url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1],
  );
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}
