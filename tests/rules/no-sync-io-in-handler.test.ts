import rule from "../../src/rules/no-sync-io-in-handler.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const inHandler = (body: string, top = `import fs from "node:fs";`): string =>
  `${top}\nexport const handler = async (event: any) => {\n  ${body}\n};\n`;

const valid: Record<string, string> = {
  "a read at init": `import fs from "node:fs";\nconst page = fs.readFileSync("page.html", "utf8");\nexport const handler = async () => page;`,
  "a read that is kept": `import fs from "node:fs";\nlet page: string | undefined;\nexport const handler = async () => { page ??= fs.readFileSync("page.html", "utf8"); return page; };`,
  "a read in a guarded helper": `import fs from "node:fs";\nlet page: string | undefined;\nfunction load() { if (page) return page; page = fs.readFileSync("page.html", "utf8"); return page; }\nexport const handler = async () => load();`,
  "a file that is there from the second invocation on": inHandler(
    `if (!fs.existsSync("/tmp/model")) fs.writeFileSync("/tmp/model", "a");`,
  ),
  "a question for a file": inHandler(`return fs.existsSync("/tmp/a");`),
  "a question for a file to fs-extra": inHandler(
    `return fs.pathExistsSync("/tmp/a");`,
    `import fs from "fs-extra";`,
  ),
  "the promises": inHandler(`return fs.promises.readFile(event.path);`),
  "a method of that name of something else": inHandler(
    `store.readFileSync("a");`,
    `import { store } from "./store.js";`,
  ),
  "an own function of that name": inHandler(
    `readFileSync("a");`,
    `const readFileSync = (path: string) => path;`,
  ),
  "a short hash": inHandler(
    `return createHash("sha256").update(event.id).digest("hex");`,
    `import { createHash } from "node:crypto";`,
  ),
  "a short derivation": inHandler(
    `return hkdfSync("sha256", "a", "b", "c", 32);`,
    `import { hkdfSync } from "node:crypto";`,
  ),
  "a function that no handler is known to call": `import fs from "node:fs";\nexport const read = () => fs.readFileSync("a");\nexport const handler = async () => 1;`,
  "a file without a handler": `import fs from "node:fs";\nexport const read = () => fs.readFileSync("a");`,
};

interface Expected {
  readonly code: string;
  readonly at: string;
  readonly occurrence?: number;
  readonly call: string;
  readonly instead: string;
  readonly fixed?: readonly [from: string, to: string];
}

const read = { at: "fs.readFileSync", call: "readFileSync()", instead: "fs.promises.readFile" } as const;

const invalid: Record<string, Expected> = {
  "a read": {
    ...read,
    code: inHandler(`return fs.readFileSync(event.path, "utf8");`),
    fixed: ["fs.readFileSync(event.path", "await fs.promises.readFile(event.path"],
  },
  "a read whose answer is used at once": {
    ...read,
    code: inHandler(`return fs.readFileSync(event.path).toString("utf8");`),
    fixed: ["fs.readFileSync(event.path)", "(await fs.promises.readFile(event.path))"],
  },
  "a read of a file that is there": {
    ...read,
    code: inHandler(
      `if (!fs.existsSync(event.path)) return "";\n  return fs.readFileSync(event.path, "utf8");`,
    ),
    fixed: ["fs.readFileSync(event.path", "await fs.promises.readFile(event.path"],
  },
  "a namespace": {
    at: "files.writeFileSync",
    call: "writeFileSync()",
    instead: "fs.promises.writeFile",
    code: inHandler(`files.writeFileSync("/tmp/a", event.body);`, `import * as files from "fs";`),
    fixed: [`files.writeFileSync(`, `await files.promises.writeFile(`],
  },
  "a named import": {
    at: "readFileSync",
    occurrence: 1,
    call: "readFileSync()",
    instead: "fs.promises.readFile",
    code: inHandler(`return readFileSync(event.path);`, `import { readFileSync } from "node:fs";`),
  },
  "a helper that is not async": {
    ...read,
    code: inHandler(
      `return load(event.path);`,
      `import fs from "node:fs";\nconst load = (path: string) => fs.readFileSync(path, "utf8");`,
    ),
  },
  "a callback that is not async": {
    ...read,
    code: inHandler(`return event.paths.map((path: string) => fs.readFileSync(path));`),
  },
  "a descriptor": {
    at: "fs.openSync",
    call: "openSync()",
    instead: "fs.promises.open",
    code: inHandler(`return fs.openSync("/tmp/a", "r");`),
  },
  "a write to an open file": {
    at: "fs.writeSync",
    call: "writeSync()",
    instead: "FileHandle.write",
    code: inHandler(`return fs.writeSync(event.fd, "a");`),
  },
  "a question about an open file": {
    at: "fs.fstatSync",
    call: "fstatSync()",
    instead: "FileHandle.stat",
    code: inHandler(`return fs.fstatSync(event.fd);`),
  },
  "a function of fs-extra": {
    at: "fs.readJsonSync",
    call: "readJsonSync()",
    instead: "readJson",
    code: inHandler(`return fs.readJsonSync(event.path);`, `import fs from "fs-extra";`),
  },
  "a function that fs-extra has from fs": {
    ...read,
    code: inHandler(`return fs.readFileSync(event.path);`, `import fs from "fs-extra";`),
  },
  "a command": {
    at: "execSync",
    occurrence: 1,
    call: "execSync()",
    instead: "exec",
    code: inHandler(
      "return execSync(`convert ${event.name}`);",
      `import { execSync } from "node:child_process";`,
    ),
  },
  "a compression": {
    at: "zlib.gzipSync",
    call: "gzipSync()",
    instead: "gzip",
    code: inHandler(`return zlib.gzipSync(event.body);`, `import zlib from "node:zlib";`),
  },
  "a password hash": {
    at: "scryptSync",
    occurrence: 1,
    call: "scryptSync()",
    instead: "scrypt",
    code: inHandler(
      `return scryptSync(event.password, "salt", 64);`,
      `import { scryptSync } from "node:crypto";`,
    ),
  },
  "a hash of bcrypt": {
    at: "bcrypt.compareSync",
    call: "compareSync()",
    instead: "compare",
    code: inHandler(
      `return bcrypt.compareSync(event.password, event.hash);`,
      `import bcrypt from "bcryptjs";`,
    ),
  },
};

runRule("no-sync-io-in-handler", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code })),
  invalid: [
    ...Object.entries(invalid).map(([name, { code, at, occurrence, call, instead, fixed }]) => ({
      name,
      code,
      errors: [
        {
          messageId: "blockingCall" as const,
          data: { call, instead, caller: "" },
          ...locate(code, at, occurrence),
          suggestions: fixed
            ? [{ messageId: "awaitPromise" as const, data: { instead }, output: code.replace(...fixed) }]
            : [],
        },
      ],
    })),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, { imports: { fs: "fs" }, body: `fs.writeFileSync("/tmp/a", "a");` });
      return {
        ...testCase,
        errors: [
          {
            messageId: "blockingCall" as const,
            data: { call: "writeFileSync()", caller: "", instead: "fs.promises.writeFile" },
            ...locate(testCase.code, "fs.writeFileSync"),
            suggestions: [
              {
                messageId: "awaitPromise" as const,
                data: { instead: "fs.promises.writeFile" },
                output: testCase.code.replace("fs.writeFileSync", "await fs.promises.writeFile"),
              },
            ],
          },
        ],
      };
    }),
  ],
});
