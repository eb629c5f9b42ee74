import { describe, expect, it } from "vitest";
import { catchPathsOf } from "../../../src/lambda/errors/catch-paths.js";
import { guardedWorkOf } from "../../../src/lambda/errors/guarded-work.js";
import { modelOf } from "../../support/model-of.js";

const top = `import { save } from "./work.js"; import { Logger } from "@aws-lambda-powertools/logger"; const log = new Logger();`;

/** How the only place that catches an error in the code ends. */
function endingOf(code: string) {
  const { lambda } = modelOf(`${top}\nexport const handler = async (event) => { ${code} };`);
  const paths = catchPathsOf(lambda);
  expect(paths).toHaveLength(1);
  return paths[0]!.ending;
}

describe("catchPathsOf", () => {
  it.each([
    ["a throw", `try { await save(); } catch (e) { throw e; }`],
    ["a throw in a branch", `try { await save(); } catch (e) { if (e.code) throw e; }`],
    ["a call that may do anything", `try { await save(); } catch (e) { handle(e); }`],
    [
      "an assignment",
      `let failed; try { await save(); } catch (e) { failed = e; } check(failed); return failed;`,
    ],
    ["awaited work", `try { await save(); } catch (e) { const answer = await save(e); }`],
    ["a loop", `try { await save(); } catch (e) { for (const cause of e.causes) console.error(cause); }`],
    ["a chain that gives the error to a function", `await save().catch((e) => report(e));`],
    ["a returned call of code elsewhere", `try { await save(); } catch (e) { return toResponse(e); }`],
  ])("takes it for handled: %s", (_, code) => {
    expect(endingOf(code)).toEqual({ kind: "handled", throws: code.includes("throw") });
  });

  it.each([
    ["an object", `try { await save(); } catch { return { ok: false }; }`, "{ ok: false }"],
    ["null in a chain", `await save().catch(() => null);`, "null"],
    ["undefined that is said", `await save().catch(() => undefined);`, "undefined"],
    ["the error", `try { await save(); } catch (e) { console.error(e); return e; }`, "e"],
    [
      "what a variable gets that is returned next",
      `let answer; try { answer = await save(); } catch (e) { console.error(e); answer = { ok: false }; } return answer;`,
      "{ ok: false }",
    ],
    ["a branch", `try { await save(); } catch (e) { if (e.code) return 1; console.error(e); }`, "1"],
  ])("gives the value that stands for the result: %s", (_, code, text) => {
    const { lambda, sourceCode } = modelOf(`${top}\nexport const handler = async (event) => { ${code} };`);
    const [path] = catchPathsOf(lambda);
    const value = path?.ending.kind === "value" ? sourceCode.getText(path.ending.value) : undefined;
    expect(value).toBe(text);
  });

  it.each([
    ["nothing at all", `try { await save(); } catch { }`, "none"],
    ["a log", `try { await save(); } catch (e) { console.error(e); }`, "error"],
    ["a logger's log", `try { await save(); } catch (e) { log.error("failed", e); return; }`, "error"],
    [
      "a function that only logs",
      `const tell = (e) => { console.error(e); }; try { await save(); } catch (e) { tell(e); }`,
      "error",
    ],
    [
      "a message worked out for the log",
      `try { await save(); } catch (e) { const text = String(e); console.error(text); }`,
      "error",
    ],
    ["a method of console", `await save().catch(console.error);`, "error"],
    ["a log of no level", `try { await save(); } catch (e) { console.log(e); }`, "error"],
    ["a warning", `try { await save(); } catch (e) { console.warn(e); }`, "notice"],
    ["a warning of a logger", `try { await save(); } catch (e) { log.warn({ e }, "failed"); }`, "notice"],
    ["a warning by a method of console", `await save().catch(console.warn);`, "notice"],
    [
      "a warning and an error",
      `try { await save(); } catch (e) { if (e.retryable) console.warn(e); else console.error(e); }`,
      "error",
    ],
    ["an empty function", `await save().catch(() => {});`, "none"],
    ["the second function of then", `await save().then(() => 1, () => {});`, "none"],
  ])("sees that nothing comes of it: %s", (_, code, log) => {
    expect(endingOf(code)).toEqual({ kind: "nothing", log, isDocumented: false });
  });

  it("believes a comment, and the text of a log", () => {
    const documented = expect.objectContaining({ kind: "nothing", isDocumented: true }) as unknown;
    expect(endingOf(`try { await save(); } catch { /* best effort */ }`)).toEqual(documented);
    expect(endingOf(`try { await save(); } catch (e) { console.warn("ignoring", e); }`)).toEqual(documented);
    expect(endingOf(`try { await save(); } catch (e) { console.warn("ignorance", e); }`)).not.toEqual(
      documented,
    );
  });

  it("knows no rejection handler of another file", () => {
    const { lambda } = modelOf(
      `import { onError } from "./e.js"; export const handler = () => save().catch(onError);`,
    );
    expect(catchPathsOf(lambda)).toEqual([]);
  });
});

describe("guardedWorkOf", () => {
  const doesWork = (code: string, imports = ""): boolean => {
    const { lambda } = modelOf(
      `${imports}\nimport { save } from "./work.js";\nexport const handler = async (event) => { try { ${code} } catch { } };`,
    );
    return guardedWorkOf(lambda).doesWork(catchPathsOf(lambda)[0]!.guarded);
  };

  it.each([
    ["what another file does", `await save(event);`],
    ["a request", `fetch(event.url);`],
    ["a promise among others", `await Promise.all(event.ids.map((id) => save(id)));`],
    ["a function of the file", `const run = async () => { await save(1); }; await run();`],
    ["work beside telemetry", `await flushMetrics(); await save(event);`],
  ])("is work: %s", (_, code) => {
    expect(doesWork(code)).toBe(true);
  });

  it.each([
    ["a computation", `JSON.parse(event.body);`, ""],
    ["a promise that goes to the caller", `return save(event);`, ""],
    ["an argument", `use(save(event));`, ""],
    [
      "a connection that is closed",
      `await pool.end();`,
      `import { Pool } from "pg"; const pool = new Pool();`,
    ],
    ["a name that tells it", `await trackVisit(event);`, `import { trackVisit } from "./analytics.js";`],
    ["a local file", `await fs.rm("/tmp/a");`, `import fs from "node:fs/promises";`],
    [
      "a recursion without work",
      `const run = async (n) => { if (n > 0) await run(n - 1); }; await run(3);`,
      "",
    ],
  ])("is no work: %s", (_, code, imports) => {
    expect(doesWork(code, imports)).toBe(false);
  });
});
