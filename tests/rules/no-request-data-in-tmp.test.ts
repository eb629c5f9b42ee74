import rule from "../../src/rules/no-request-data-in-tmp.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const imports = `import { createWriteStream, existsSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { readFile, unlink, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3";
const s3 = new S3Client({});`;

const handler = (body: string, top = ""): string =>
  `${imports}\n${top}\nexport const handler = async (event, context) => {\n  ${body}\n};`;

const valid: Record<string, string> = {
  "removed in finally": handler(
    'const file = "/tmp/in.json"; try { writeFileSync(file, event.body); } finally { unlinkSync(file); }',
  ),
  "removed with the folder": handler(
    'await writeFile("/tmp/work/in.json", event.body); rmSync("/tmp/work", { recursive: true });',
  ),
  "removed by a helper": handler(
    'await writeFile("/tmp/in.json", event.body); await clean();',
    'const clean = () => unlink("/tmp/in.json");',
  ),
  "a random name": handler("await writeFile(`/tmp/${randomUUID()}.json`, event.body);"),
  "the id of the request as the name": handler(
    'await writeFile(path.join(os.tmpdir(), context.awsRequestId + ".json"), event.body);',
  ),
  "a name of the event": handler("await writeFile(`/tmp/${event.id}.json`, event.body);"),
  "a name that is not known": handler(
    "await writeFile(target(), event.body);",
    'import { target } from "./target.js";',
  ),
  "a name of the environment": handler("await writeFile(process.env.FILE, event.body);"),
  "a cache that is asked for": handler(
    'if (!existsSync("/tmp/model.bin")) { const { Body } = await s3.send(new GetObjectCommand({ Key: "model" })); await writeFile("/tmp/model.bin", await Body.transformToByteArray()); }',
  ),
  "constant content": handler('await writeFile("/tmp/config.json", "{}");'),
  "content of the environment": handler('await writeFile("/tmp/config.json", process.env.CONFIG ?? "");'),
  "another folder": handler('await writeFile("/mnt/data/in.json", event.body);'),
  "written at init": handler("return 1;", 'writeFileSync("/tmp/config.json", "{}");'),
  "an object of the same name as fs": handler(
    'await fs.writeFile("/tmp/in.json", event.body);',
    'import { fs } from "./memory-fs.js";',
  ),
  "a stream without request data": handler('createWriteStream("/tmp/log.txt").write("started");'),
  "a function that no handler calls": `${imports}\nexport const save = (event) => writeFileSync("/tmp/in.json", event.body);\nexport const handler = async () => {};`,
};

const invalid: Record<string, readonly [code: string, at: string, path: string]> = {
  "the body": [handler('await writeFile("/tmp/in.json", event.body);'), '"/tmp/in.json"', "/tmp/in.json"],
  synchronously: [
    handler('writeFileSync("/tmp/in.json", JSON.stringify(event));'),
    '"/tmp/in.json"',
    "/tmp/in.json",
  ],
  "a constant of the module": [
    handler("writeFileSync(FILE, event.body);", 'const FILE = "/tmp/in.json";'),
    "FILE, event",
    "/tmp/in.json",
  ],
  "os.tmpdir()": [
    handler('await writeFile(path.join(os.tmpdir(), "in.json"), event.body);'),
    'path.join(os.tmpdir(), "in.json")',
    "/tmp/in.json",
  ],
  "a template with tmpdir()": [
    handler("await writeFile(`${os.tmpdir()}/in.json`, event.body);"),
    "`${os.tmpdir()}/in.json`",
    "/tmp/in.json",
  ],
  "what S3 answers": [
    handler(
      'const { Body } = await s3.send(new GetObjectCommand({ Key: event.key })); await writeFile("/tmp/in.zip", await Body.transformToByteArray());',
    ),
    '"/tmp/in.zip"',
    "/tmp/in.zip",
  ],
  "a stream that S3's answer is piped into": [
    handler(
      'const { Body } = await s3.send(new GetObjectCommand({ Key: event.key })); Body.pipe(createWriteStream("/tmp/in.zip"));',
    ),
    '"/tmp/in.zip"',
    "/tmp/in.zip",
  ],
  pipeline: [
    handler(
      'const { Body } = await s3.send(new GetObjectCommand({ Key: event.key })); const file = createWriteStream("/tmp/in.zip"); await pipeline(Body, file);',
    ),
    '"/tmp/in.zip"',
    "/tmp/in.zip",
  ],
  "written to a stream": [
    handler('const file = createWriteStream("/tmp/in.txt"); file.write(event.body); file.end();'),
    '"/tmp/in.txt"',
    "/tmp/in.txt",
  ],
  "in a helper": [
    handler("save(event.body);", 'const save = (text) => writeFileSync("/tmp/in.json", text);'),
    '"/tmp/in.json"',
    "/tmp/in.json",
  ],
  "a record of a loop": [
    handler(
      'for (const record of event.Records) { await writeFile("/tmp/record.json", record.body); await readFile("/tmp/record.json"); }',
    ),
    '"/tmp/record.json"',
    "/tmp/record.json",
  ],
  "another file is removed": [
    handler('await writeFile("/tmp/in.json", event.body); await unlink("/tmp/out.json");'),
    '"/tmp/in.json"',
    "/tmp/in.json",
  ],
};

runRule("no-request-data-in-tmp", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code })),
  invalid: [
    ...Object.entries(invalid).map(([name, [code, at, file]]) => {
      const place = locate(code, at);
      const isLong = at === "FILE, event";
      return {
        name,
        code,
        errors: [
          {
            messageId: "requestDataInTmp" as const,
            data: { path: file },
            ...place,
            ...(isLong && { endColumn: place.column + "FILE".length }),
          },
        ],
      };
    }),
    ...handlerShapes.map((shape) => {
      const code = shape.code({
        imports: { "node:fs": ["writeFileSync"] },
        body: 'writeFileSync("/tmp/in.json", JSON.stringify(event));',
      });
      return {
        name: `handler shape: ${shape.name}`,
        code,
        filename: shape.filename,
        ...(shape.settings !== undefined && { settings: shape.settings }),
        errors: [
          {
            messageId: "requestDataInTmp" as const,
            data: { path: "/tmp/in.json" },
            ...locate(code, '"/tmp/in.json"'),
          },
        ],
      };
    }),
  ],
});
