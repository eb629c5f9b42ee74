import rule from "../../src/rules/module-not-packaged.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const v2 = `const AWS = require("aws-sdk");\nexports.handler = async () => AWS;\n`;
const project = (
  runtime: string,
  manifest?: object,
  code = v2,
  more: readonly string[] = [],
  file = "src/handler.js",
) => ({
  files: {
    "template.yaml": samTemplate([`Runtime: ${runtime}`, ...more]),
    ...(manifest && { "package.json": JSON.stringify(manifest) }),
    [file]: code,
  },
});
const esbuild = (external: string) => ({
  files: {
    "template.yaml": samTemplate(["Runtime: nodejs22.x"]).replace(
      "    Properties:",
      `    Metadata: { BuildMethod: esbuild, BuildProperties: { External: [${external}], EntryPoints: [src/handler.ts] } }\n    Properties:`,
    ),
    "package.json": JSON.stringify({ devDependencies: { "aws-sdk": "2" } }),
    "src/handler.ts": `import AWS from "aws-sdk";\nexport const handler = async () => AWS;\n`,
  },
});

/** A file that the handler loads. */
const loaded = (runtime: string, more: Readonly<Record<string, string>> = {}) => ({
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate([`Runtime: ${runtime}`]),
    "src/handler.js": `const { list } = require("./store");\nexports.handler = async () => list();\n`,
    "src/store.js": `const AWS = require("aws-sdk");\nconst s3 = new AWS.S3();\nexports.list = () => s3.listBuckets().promise();\n`,
    ...more,
  },
  lint: "src/store.js",
});

/** A handler in a folder of its own that loads a file. */
const fromFolder = (codeUri: string, module: string, more: Readonly<Record<string, string>> = {}) => ({
  files: {
    "template.yaml": samTemplate(["Runtime: nodejs22.x"])
      .replace("CodeUri: .", `CodeUri: ${codeUri}`)
      .replace("src/handler", codeUri === "." ? "orders/handler" : "handler"),
    "orders/handler.js": `const { price } = require("${module}");\nexports.handler = async () => price();\n`,
    "shared/price.js": "exports.price = () => 1;\n",
    "orders/package.json": "{}",
    ...more,
  },
  lint: "orders/handler.js",
});

runJoinedRule("module-not-packaged", rule, {
  valid: {
    "SDK v2 in a file that a handler loads on a runtime that ships it": loaded("nodejs16.x"),
    "SDK v2 in a file that no handler loads": loaded("nodejs22.x", {
      "src/handler.js": "exports.handler = async () => 1;\n",
    }),
    "SDK v2 in a file of another package": {
      ...loaded("nodejs22.x", {
        "lib/package.json": "{}",
        "lib/store.js": `const AWS = require("aws-sdk");\nexports.list = () => new AWS.S3().listBuckets().promise();\n`,
        "src/handler.js": `const { list } = require("../lib/store");\nexports.handler = async () => list();\n`,
      }),
      lint: "lib/store.js",
    },
    "SDK v2 in a file that a function of an older runtime loads as well": loaded("nodejs22.x", {
      "template.yaml": samTemplate(
        ["Runtime: nodejs22.x"],
        [
          "Old:",
          "  Type: AWS::Serverless::Function",
          "  Properties: { CodeUri: ., Handler: src/old.handler, Runtime: nodejs16.x }",
        ],
      ),
      "src/old.js": `const { list } = require("./store");\nexports.handler = async () => list();\n`,
    }),
    "SDK v2 on a runtime that ships it": project("nodejs16.x"),
    "a runtime that is not known": project("!Ref Runtime"),
    "one of the dependencies": project("nodejs22.x", { dependencies: { "aws-sdk": "2" } }),
    "SDK v3": project(
      "nodejs22.x",
      {},
      `const { S3Client } = require("@aws-sdk/client-s3");\nexports.handler = async () => S3Client;`,
    ),
    "a module of Node.js": project(
      "nodejs22.x",
      {},
      `const fs = require("node:fs");\nexports.handler = async () => fs;`,
    ),
    "a file of the project": project(
      "nodejs22.x",
      {},
      `const a = require("./a");\nexports.handler = async () => a;`,
    ),
    "a layer": project("nodejs22.x", {}, v2, ["Layers: [!Ref Shared]"]),
    "layers that are not known": project("nodejs22.x", {}, v2, ["Layers: !Ref Shared"]),
    "a container": project("nodejs22.x", {}, v2, ["PackageType: Image"]),
    "a project with a bundler": project("nodejs22.x", { devDependencies: { esbuild: "1" } }),
    "TypeScript, which something compiles": project(
      "nodejs22.x",
      {},
      `import AWS from "aws-sdk";\nexport const handler = async () => AWS;`,
      [],
      "src/handler.ts",
    ),
    "types alone": project(
      "nodejs22.x",
      {},
      `import type AWS from "aws-sdk";\nexport const handler = async (a: AWS.S3) => a;`,
      [],
      "src/handler.ts",
    ),
    "a package that is installed": {
      files: {
        ...project("nodejs22.x").files,
        "src/node_modules/aws-sdk/package.json": `{ "version": "2.0.0" }`,
      },
    },
    "a package that another one may bring": project(
      "nodejs22.x",
      { dependencies: { express: "4" } },
      `const qs = require("qs");\nexports.handler = async () => qs;`,
    ),
    "SDK v2 that another package may bring": project("nodejs22.x", { dependencies: { "aws-xray-sdk": "2" } }),
    "a bundle with everything": esbuild("sharp"),
    "a file of the folder that is deployed": fromFolder(".", "../shared/price"),
    "a file outside of it, in a bundle": fromFolder("orders/", "../shared/price", {
      "orders/package.json": JSON.stringify({ devDependencies: { esbuild: "1" } }),
    }),
    "a file outside of it, where the code is compiled": {
      files: {
        ...fromFolder("orders/", "../shared/price").files,
        "orders/tsconfig.json": '{ "compilerOptions": { "outDir": "dist", "rootDir": ".." } }',
        "template.yaml": samTemplate(["Runtime: nodejs22.x"])
          .replace("CodeUri: .", "CodeUri: orders/dist")
          .replace("src/handler", "handler"),
      },
    },
    "no configuration": { files: { "src/handler.js": v2 } },
    "one of two stages ships it": {
      files: {
        ...project("nodejs22.x").files,
        "template-old.yaml": samTemplate(["Runtime: nodejs16.x"]),
      },
    },
  },
  invalid: {
    "a file outside of the folder that is deployed": {
      ...fromFolder("orders/", "../shared/price"),
      findings: [
        {
          messageId: "outsideFolder",
          at: '"../shared/price"',
          says: ["`../shared/price` is outside of `orders`", "`Orders` (template.yaml:3)"],
        },
      ],
    },
    "SDK v2 in a file that the handler loads": {
      ...loaded("nodejs22.x"),
      findings: [
        {
          messageId: "notPackaged",
          at: '"aws-sdk"',
          says: ["`Orders` (template.yaml:3, which runs this through src/handler.js), which is deployed"],
        },
      ],
    },
    "a package.json beside the code, in a repository that bundles something else": {
      files: {
        "template.yaml": samTemplate(["Runtime: nodejs22.x"]).replace("CodeUri: .", "CodeUri: orders"),
        "package.json": JSON.stringify({ devDependencies: { esbuild: "1" } }),
        "orders/package.json": JSON.stringify({ dependencies: {} }),
        "orders/src/handler.js": 'const sharp = require("sharp");\nexports.handler = async () => sharp();\n',
      },
      findings: [{ messageId: "notPackaged", at: '"sharp"', says: ["`Orders`"] }],
    },
    "SDK v2 on a runtime that ships v3": {
      ...project("nodejs22.x", { dependencies: {} }),
      findings: [
        {
          messageId: "notPackaged",
          at: `"aws-sdk"`,
          says: ["nodejs22.x", "`aws-sdk`", "`Orders` (template.yaml:3)"],
        },
      ],
    },
    "without a package.json": {
      ...project("nodejs22.x"),
      findings: [{ messageId: "notPackaged", at: `"aws-sdk"`, says: ["template.yaml:3"] }],
    },
    "beside packages that bring no SDK": {
      ...project("nodejs22.x", { dependencies: { uuid: "9" } }),
      findings: [{ messageId: "notPackaged", at: `"aws-sdk"`, says: ["template.yaml:3"] }],
    },
    "another package": {
      ...project("nodejs22.x", {}, `const { v4 } = require("uuid");\nexports.handler = async () => v4();`),
      findings: [{ messageId: "notPackaged", at: `"uuid"`, says: ["`uuid`"] }],
    },
    "one of the devDependencies": {
      ...project("nodejs22.x", { devDependencies: { "aws-sdk": "2" } }),
      findings: [
        { messageId: "onlyForDevelopment", at: `"aws-sdk"`, says: ["package.json", "template.yaml:3"] },
      ],
    },
    "a bundle that leaves it out": {
      ...esbuild("aws-sdk"),
      findings: [{ messageId: "leftOut", at: `"aws-sdk"`, says: ["template.yaml:3"] }],
    },
    ...Object.fromEntries(
      shapeProjects({ imports: { uuid: ["v4"] }, body: "return v4();" }, ["Runtime: nodejs22.x"])
        .filter(
          ({ files, code }) => Object.keys(files).some((file) => /\.[cm]?js$/.test(file)) && code !== "",
        )
        .map(({ name, files }) => [
          `in ${name}`,
          { files, findings: [{ messageId: "notPackaged", at: `"uuid"`, says: ["template.yaml:3"] }] },
        ]),
    ),
  },
});
