import rule from "../../src/rules/native-architecture.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";

const sharp = `import sharp from "sharp";\nexport const handler = async () => sharp;\n`;
const project = (more: readonly string[], manifest: object, code = sharp) => ({
  files: {
    "template.yaml": samTemplate(more),
    "package.json": JSON.stringify(manifest),
    "src/handler.ts": code,
  },
});
const arm = ["Architectures: [arm64]"];
const x64 = { dependencies: { sharp: "1", "@img/sharp-linux-x64": "1" } };

runJoinedRule("native-architecture", rule, {
  valid: {
    "the architecture that it is installed for": project([], x64),
    "both architectures": project(arm, {
      dependencies: { ...x64.dependencies, "@img/sharp-linux-arm64": "1" },
    }),
    "an architecture that is not known": project(["Architectures: [!ImportValue cpu]"], x64),
    "nothing that says for which it is installed": project(arm, { dependencies: { sharp: "1" } }),
    "another package": project(
      arm,
      x64,
      `import { v4 } from "uuid";\nexport const handler = async () => v4();`,
    ),
    ...Object.fromEntries(
      ["c++", "a(b", "[x", "shar+", "*"].map((module) => [
        `a name with characters of patterns: ${module}`,
        project(
          arm,
          { scripts: { postinstall: "npm install --cpu=x64 sharp" } },
          `import x from "${module}";\nexport const handler = async () => x;\n`,
        ),
      ]),
    ),
    "the binaries of another package": project(arm, {
      dependencies: { sharp: "1", "@esbuild/linux-x64": "1" },
    }),
    "no configuration": { files: { "package.json": JSON.stringify(x64), "src/handler.ts": sharp } },
    "one of two stages": {
      files: { ...project(arm, x64).files, "template-dev.yaml": samTemplate() },
    },
  },
  invalid: {
    "binaries for x64": {
      ...project(arm, x64),
      findings: [
        {
          messageId: "wrongArchitecture",
          at: `"sharp"`,
          says: [
            "package.json",
            "`@img/sharp-linux-x64`",
            "`Orders` (template.yaml:3)",
            "arm64 (template.yaml:8)",
          ],
        },
      ],
    },
    "a command for arm64": {
      ...project([], {
        dependencies: { sharp: "1" },
        scripts: { build: "npm install --cpu=arm64 --os=linux sharp" },
      }),
      findings: [
        {
          messageId: "wrongArchitecture",
          at: `"sharp"`,
          says: ["npm install --cpu=arm64", "x86_64 (the default"],
        },
      ],
    },
  },
});
